package main

import (
	"flag"
	"sync"
	"time"
)

// burst starts many goroutines at once that all end, again and again.
func burst(flags *flag.FlagSet) func() {
	goroutines := flags.Int("n", 500, "goroutines in a burst")
	length := flags.Duration("length", time.Second, "how long a burst lasts")
	rest := flags.Duration("rest", time.Second, "how long it is quiet after a burst")
	return func() {
		go func() {
			for {
				blast(*goroutines, *length)
				time.Sleep(*rest)
			}
		}()
	}
}

func blast(goroutines int, length time.Duration) {
	var group sync.WaitGroup
	over := make(chan struct{})
	for range goroutines {
		group.Add(1)
		go func() {
			defer group.Done()
			<-over // BURST HERE
		}()
	}
	time.Sleep(length)
	close(over)
	group.Wait()
}
