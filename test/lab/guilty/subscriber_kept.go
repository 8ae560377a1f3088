package guilty

import (
	"sync"

	"example.com/lab/kit"
)

func init() { kit.Add("subscriber-kept", kit.Scenario{Start: subscriberKept}) }

// Connections subscribe and never unsubscribe, so that the hub keeps their readers for ever.
func subscriberKept() {
	hub := &eventHub{}
	keptHub = hub
	kit.Requests(3, func() { handleConnection(hub) })
}

// The hub is a global, as such things are: the runtime cannot tell its subscribers from live ones.
var keptHub *eventHub

type eventHub struct {
	mu          sync.Mutex
	subscribers []chan string
}

func (h *eventHub) subscribe() <-chan string {
	h.mu.Lock()
	defer h.mu.Unlock()
	events := make(chan string, 1)
	h.subscribers = append(h.subscribers, events)
	return events
}

func handleConnection(hub *eventHub) {
	events := hub.subscribe()
	go func() {
		for event := range events { // SUBSCRIBER KEPT HERE
			_ = event
		}
	}()
}
