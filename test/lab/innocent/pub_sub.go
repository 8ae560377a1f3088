package innocent

import "example.com/lab/kit"

func init() { kit.Add("pub-sub", kit.Scenario{Start: pubSub}) }

// Sixty subscribers wait for messages that come every few hours.
func pubSub() {
	for i := 0; i < 60; i++ {
		inbox := make(chan string, 8)
		broker = append(broker, inbox)
		go subscriber(inbox)
	}
}

var broker []chan string

func subscriber(inbox <-chan string) {
	for message := range inbox {
		_ = message
	}
}
