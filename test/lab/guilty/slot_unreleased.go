package guilty

import (
	"errors"

	"example.com/lab/kit"
)

func init() { kit.Add("slot-unreleased", kit.Scenario{Start: slotUnreleased}) }

// A semaphore's slot is not given back where the work fails.
func slotUnreleased() {
	uploads := &uploader{slots: make(chan struct{}, 4)}
	for i := 0; i < 6; i++ {
		go func(i int) { _ = uploads.upload(i) }(i)
	}
}

type uploader struct{ slots chan struct{} }

func (u *uploader) upload(number int) error {
	u.slots <- struct{}{} // SLOT UNRELEASED HERE
	if number >= 0 {
		return errors.New("no route to host")
	}
	<-u.slots
	return nil
}
