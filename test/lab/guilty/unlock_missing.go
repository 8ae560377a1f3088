package guilty

import (
	"errors"
	"sync"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("unlock-missing", kit.Scenario{Start: unlockMissing, ProfilesOff: true}) }

// A debit that fails returns without giving its lock back; the holder is long gone when the others wait.
func unlockMissing() {
	purse := &wallet{cents: 500}
	kit.Requests(5, func() { _ = purse.pay(100) })
}

type wallet struct {
	mu    sync.Mutex
	cents int
}

var errTooPoor = errors.New("too poor")

func (w *wallet) pay(cents int) error {
	w.mu.Lock() // UNLOCK MISSING HERE
	if w.cents < cents {
		return errTooPoor
	}
	time.Sleep(time.Millisecond)
	w.cents -= cents
	w.mu.Unlock()
	return nil
}
