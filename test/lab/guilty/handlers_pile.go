package guilty

import (
	"net/http"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("handlers-pile", kit.Scenario{Start: handlersPile}) }

// Every handler asks one dependency that answers twice a second.
func handlersPile() {
	questions := make(chan chan string)
	go func() {
		for answers := range questions {
			time.Sleep(500 * time.Millisecond)
			answers <- "yes"
		}
	}()
	url := kit.Serve(func(w http.ResponseWriter, _ *http.Request) { answerPage(w, questions) })
	kit.Peer("get", url, 150)
}

func answerPage(w http.ResponseWriter, questions chan<- chan string) {
	answers := make(chan string)
	questions <- answers // HANDLERS PILE HERE
	_, _ = w.Write([]byte(<-answers))
}
