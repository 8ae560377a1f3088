package guilty

import (
	"io"
	"net/http"
	"sync"

	"example.com/lab/kit"
)

func init() { kit.Add("lock-over-io", kit.Scenario{Start: lockOverIO}) }

// A cache asks its origin while it holds the lock that every reader needs.
func lockOverIO() {
	cache := &pageCache{origin: kit.PeerServer() + "slow"}
	for i := 0; i < 12; i++ {
		go func() {
			for {
				cache.page()
			}
		}()
	}
}

type pageCache struct {
	mu     sync.Mutex
	origin string
	body   []byte
}

func (c *pageCache) page() {
	c.mu.Lock() // LOCK OVER IO WAIT HERE
	if response, err := http.Get(c.origin); err == nil {
		c.body, _ = io.ReadAll(response.Body)
		response.Body.Close()
	}
	c.mu.Unlock() // LOCK OVER IO HERE
}
