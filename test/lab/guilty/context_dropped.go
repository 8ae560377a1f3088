package guilty

import (
	"context"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("context-dropped", kit.Scenario{Start: contextDropped}) }

// The request's context ends, but what waits on its behalf was given another one.
func contextDropped() {
	kit.Requests(3, func() {
		ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
		defer cancel()
		followOrder(ctx)
	})
}

func followOrder(ctx context.Context) {
	go awaitShipping(context.Background(), make(chan string))
	<-ctx.Done()
}

func awaitShipping(ctx context.Context, shipped <-chan string) {
	background, cancel := context.WithCancel(ctx)
	defer cancel()
	select { // CONTEXT DROPPED HERE
	case <-background.Done():
	case <-shipped:
	}
}
