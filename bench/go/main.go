// Bench is the Go side of goroutop's benchmarks: a program to watch whose size
// can be set and that can tell what watching did to it, and loops that ask a
// program the way monitors which cannot be had are documented to ask.
//
//	bench target [flags]
//	bench like NAME ADDRESS
package main

import (
	"io"
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	go endWithParent()
	switch {
	case len(os.Args) > 1 && os.Args[1] == "target":
		target(os.Args[2:])
	case len(os.Args) == 4 && os.Args[1] == "like":
		like(os.Args[2], os.Args[3])
	default:
		log.Fatal("usage: bench target [flags] | bench like NAME ADDRESS")
	}
}

// endWithParent ends this process when whoever started it is gone, however that
// went: standard input is a pipe that nobody writes to.
func endWithParent() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(0)
}
