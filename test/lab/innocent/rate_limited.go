package innocent

import (
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("rate-limited", kit.Scenario{Start: rateLimited}) }

// Fifteen producers share twenty tokens a second and wait for them most of the time.
func rateLimited() {
	tokens := make(chan struct{}, 5)
	go func() {
		for range time.Tick(50 * time.Millisecond) {
			select {
			case tokens <- struct{}{}:
			default:
			}
		}
	}()
	for i := 0; i < 15; i++ {
		go func() {
			for {
				<-tokens
			}
		}()
	}
}
