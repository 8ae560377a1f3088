package main

import (
	"flag"
	"time"
)

// leak starts goroutines at a steady rate that nobody ever receives from.
func leak(flags *flag.FlagSet) func() {
	rate := flags.Float64("rate", 5, "goroutines a second")
	return func() {
		go func() {
			for range time.Tick(time.Duration(float64(time.Second) / *rate)) {
				go deliver(make(chan int))
			}
		}()
	}
}

func deliver(result chan<- int) {
	result <- 1 // LEAK HERE
}
