package guilty

import (
	"runtime"
	"runtime/debug"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("gc-cpu", kit.Scenario{Start: gcCPU}) }

// A large heap full of pointers is marked again and again for a little waste.
func gcCPU() {
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(4)
	linked = make([]*link, 400_000)
	for i := range linked {
		linked[i] = &link{}
	}
	go func() {
		for i := 0; ; i++ {
			at := i % len(linked)
			linked[at] = &link{next: linked[(at+7)%len(linked)].next} // GC CPU HERE
			if i%8000 == 0 {
				time.Sleep(10 * time.Millisecond)
			}
		}
	}()
}

type link struct {
	next    *link
	payload [56]byte
}

var linked []*link
