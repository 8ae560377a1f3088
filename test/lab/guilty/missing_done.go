package guilty

import (
	"errors"
	"sync"

	"example.com/lab/kit"
)

func init() { kit.Add("missing-done", kit.Scenario{Start: missingDone}) }

// A task that fails returns without Done, and whoever waits for the group waits forever.
func missingDone() {
	kit.Requests(3, func() { runTasks(2) })
}

func runTasks(tasks int) {
	var group sync.WaitGroup
	for i := 0; i < tasks; i++ {
		group.Add(1)
		go runTask(&group, i)
	}
	group.Wait() // MISSING DONE HERE
}

func runTask(group *sync.WaitGroup, number int) {
	if err := attempt(number); err != nil {
		return
	}
	group.Done()
}

func attempt(number int) error {
	if number > 0 {
		return errors.New("no such task")
	}
	return nil
}
