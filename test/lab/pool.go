package main

import "flag"

// pool keeps a small and a large pool of workers without work.
func pool(flags *flag.FlagSet) func() {
	small := flags.Int("small", 10, "workers in the small pool")
	large := flags.Int("large", 1000, "workers in the large pool")
	return func() {
		startSmallPool(*small)
		startLargePool(*large)
	}
}

func startSmallPool(workers int) {
	jobs := make(chan func())
	for range workers {
		go workSmall(jobs)
	}
}

func startLargePool(workers int) {
	jobs := make(chan func())
	for range workers {
		go workLarge(jobs)
	}
}

func workSmall(jobs <-chan func()) {
	for job := range jobs { // SMALL POOL HERE
		job()
	}
}

func workLarge(jobs <-chan func()) {
	for job := range jobs { // LARGE POOL HERE
		job()
	}
}
