package innocent

import (
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("steady-heap", kit.Scenario{Start: steadyHeap}) }

// A cache of fixed size fills for half a minute and then forgets as much as it learns.
func steadyHeap() {
	kit.ServeMetrics()
	go func() {
		for i := 0; ; i++ {
			cached[i%len(cached)] = make([]byte, 128<<10)
			time.Sleep(50 * time.Millisecond)
		}
	}()
}

var cached [400][]byte
