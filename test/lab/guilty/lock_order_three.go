package guilty

import (
	"sync"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("lock-order-three", kit.Scenario{Start: lockOrderThree}) }

// Accounts are locked in the order of the transfer, and three transfers make a circle.
func lockOrderThree() {
	accounts := []*account{{}, {}, {}}
	for i := range accounts {
		go transfer(accounts[i], accounts[(i+1)%len(accounts)])
	}
}

type account struct {
	owner   string
	mu      sync.Mutex
	balance int
}

func transfer(from, to *account) {
	from.mu.Lock()
	defer from.mu.Unlock()
	time.Sleep(50 * time.Millisecond)
	to.mu.Lock() // LOCK ORDER THREE HERE
	defer to.mu.Unlock()
	from.balance--
	to.balance++
}
