package guilty

import (
	"sync"

	"example.com/lab/kit"
)

func init() { kit.Add("cond-unsignalled", kit.Scenario{Start: condUnsignalled}) }

// A reply arrives before anybody waits for it, its signal is lost, and nobody looks whether it is there.
func condUnsignalled() {
	kit.Requests(3, func() {
		reply := &replySlot{}
		reply.arrived = sync.NewCond(&reply.mu)
		reply.put("done")
		go reply.take()
	})
}

type replySlot struct {
	mu      sync.Mutex
	arrived *sync.Cond
	value   string
}

func (r *replySlot) put(value string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.value = value
	r.arrived.Signal()
}

func (r *replySlot) take() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.arrived.Wait() // COND UNSIGNALLED HERE
	return r.value
}
