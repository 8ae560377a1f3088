package innocent

import (
	"context"
	"math/rand"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("short-lived", kit.Scenario{Start: shortLived}) }

// A hundred requests a second, each with a timeout and two helpers that end with it.
func shortLived() {
	kit.Requests(100, func() {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		answers := make(chan int, 2)
		for i := 0; i < 2; i++ {
			go func(i int) {
				time.Sleep(time.Duration(rand.Intn(1500)) * time.Millisecond)
				answers <- i
			}(i)
		}
		select {
		case <-answers:
		case <-ctx.Done():
		}
	})
}
