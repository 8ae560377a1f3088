package innocent

import (
	"time"

	"example.com/lab/kit"
)

func init() {
	kit.Add("saturated-pipeline", kit.Scenario{Start: saturatedPipeline})
	kit.Add("saturated-unprofiled", kit.Scenario{Start: saturatedPipeline, ProfilesOff: true})
}

// Producers are faster than the one consumer, so that they nearly always wait to send, for some milliseconds each.
func saturatedPipeline() {
	records := make(chan int)
	for i := 0; i < 4; i++ {
		go produce(records)
	}
	go func() {
		for range records {
			time.Sleep(5 * time.Millisecond)
		}
	}()
}

func produce(records chan<- int) {
	for i := 0; ; i++ {
		records <- i
	}
}
