package guilty

import (
	"sync"

	"example.com/lab/kit"
)

func init() { kit.Add("send-under-lock", kit.Scenario{Start: sendUnderLock}) }

// A hub sends under its lock to a full queue whose reader needs the same lock.
func sendUnderLock() {
	hub := &messageHub{queue: make(chan string, 4)}
	go hub.deliver()
	go func() {
		for {
			hub.publish("news")
		}
	}()
}

type messageHub struct {
	mu    sync.Mutex
	queue chan string
	sent  int
	read  int
}

func (h *messageHub) publish(message string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.queue <- message // SEND UNDER LOCK SEND HERE
	h.sent++
}

func (h *messageHub) deliver() {
	for range h.queue {
		h.mu.Lock() // SEND UNDER LOCK WAIT HERE
		h.read++
		h.mu.Unlock()
	}
}
