package guilty

import (
	"net/http"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("handler-sleeps", kit.Scenario{Start: handlerSleeps}) }

// A handler waits for a job by sleeping, whether or not its client is still there.
func handlerSleeps() {
	url := kit.Serve(func(w http.ResponseWriter, _ *http.Request) { waitForJob(w) })
	kit.Peer("get", url, 5)
}

func waitForJob(w http.ResponseWriter) {
	time.Sleep(10 * time.Minute) // HANDLER SLEEPS HERE
	_, _ = w.Write([]byte("done"))
}
