package guilty

import "example.com/lab/kit"

func init() { kit.Add("nil-channel", kit.Scenario{Start: nilChannel}) }

// A channel that was never made is waited for.
func nilChannel() {
	worker := &reporter{}
	go worker.run()
}

type reporter struct{ reports chan string }

func (r *reporter) run() {
	for {
		_ = <-r.reports // NIL CHANNEL HERE
	}
}
