package guilty

import (
	"sync"
	"sync/atomic"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("contention-spike", kit.Scenario{Start: contentionSpike}) }

// A lock that used to be cheap is held ten times as long from one moment on.
func contentionSpike() {
	index := &searchIndex{}
	index.holdMicroseconds = 500
	time.AfterFunc(85*time.Second, func() { atomic.StoreInt64(&index.holdMicroseconds, 20_000) })
	for i := 0; i < 3; i++ {
		go func() {
			for {
				index.update()
				time.Sleep(20 * time.Millisecond)
			}
		}()
	}
}

type searchIndex struct {
	mu               sync.Mutex
	holdMicroseconds int64
}

func (s *searchIndex) update() {
	s.mu.Lock() // CONTENTION SPIKE WAIT HERE
	time.Sleep(time.Duration(atomic.LoadInt64(&s.holdMicroseconds)) * time.Microsecond)
	s.mu.Unlock() // CONTENTION SPIKE HERE
}
