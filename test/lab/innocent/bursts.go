package innocent

import (
	"math/rand"
	"sync"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("bursts", kit.Scenario{Start: bursts}) }

// Every few seconds a batch of some hundred tasks is worked off.
func bursts() {
	go func() {
		for {
			workOff(300 + rand.Intn(300))
			time.Sleep(time.Duration(1+rand.Intn(4)) * time.Second)
		}
	}()
}

func workOff(tasks int) {
	var group sync.WaitGroup
	for i := 0; i < tasks; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			time.Sleep(time.Duration(rand.Intn(2000)) * time.Millisecond)
		}()
	}
	group.Wait()
}
