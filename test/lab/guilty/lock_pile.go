package guilty

import (
	"sync"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("lock-pile", kit.Scenario{Start: lockPile, ProfilesOff: true}) }

// Forty requests wait for a lock whose holder waits for a reply that never comes.
func lockPile() {
	gate := &paymentGate{replies: make(chan string)}
	for i := 0; i < 41; i++ {
		go gate.pay()
		time.Sleep(time.Millisecond)
	}
}

type paymentGate struct {
	mu      sync.Mutex
	replies chan string
}

func (g *paymentGate) pay() {
	g.mu.Lock() // LOCK PILE HERE
	defer g.mu.Unlock()
	<-g.replies // LOCK PILE HOLDER HERE
}
