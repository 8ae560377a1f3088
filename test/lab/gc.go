package main

import "flag"

type node struct {
	next    *node
	payload [48]byte
}

// live keeps the collector busy with what it has to mark.
var live []*node

// collect allocates as fast as it can beside a live heap full of pointers, so
// that collections take time and never stop.
func collect(flags *flag.FlagSet) func() {
	megabytes := flags.Int("live", 32, "live heap in MiB")
	return func() {
		const nodeBytes = 64
		live = make([]*node, *megabytes<<20/nodeBytes)
		for i := range live {
			live[i] = &node{}
		}
		go churn()
	}
}

func churn() {
	for i := 0; ; i = (i + 1) % len(live) {
		live[i] = &node{next: live[(i+7)%len(live)].next} // ALLOCATION HERE
	}
}
