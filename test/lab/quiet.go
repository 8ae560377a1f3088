package main

import "flag"

// quiet does nothing at all.
func quiet(*flag.FlagSet) func() {
	return func() {}
}
