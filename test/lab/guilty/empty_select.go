package guilty

import (
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("empty-select", kit.Scenario{Start: emptySelect}) }

// A worker that has nothing more to do blocks instead of returning.
func emptySelect() {
	for i := 0; i < 3; i++ {
		go migrate(i)
	}
}

func migrate(part int) {
	time.Sleep(time.Duration(part) * 10 * time.Millisecond)
	select {} // EMPTY SELECT HERE
}
