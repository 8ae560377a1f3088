package innocent

import "example.com/lab/kit"

func init() { kit.Add("queue-consumer", kit.Scenario{Start: queueConsumer}) }

// Twelve consumers wait for hours on a queue, with a way to be stopped.
func queueConsumer() {
	for i := 0; i < 12; i++ {
		go consume()
	}
}

var (
	queue    = make(chan string)
	shutdown = make(chan struct{})
)

func consume() {
	for {
		select {
		case message := <-queue:
			_ = message
		case <-shutdown:
			return
		}
	}
}
