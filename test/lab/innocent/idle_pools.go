package innocent

import "example.com/lab/kit"

func init() {
	kit.Add("idle-pool-1", kit.Scenario{Start: func() { startIdlePool(1) }})
	kit.Add("idle-pool-10", kit.Scenario{Start: func() { startIdlePool(10) }})
	kit.Add("idle-pool-1000", kit.Scenario{Start: func() { startIdlePool(1000) }})
}

// Workers that have had nothing to do since the start.
func startIdlePool(workers int) {
	for i := 0; i < workers; i++ {
		go idleWorker()
	}
}

var idleJobs = make(chan func())

func idleWorker() {
	for job := range idleJobs {
		job()
	}
}
