package guilty

import (
	"sync/atomic"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("ticker-unstopped", kit.Scenario{Start: tickerUnstopped}) }

// Every session starts a heartbeat on a ticker that nobody ever stops.
func tickerUnstopped() {
	kit.Requests(3, openSession)
}

var beats int64

func openSession() {
	ticker := time.NewTicker(2 * time.Second)
	go func() {
		for range ticker.C { // TICKER UNSTOPPED HERE
			atomic.AddInt64(&beats, 1)
		}
	}()
}
