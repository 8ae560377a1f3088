package guilty

import (
	"sync"

	"example.com/lab/kit"
)

func init() { kit.Add("add-inside", kit.Scenario{Start: addInside}) }

// Add is called inside the goroutines, so Wait returns before them, and nobody is left to read what they send.
func addInside() {
	kit.Requests(1, func() { gather(5) })
}

func gather(parts int) {
	var group sync.WaitGroup
	results := make(chan int)
	start := make(chan struct{})
	for i := 0; i < parts; i++ {
		go func(i int) {
			<-start
			group.Add(1)
			defer group.Done()
			results <- i // ADD INSIDE HERE
		}(i)
	}
	group.Wait()
	close(start)
}
