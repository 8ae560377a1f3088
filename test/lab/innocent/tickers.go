package innocent

import (
	"sync/atomic"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("tickers", kit.Scenario{Start: tickers, MainWaits: true}) }

// Periodic work, each with its own ticker or sleep, some of it only every few hours.
func tickers() {
	for _, every := range []time.Duration{100 * time.Millisecond, time.Second, 10 * time.Second, time.Hour} {
		for i := 0; i < 15; i++ {
			go tick(every)
			go nap(every)
		}
	}
}

var ticked int64

func tick(every time.Duration) {
	for range time.NewTicker(every).C {
		atomic.AddInt64(&ticked, 1)
	}
}

func nap(every time.Duration) {
	for {
		time.Sleep(every)
		atomic.AddInt64(&ticked, 1)
	}
}
