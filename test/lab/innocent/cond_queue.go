package innocent

import (
	"sync"

	"example.com/lab/kit"
)

func init() { kit.Add("cond-queue", kit.Scenario{Start: condQueue}) }

// Sixteen workers wait on a condition variable for work that has not come yet.
func condQueue() {
	for i := 0; i < 16; i++ {
		go jobs.take()
	}
}

var jobs = newJobQueue()

type jobQueue struct {
	mu      sync.Mutex
	arrived *sync.Cond
	waiting []func()
}

func newJobQueue() *jobQueue {
	queue := &jobQueue{}
	queue.arrived = sync.NewCond(&queue.mu)
	return queue
}

func (q *jobQueue) take() func() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.waiting) == 0 {
		q.arrived.Wait()
	}
	job := q.waiting[0]
	q.waiting = q.waiting[1:]
	return job
}
