package guilty

import (
	"sync"

	"example.com/lab/kit"
)

func init() { kit.Add("rlock-upgrade", kit.Scenario{Start: rlockUpgrade}) }

// A reader that finds nothing takes the writer's lock while it still holds its own.
func rlockUpgrade() {
	users := &userCache{names: map[int]string{}}
	go users.name(7)
}

type userCache struct {
	mu    sync.RWMutex
	names map[int]string
}

//go:noinline
func (u *userCache) name(id int) string {
	u.mu.RLock()
	defer u.mu.RUnlock()
	if name, known := u.names[id]; known {
		return name
	}
	return u.load(id)
}

//go:noinline
func (u *userCache) load(id int) string {
	u.mu.Lock() // RLOCK UPGRADE HERE
	defer u.mu.Unlock()
	u.names[id] = "somebody"
	return u.names[id]
}
