package guilty

import (
	"sync"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("lock-over-reply", kit.Scenario{Start: lockOverReply}) }

// A lock is held while another goroutine is asked and answers: slow, but nobody is stuck.
func lockOverReply() {
	client := &replyClient{questions: make(chan chan string)}
	go func() {
		for answers := range client.questions {
			time.Sleep(100 * time.Millisecond)
			answers <- "yes"
		}
	}()
	for i := 0; i < 8; i++ {
		go func() {
			for {
				client.ask()
			}
		}()
	}
}

type replyClient struct {
	mu        sync.Mutex
	questions chan chan string
	last      string
}

func (c *replyClient) ask() {
	answers := make(chan string)
	c.mu.Lock() // LOCK OVER REPLY WAIT HERE
	c.questions <- answers
	c.last = <-answers
	c.mu.Unlock() // LOCK OVER REPLY HERE
}
