package guilty

import (
	"runtime"
	"sync"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("busy-scheduler", kit.Scenario{Start: busyScheduler}) }

// One core gets a hundred tasks at once, so that the last waits for all others.
func busyScheduler() {
	runtime.GOMAXPROCS(1)
	kit.ServeMetrics()
	go func() {
		for {
			crunchAll(100)
			time.Sleep(30 * time.Millisecond)
		}
	}()
}

func crunchAll(tasks int) {
	var group sync.WaitGroup
	for i := 0; i < tasks; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for until := time.Now().Add(300 * time.Microsecond); time.Now().Before(until); {
			}
		}()
	}
	group.Wait()
}
