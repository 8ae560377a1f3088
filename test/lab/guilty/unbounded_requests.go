package guilty

import (
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("unbounded-requests", kit.Scenario{Start: unboundedRequests}) }

// Eight requests a second arrive, four a second are finished, and nobody turns any away.
func unboundedRequests() {
	slots := make(chan struct{}, 2)
	kit.Requests(8, func() { renderPage(slots) })
}

func renderPage(slots chan struct{}) {
	slots <- struct{}{} // UNBOUNDED REQUESTS HERE
	defer func() { <-slots }()
	time.Sleep(500 * time.Millisecond)
}
