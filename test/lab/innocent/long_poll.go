package innocent

import (
	"io"
	"net/http"
	"time"

	"example.com/lab/kit"
)

func init() {
	kit.Add("long-poll", kit.Scenario{Start: longPoll})
	kit.Add("event-stream", kit.Scenario{Start: eventStream})
}

// Two hundred clients ask for what is new and are answered after half a minute, news or not.
func longPoll() {
	news := make(chan string)
	url := kit.Serve(func(w http.ResponseWriter, r *http.Request) {
		select {
		case item := <-news:
			_, _ = io.WriteString(w, item)
		case <-time.After(30 * time.Second):
			w.WriteHeader(http.StatusNoContent)
		case <-r.Context().Done():
		}
	})
	kit.Peer("get", url, 200)
}

// Two hundred clients are sent an event now and then, on responses that never end.
func eventStream() {
	url := kit.Serve(func(w http.ResponseWriter, r *http.Request) {
		ticker := time.NewTicker(7 * time.Second)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				_, _ = io.WriteString(w, "data: still here\n\n")
				w.(http.Flusher).Flush()
			case <-r.Context().Done():
				return
			}
		}
	})
	kit.Peer("get", url, 200)
}
