package guilty

import (
	"errors"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("retries-pile", kit.Scenario{Start: retriesPile}) }

// Calls that fail are tried again after ever longer sleeps, and new ones keep coming.
func retriesPile() {
	kit.Requests(4, func() { retry(func() error { return errors.New("connection refused") }) })
}

func retry(call func() error) {
	for pause := time.Second; call() != nil; pause *= 2 {
		time.Sleep(pause) // RETRIES PILE HERE
	}
}
