package guilty

import (
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("pool-self-wait", kit.Scenario{Start: poolSelfWait}) }

// All workers of a pool hand work to the pool and wait for a worker to take it.
func poolSelfWait() {
	pool := &jobPool{jobs: make(chan func())}
	for i := 0; i < 4; i++ {
		go pool.work()
	}
	for i := 0; i < 4; i++ {
		go pool.run(func() {
			time.Sleep(100 * time.Millisecond)
			pool.run(func() {})
		})
	}
}

type jobPool struct{ jobs chan func() }

func (p *jobPool) work() {
	for job := range p.jobs {
		job()
	}
}

func (p *jobPool) run(job func()) {
	p.jobs <- job // POOL SELF WAIT HERE
}
