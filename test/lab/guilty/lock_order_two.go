package guilty

import (
	"sync"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("lock-order-two", kit.Scenario{Start: lockOrderTwo}) }

// Orders lock the stock, and the stock locks the orders.
func lockOrderTwo() {
	orders, stock := &orderBook{}, &stockRoom{}
	go orders.place(stock)
	go stock.restock(orders)
}

type orderBook struct {
	mu   sync.Mutex
	open int
}

type stockRoom struct {
	mu    sync.Mutex
	items int
}

//go:noinline
func (o *orderBook) place(stock *stockRoom) {
	o.mu.Lock()
	defer o.mu.Unlock()
	time.Sleep(50 * time.Millisecond)
	stock.take()
	o.open++
}

//go:noinline
func (s *stockRoom) take() {
	s.mu.Lock() // LOCK ORDER TWO STOCK HERE
	defer s.mu.Unlock()
	s.items--
}

//go:noinline
func (s *stockRoom) restock(orders *orderBook) {
	s.mu.Lock()
	defer s.mu.Unlock()
	time.Sleep(50 * time.Millisecond)
	s.items += orders.count()
}

//go:noinline
func (o *orderBook) count() int {
	o.mu.Lock() // LOCK ORDER TWO ORDERS HERE
	defer o.mu.Unlock()
	return o.open
}
