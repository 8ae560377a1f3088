package innocent

import (
	"sync"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("busy-mutex", kit.Scenario{Start: busyMutex}) }

// Ten goroutines count under one lock thousands of times a second, for a moment each.
func busyMutex() {
	tally := &tallies{counts: map[int]int{}}
	for i := 0; i < 10; i++ {
		go func(i int) {
			for range time.Tick(3 * time.Millisecond) {
				tally.add(i)
			}
		}(i)
	}
}

type tallies struct {
	mu     sync.Mutex
	counts map[int]int
}

func (t *tallies) add(key int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts[key]++
}
