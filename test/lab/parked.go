package main

import (
	"encoding/json"
	"flag"
	"net/http"
	"sync"
	"time"
)

// parked keeps many goroutines waiting, in 20 different stacks, and measures
// what watching them does to the process.
func parked(flags *flag.FlagSet) func() {
	goroutines := flags.Int("n", 10_000, "goroutines")
	return func() {
		const stacks = 20
		never := make(chan struct{})
		for i := 0; i < *goroutines; i++ {
			go park(i%stacks, never)
		}
		gaps := &gapMeter{}
		http.Handle("/gap", gaps)
		go gaps.run()
	}
}

//go:noinline
func park(depth int, never <-chan struct{}) {
	if depth > 0 {
		park(depth-1, never)
		return
	}
	<-never // PARKED HERE
}

// gapMeter is a goroutine that wants to run every millisecond, and how late the
// scheduler let it.
type gapMeter struct {
	mu    sync.Mutex
	worst time.Duration
	late  int
}

func (m *gapMeter) run() {
	const interval = time.Millisecond
	for {
		before := time.Now()
		time.Sleep(interval)
		m.record(time.Since(before) - interval)
	}
}

func (m *gapMeter) record(gap time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if gap > m.worst {
		m.worst = gap
	}
	if gap > time.Millisecond {
		m.late++
	}
}

// ServeHTTP tells what was measured since it was asked before.
func (m *gapMeter) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	m.mu.Lock()
	worst, late := m.worst, m.late
	m.worst, m.late = 0, 0
	m.mu.Unlock()
	_ = json.NewEncoder(w).Encode(map[string]any{
		"maxGapMilliseconds": worst.Seconds() * 1000,
		"late":               late,
	})
}
