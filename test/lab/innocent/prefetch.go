package innocent

import (
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("prefetch", kit.Scenario{Start: prefetch}) }

// The next batch is ready long before the one before it is worked off, and its send waits for twenty seconds.
func prefetch() {
	batches := make(chan []int)
	go func() {
		for i := 0; ; i++ {
			batches <- []int{i}
		}
	}()
	go func() {
		for range batches {
			time.Sleep(20 * time.Second)
		}
	}()
}
