package guilty

import (
	"log"
	"syscall"

	"example.com/lab/kit"
)

func init() { kit.Add("threads-leak", kit.Scenario{Start: threadsLeak}) }

// Reads that Go's poller knows nothing of block a thread each.
func threadsLeak() {
	kit.Requests(3, readDevice)
}

func readDevice() {
	var ends [2]int
	if err := syscall.Pipe(ends[:]); err != nil {
		log.Fatal(err)
	}
	buffer := make([]byte, 1)
	_, _ = syscall.Read(ends[0], buffer) // THREADS LEAK HERE
}
