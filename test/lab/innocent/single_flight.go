package innocent

import (
	"sync"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("single-flight", kit.Scenario{Start: singleFlight}) }

// Forty requests for the same key share one load of 300 ms, again and again.
func singleFlight() {
	flights := &flightGroup{}
	for i := 0; i < 40; i++ {
		go func() {
			for {
				flights.do(func() { time.Sleep(300 * time.Millisecond) })
				time.Sleep(20 * time.Millisecond)
			}
		}()
	}
}

type flightGroup struct {
	mu     sync.Mutex
	flight *sync.WaitGroup
}

func (g *flightGroup) do(load func()) {
	g.mu.Lock()
	if flight := g.flight; flight != nil {
		g.mu.Unlock()
		flight.Wait()
		return
	}
	flight := &sync.WaitGroup{}
	flight.Add(1)
	g.flight = flight
	g.mu.Unlock()
	load()
	g.mu.Lock()
	g.flight = nil
	g.mu.Unlock()
	flight.Done()
}
