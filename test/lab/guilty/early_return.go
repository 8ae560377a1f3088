package guilty

import (
	"errors"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("early-return", kit.Scenario{Start: earlyReturn}) }

// An order that is turned down returns before it receives the price it asked for.
func earlyReturn() {
	kit.Requests(3, func() { _, _ = order(false) })
}

func order(inStock bool) (int, error) {
	price := make(chan int)
	go quote(price)
	if !inStock {
		return 0, errors.New("sold out")
	}
	return <-price, nil
}

func quote(price chan<- int) {
	time.Sleep(20 * time.Millisecond)
	price <- 7 // EARLY RETURN HERE
}
