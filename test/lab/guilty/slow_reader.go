package guilty

import (
	"sync"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("slow-reader", kit.Scenario{Start: slowReader}) }

// A backup reads for two seconds; the writer waits for it, and every other reader for the writer.
func slowReader() {
	table := &sharedTable{}
	go func() {
		for {
			table.backUp()
			time.Sleep(100 * time.Millisecond)
		}
	}()
	go func() {
		for {
			table.write()
			time.Sleep(100 * time.Millisecond)
		}
	}()
	for i := 0; i < 10; i++ {
		go func() {
			for {
				table.read()
				time.Sleep(10 * time.Millisecond)
			}
		}()
	}
}

type sharedTable struct {
	mu   sync.RWMutex
	rows int
}

func (t *sharedTable) backUp() {
	t.mu.RLock()
	time.Sleep(2 * time.Second)
	t.mu.RUnlock() // SLOW READER HERE
}

func (t *sharedTable) write() {
	t.mu.Lock() // SLOW READER WRITER HERE
	t.rows++
	t.mu.Unlock() // SLOW READER WRITTEN HERE
}

func (t *sharedTable) read() {
	t.mu.RLock() // SLOW READER WAIT HERE
	_ = t.rows
	t.mu.RUnlock()
}
