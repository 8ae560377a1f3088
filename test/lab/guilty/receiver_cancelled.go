package guilty

import (
	"context"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("receiver-cancelled", kit.Scenario{Start: receiverCancelled}) }

// The receiver leaves when its context ends; the producer knows nothing of that context.
func receiverCancelled() {
	ctx, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
	_ = cancel
	prices := make(chan int)
	go producePrices(prices)
	go consumePrices(ctx, prices)
}

func producePrices(prices chan<- int) {
	for price := 0; ; price++ {
		time.Sleep(10 * time.Millisecond)
		prices <- price // RECEIVER CANCELLED HERE
	}
}

func consumePrices(ctx context.Context, prices <-chan int) {
	for {
		select {
		case <-prices:
		case <-ctx.Done():
			return
		}
	}
}
