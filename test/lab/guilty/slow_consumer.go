package guilty

import (
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("slow-consumer", kit.Scenario{Start: slowConsumer}) }

// One consumer takes two jobs a second, and thirty producers stand in line for seconds.
func slowConsumer() {
	jobs := make(chan int, 10)
	go func() {
		for range jobs {
			time.Sleep(500 * time.Millisecond)
		}
	}()
	for i := 0; i < 30; i++ {
		go submit(jobs)
	}
}

func submit(jobs chan<- int) {
	for i := 0; ; i++ {
		jobs <- i // SLOW CONSUMER HERE
	}
}
