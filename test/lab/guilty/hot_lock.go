package guilty

import (
	"sync"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("hot-lock", kit.Scenario{Start: hotLock}) }

// Eight workers share one lock, and each holds it for 20 ms.
func hotLock() {
	report := &sharedReport{}
	for i := 0; i < 8; i++ {
		go func() {
			for {
				report.add()
			}
		}()
	}
}

type sharedReport struct {
	mu    sync.Mutex
	lines int
}

func (r *sharedReport) add() {
	r.mu.Lock() // HOT LOCK WAIT HERE
	time.Sleep(20 * time.Millisecond)
	r.lines++
	r.mu.Unlock() // HOT LOCK HERE
}
