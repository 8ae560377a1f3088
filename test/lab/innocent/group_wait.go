package innocent

import (
	"sync"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("group-wait", kit.Scenario{Start: groupWait}) }

// Supervisors wait for their children: some for as long as the program runs, some for each batch.
func groupWait() {
	stop := make(chan struct{})
	for i := 0; i < 15; i++ {
		go superviseForever(stop)
		go superviseBatches()
	}
	neverStopped = stop
}

var neverStopped chan struct{}

func superviseForever(stop <-chan struct{}) {
	var group sync.WaitGroup
	for i := 0; i < 2; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			<-stop
		}()
	}
	group.Wait()
}

func superviseBatches() {
	for {
		var group sync.WaitGroup
		for i := 0; i < 3; i++ {
			group.Add(1)
			go func() {
				defer group.Done()
				time.Sleep(5 * time.Second)
			}()
		}
		group.Wait()
	}
}
