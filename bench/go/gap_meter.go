package main

import (
	"sync"
	"time"
)

// gapMeter is a goroutine that wants to run every two milliseconds, and how
// late the scheduler let it. Waking so often costs more than some watchers do,
// so it can be switched off while CPU is measured.
type gapMeter struct {
	mu      sync.Mutex
	on      bool
	running sync.WaitGroup
	worst   time.Duration
	late    int
}

const gapInterval = 2 * time.Millisecond

func (m *gapMeter) set(on bool) {
	m.mu.Lock()
	was := m.on
	m.on = on
	m.worst, m.late = 0, 0
	m.mu.Unlock()
	if on && !was {
		m.running.Add(1)
		go m.run()
	}
	if !on {
		m.running.Wait()
	}
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

func (m *gapMeter) record(gap time.Duration) (goOn bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if gap > m.worst {
		m.worst = gap
	}
	if gap > time.Millisecond {
		m.late++
	}
	return m.on
}

// take tells what was measured since it was asked before.
func (m *gapMeter) take() (worst time.Duration, late int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	worst, late = m.worst, m.late
	m.worst, m.late = 0, 0
	return worst, late
}
