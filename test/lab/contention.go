package main

import (
	"flag"
	"sync"
	"time"
)

// contention has several goroutines fight for one lock, each holding it for a
// while.
func contention(flags *flag.FlagSet) func() {
	goroutines := flags.Int("n", 8, "goroutines")
	hold := flags.Duration("hold", 50*time.Millisecond, "how long each holds the lock")
	return func() {
		var mu sync.Mutex
		for i := 0; i < *goroutines; i++ {
			go fight(&mu, *hold)
		}
	}
}

func fight(mu *sync.Mutex, hold time.Duration) {
	for {
		mu.Lock() // CONTENDED LOCK HERE
		time.Sleep(hold)
		mu.Unlock() // CONTENDED UNLOCK HERE
	}
}
