package main

import (
	"flag"
	"sync"
)

// pileup has many goroutines wait for a lock that one never gives back.
func pileup(flags *flag.FlagSet) func() {
	goroutines := flags.Int("n", 50, "goroutines that wait")
	return func() {
		var mu sync.Mutex
		held := make(chan struct{})
		go holdForever(&mu, held)
		<-held
		for range *goroutines {
			go queueUp(&mu)
		}
	}
}

func holdForever(mu *sync.Mutex, held chan<- struct{}) {
	mu.Lock()
	defer mu.Unlock()
	close(held)
	<-make(chan int) // PILEUP HOLDER HERE
}

func queueUp(mu *sync.Mutex) {
	mu.Lock() // PILEUP LOCK HERE
	defer mu.Unlock()
}
