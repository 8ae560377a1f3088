package guilty

import (
	"runtime/debug"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("gc-storm", kit.Scenario{Start: gcStorm}) }

// A memory limit just above what is live makes the collector run all the time.
func gcStorm() {
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(48 << 20)
	stormLive = make([]byte, 36<<20)
	go func() {
		for {
			stormWaste = make([]byte, 1<<20) // GC STORM HERE
			time.Sleep(25 * time.Millisecond)
		}
	}()
}

var stormLive, stormWaste []byte
