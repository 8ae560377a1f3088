package guilty

import (
	"sync"

	"example.com/lab/kit"
)

func init() { kit.Add("group-child-stuck", kit.Scenario{Start: groupChildStuck}) }

// A group of tasks waits for all of its children, and one of them waits for a reply that nobody sends.
func groupChildStuck() {
	kit.Requests(2, checkOut)
}

type taskGroup struct{ waits sync.WaitGroup }

func (g *taskGroup) Go(task func()) {
	g.waits.Add(1)
	go func() {
		defer g.waits.Done()
		task()
	}()
}

func (g *taskGroup) Wait() {
	g.waits.Wait() // GROUP CHILD STUCK PARENT HERE
}

func checkOut() {
	var group taskGroup
	approved := make(chan bool)
	group.Go(func() {})
	group.Go(func() {
		<-approved // GROUP CHILD STUCK HERE
	})
	group.Wait()
}
