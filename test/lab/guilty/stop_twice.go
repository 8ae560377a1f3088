package guilty

import "example.com/lab/kit"

func init() { kit.Add("stop-twice", kit.Scenario{Start: stopTwice}) }

// Stop sends where it should close, so that the second one waits for a receiver that is gone.
func stopTwice() {
	agent := &stoppable{stop: make(chan struct{})}
	go agent.run()
	agent.Stop()
	go agent.Stop()
}

type stoppable struct{ stop chan struct{} }

func (s *stoppable) run() { <-s.stop }

func (s *stoppable) Stop() {
	s.stop <- struct{}{} // STOP TWICE HERE
}
