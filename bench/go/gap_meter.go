package main

import (
	"sync"
	"time"
)

// gapMeter is a goroutine that wants to run every two milliseconds, and how
// late the scheduler let it. Waking so often costs more than some watchers do,
// so it is switched off while CPU is measured.
type gapMeter struct {
	mu      sync.Mutex
	on      bool
	running sync.WaitGroup
	// How often it was so many tenths of a millisecond late.
	counts map[int]int
}

const (
	gapInterval = 2 * time.Millisecond
	gapUnit     = time.Millisecond / 10
)

func (m *gapMeter) start() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.on {
		return
	}
	m.on = true
	m.counts = map[int]int{}
	m.running.Add(1)
	go m.run()
}

// stop ends the measuring and tells what was found.
func (m *gapMeter) stop() map[int]int {
	m.mu.Lock()
	m.on = false
	m.mu.Unlock()
	m.running.Wait()
	return m.counts
}

func (m *gapMeter) run() {
	defer m.running.Done()
	for {
		before := time.Now()
		time.Sleep(gapInterval)
		if !m.record(time.Since(before) - gapInterval) {
			return
		}
	}
}

// record also counts the wakes that a long gap swallowed: whoever wanted to run
// somewhere in it waited for the rest of it.
func (m *gapMeter) record(gap time.Duration) (goOn bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for left := gap; left > 0; left -= gapInterval {
		m.counts[int(left/gapUnit)]++
	}
	return m.on
}
