// Lab is a Go process with one known trouble, or none, for goroutop's tests.
//
//	lab SCENARIO [flags]
//
// It serves net/http/pprof on loopback, prints where on a line of its own, and
// runs until it is killed. Lines that tests look for end in a marker comment.
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
	"slices"
	"strings"
)

// scenario is one trouble. Its prepare function adds its flags, and what it
// returns is called when they are parsed.
type scenario struct {
	block, mutex int
	prepare      func(flags *flag.FlagSet) (start func())
}

var scenarios = map[string]scenario{
	"burst":         {1, 1, burst},
	"contention":    {1, 1, contention},
	"gc":            {0, 0, collect},
	"leak":          {1, 1, leak},
	"names":         {1, 1, names},
	"parked":        {0, 0, parked},
	"pileup":        {1, 1, pileup},
	"pool":          {1, 1, pool},
	"profiling-off": {0, 0, contention},
	"quiet":         {1, 1, quiet},
	"tickers":       {1, 1, tickers},
}

func main() {
	log.SetFlags(0)
	if len(os.Args) < 2 {
		usage()
	}
	chosen, found := scenarios[os.Args[1]]
	if !found {
		usage()
	}
	flags := flag.NewFlagSet(os.Args[1], flag.ExitOnError)
	address := flags.String("addr", "127.0.0.1:0", "loopback address to serve on")
	block := flags.Int("block", chosen.block, "block profile rate in nanoseconds, 0 is off")
	mutex := flags.Int("mutex", chosen.mutex, "mutex profile fraction, 0 is off")
	start := chosen.prepare(flags)
	_ = flags.Parse(os.Args[2:])

	runtime.SetBlockProfileRate(*block)
	runtime.SetMutexProfileFraction(*mutex)
	listener, err := net.Listen("tcp", *address)
	if err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("/cpu", serveCPU)
	start()
	fmt.Println("listening", listener.Addr())
	log.Fatal(http.Serve(listener, nil))
}

func usage() {
	var known []string
	for name := range scenarios {
		known = append(known, name)
	}
	slices.Sort(known)
	log.Fatalf("usage: lab SCENARIO [flags], where SCENARIO is one of %s", strings.Join(known, ", "))
}
