package innocent

import (
	"context"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("context-tree", kit.Scenario{Start: contextTree}) }

// A tree of contexts whose leaves wait to be cancelled; branches come and go.
func contextTree() {
	root, cancel := context.WithCancel(context.Background())
	cancelTree = cancel
	for i := 0; i < 20; i++ {
		go growBranch(root)
	}
}

var cancelTree func()

func growBranch(root context.Context) {
	for root.Err() == nil {
		branch, cancel := context.WithTimeout(root, 20*time.Second)
		for i := 0; i < 5; i++ {
			leaf, stop := context.WithCancel(branch)
			_ = stop
			go func() { <-leaf.Done() }()
		}
		<-branch.Done()
		cancel()
	}
}
