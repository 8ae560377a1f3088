package innocent

import (
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("warm-up", kit.Scenario{Start: warmUp}) }

// Three hundred connections to partners open one after the other for half a minute, and then stay.
func warmUp() {
	go func() {
		for i := 0; i < 300; i++ {
			inbox := make(chan string)
			partners = append(partners, inbox)
			go partner(inbox)
			time.Sleep(100 * time.Millisecond)
		}
	}()
}

var partners []chan string

func partner(inbox <-chan string) {
	for message := range inbox {
		_ = message
	}
}
