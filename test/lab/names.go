package main

import (
	"context"
	"flag"
	"runtime/pprof"
	"strings"
)

// hostileTexts is what a process can put into its labels to harm a terminal
// that prints them as they are.
var hostileTexts = []string{
	"\x1b[31mred\x1b[0m",
	"\x1b]0;new title\x07",
	"\x1b[2J\x1b[Hcleared",
	"two\nlines",
	"tab\tand return\rover",
	"東京タワー",
	"👩‍👩‍👧 family",
	"\u202eright to left",
	"e\u0301\u0300\u0302 marks",
	"\u009b31m one-byte control",
	"invalid \xff\xfe bytes",
	strings.Repeat("long ", 100),
}

// names fills profiles with names that are hard to show.
func names(*flag.FlagSet) func() {
	return func() {
		for _, text := range hostileTexts {
			go pprof.Do(context.Background(), pprof.Labels("value", text, text, "key"), waitLabelled)
		}
		go 待つ(make(chan int))
		go (&shelf[map[string][]int]{}).wait()
		go func() {
			func() {
				func() { <-make(chan int) }() // CLOSURE HERE
			}()
		}()
		pprof.NewProfile("\x1b[31mlab/<b>'profile'").Add(new(int), 0)
	}
}

func waitLabelled(context.Context) {
	<-make(chan int) // LABELLED HERE
}

func 待つ(何か chan int) {
	<-何か // WIDE HERE
}

type shelf[T any] struct{ values chan T }

func (s *shelf[T]) wait() T {
	return <-s.values // GENERIC HERE
}
