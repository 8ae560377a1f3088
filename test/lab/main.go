// Lab is a Go process with one known trouble, or none, for goroutop's tests.
//
//	lab SCENARIO [flags]
//
// It serves net/http/pprof on loopback, prints where on a line of its own, and
// runs until it is killed. Lines that tests look for end in a marker comment.
// Everything here and below must build with Go 1.19.
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
	"sort"
	"strings"

	_ "example.com/lab/guilty"
	_ "example.com/lab/innocent"
	"example.com/lab/kit"
)

// tool is a program whose size can be set. Its prepare function adds its flags,
// and what it returns is called when they are parsed.
type tool struct {
	block, mutex int
	prepare      func(flags *flag.FlagSet) (start func())
}

var tools = map[string]tool{
	"contention":    {1, 1, contention},
	"names":         {1, 1, names},
	"parked":        {0, 0, parked},
	"profiling-off": {0, 0, contention},
	"quiet":         {1, 1, quiet},
}

// What the README tells people to set, so that the lab shows what they will see.
const (
	usualBlockNanoseconds = 1_000_000
	usualMutexFraction    = 10
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 5 && os.Args[1] == "peer" {
		kit.RunPeer(os.Args[2], os.Args[3], os.Args[4])
	}
	if len(os.Args) < 2 {
		usage()
	}
	name := os.Args[1]
	scenario, isScenario := kit.Find(name)
	chosen, isTool := tools[name]
	switch {
	case isScenario:
		chosen = toolOf(scenario)
	case !isTool:
		usage()
	}
	flags := flag.NewFlagSet(name, flag.ExitOnError)
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
	kit.Address = listener.Addr().String()
	http.HandleFunc("/cpu", serveCPU)
	start()
	fmt.Println("listening", kit.Address)
	if !scenario.MainWaits {
		log.Fatal(http.Serve(listener, nil))
	}
	go func() { log.Fatal(http.Serve(listener, nil)) }()
	select {}
}

func toolOf(scenario kit.Scenario) tool {
	made := tool{usualBlockNanoseconds, usualMutexFraction, func(*flag.FlagSet) func() { return scenario.Start }}
	if scenario.ProfilesOff {
		made.block, made.mutex = 0, 0
	}
	return made
}

func usage() {
	known := kit.Names()
	for name := range tools {
		known = append(known, name)
	}
	sort.Strings(known)
	log.Fatalf("usage: lab SCENARIO [flags], where SCENARIO is one of %s", strings.Join(known, ", "))
}
