package guilty

import (
	"sync"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("rlock-twice", kit.Scenario{Start: rlockTwice}) }

// A reader reads again while a writer waits: the writer waits for the reader, and the reader for the writer.
func rlockTwice() {
	routes := &routeTable{}
	go routes.describe()
	go routes.replace()
}

type routeTable struct {
	mu     sync.RWMutex
	routes []string
}

//go:noinline
func (r *routeTable) describe() int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	time.Sleep(100 * time.Millisecond)
	return r.count()
}

//go:noinline
func (r *routeTable) count() int {
	r.mu.RLock() // RLOCK TWICE READER HERE
	defer r.mu.RUnlock()
	return len(r.routes)
}

//go:noinline
func (r *routeTable) replace() {
	time.Sleep(50 * time.Millisecond)
	r.mu.Lock() // RLOCK TWICE WRITER HERE
	defer r.mu.Unlock()
	r.routes = nil
}
