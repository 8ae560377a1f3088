package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"runtime"
	"time"

	"example.com/shop/call"
	_ "example.com/shop/parts"
)

// target parks many goroutines in so many different stacks and serves
// net/http/pprof. What the benchmark asks goes to another port, so that only
// watchers are counted on the first.
func target(words []string) {
	flags := flag.NewFlagSet("target", flag.ExitOnError)
	goroutines := flags.Int("n", 10_000, "parked goroutines")
	stacks := flags.Int("stacks", 20, "different stacks they are in")
	depth := flags.Int("depth", 10, "mean number of calls in a stack")
	sites := flags.Int("sites", 20, "different places in which they wait")
	blocked := flags.Int("blocked", 0, "stacks in the block profile; 0 leaves block profiling off")
	_ = flags.Parse(words)

	parkAll(*goroutines, call.Paths(*stacks, *depth, *sites))
	if *blocked > 0 {
		runtime.SetBlockProfileRate(1)
		blockOnce(call.Paths(*blocked, *depth, *sites))
	}
	startAgent()

	watched := listen()
	control := listen()
	carried := &countingListener{Listener: watched}
	turns := newTurns()
	go func() { log.Fatal(http.Serve(control, controls(carried, turns))) }()
	fmt.Println("listening", watched.Addr(), control.Addr(), os.Getpid())
	log.Fatal(http.Serve(carried, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/debug/pprof/goroutine" {
			turns.begin(carried.bytes.Load())
			defer turns.end()
		}
		http.DefaultServeMux.ServeHTTP(w, r)
	})))
}

func parkAll(goroutines int, paths [][]uint16) {
	never := make(chan struct{})
	for i := 0; i < goroutines; i++ {
		go call.Start(paths[i%len(paths)], never)
	}
}

// blockOnce has a goroutine wait in each of the stacks until all do.
func blockOnce(paths [][]uint16) {
	soon := make(chan struct{})
	for _, path := range paths {
		go call.Start(path, soon)
	}
	time.Sleep(500 * time.Millisecond)
	close(soon)
	time.Sleep(500 * time.Millisecond)
}

func listen() net.Listener {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	return listener
}
