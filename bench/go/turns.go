package main

import (
	"sync"
	"time"
)

// turns remembers when all goroutines were asked for, as a profile or as a
// dump: what is dear comes once in each turn of a watcher, so that its cost is
// the difference between the beginnings of two turns.
type turns struct {
	mu      sync.Mutex
	begun   []turn
	ended   int
	changed chan struct{}
}

// turn is how this process stood when a turn began.
type turn struct {
	AtSeconds    float64 `json:"atSeconds"`
	CPUSeconds   float64 `json:"cpuSeconds"`
	CarriedBytes int64   `json:"carriedBytes"`
}

var started = time.Now()

func newTurns() *turns {
	return &turns{changed: make(chan struct{})}
}

func standing(carriedBytes int64) turn {
	return turn{time.Since(started).Seconds(), cpu().Seconds(), carriedBytes}
}

func (t *turns) begin(carriedBytes int64) {
	t.change(func() { t.begun = append(t.begun, standing(carriedBytes)) })
}

// end says that the answer is written.
func (t *turns) end() {
	t.change(func() { t.ended++ })
}

func (t *turns) change(act func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	act()
	close(t.changed)
	t.changed = make(chan struct{})
}

// next waits for a turn to begin or to end, but not longer than this.
func (t *turns) next(longest time.Duration) {
	t.mu.Lock()
	changed := t.changed
	t.mu.Unlock()
	select {
	case <-changed:
	case <-time.After(longest):
	}
}

// from returns the turns from the one of this index on, and how many ended so
// far.
func (t *turns) from(index int) (begun []turn, ended int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]turn{}, t.begun[min(index, len(t.begun)):]...), t.ended
}
