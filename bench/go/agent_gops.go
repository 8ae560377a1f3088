//go:build gops

package main

import (
	"log"

	"github.com/google/gops/agent"
)

// startAgent lets gops ask this process.
func startAgent() {
	if err := agent.Listen(agent.Options{}); err != nil {
		log.Fatal(err)
	}
}
