package main

import (
	"flag"
	"sync/atomic"
	"time"
)

// tickers waits for timers all the time, as programs with periodic work do.
func tickers(flags *flag.FlagSet) func() {
	goroutines := flags.Int("n", 20, "tickers")
	return func() {
		for i := range *goroutines {
			go watch(time.NewTicker(time.Duration(i+1) * 50 * time.Millisecond))
			go nap(time.Duration(i+1) * 50 * time.Millisecond)
		}
	}
}

var ticks atomic.Int64

func watch(ticker *time.Ticker) {
	for range ticker.C { // TICKER HERE
		ticks.Add(1)
	}
}

func nap(between time.Duration) {
	for {
		time.Sleep(between) // NAP HERE
		ticks.Add(1)
	}
}
