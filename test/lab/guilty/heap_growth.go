package guilty

import (
	"fmt"
	"runtime/debug"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("heap-growth", kit.Scenario{Start: heapGrowth}) }

// A cache keeps what it is given and forgets nothing.
func heapGrowth() {
	// What is live shows from outside when little waste piles up between collections.
	debug.SetGCPercent(10)
	go func() {
		for i := 0; ; i++ {
			remember(fmt.Sprint("user-", i))
			waste = make([]byte, 128<<10)
			time.Sleep(50 * time.Millisecond)
		}
	}()
}

var (
	remembered = map[string][]byte{}
	waste      []byte
)

func remember(key string) {
	remembered[key] = make([]byte, 128<<10) // HEAP GROWTH HERE
}
