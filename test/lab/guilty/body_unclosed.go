package guilty

import (
	"net/http"

	"example.com/lab/kit"
)

func init() { kit.Add("body-unclosed", kit.Scenario{Start: bodyUnclosed}) }

// The body of a response is neither read nor closed, so its connection and two goroutines stay.
func bodyUnclosed() {
	url := kit.PeerServer() + "big"
	kit.Requests(3, func() { _ = isUp(url) })
}

func isUp(url string) bool {
	response, err := http.Get(url)
	return err == nil && response.StatusCode == http.StatusOK
}
