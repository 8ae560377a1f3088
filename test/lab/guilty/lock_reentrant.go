package guilty

import (
	"sync"

	"example.com/lab/kit"
)

func init() { kit.Add("lock-reentrant", kit.Scenario{Start: lockReentrant}) }

// A method that holds the lock calls another that takes it.
func lockReentrant() {
	store := &settingsStore{values: map[string]string{}}
	go store.reload()
}

type settingsStore struct {
	mu     sync.Mutex
	values map[string]string
}

//go:noinline
func (s *settingsStore) reload() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.set("colour", "blue")
}

//go:noinline
func (s *settingsStore) set(key, value string) {
	s.mu.Lock() // LOCK REENTRANT HERE
	defer s.mu.Unlock()
	s.values[key] = value
}
