package guilty

import (
	"io"
	"net/http"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("http-pool-exhausted", kit.Scenario{Start: httpPoolExhausted}) }

// Two connections to a slow host serve twenty-five callers.
func httpPoolExhausted() {
	client := &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxConnsPerHost: 2}}
	url := kit.PeerServer() + "slow"
	for i := 0; i < 25; i++ {
		go func() {
			for {
				readPage(client, url)
			}
		}()
	}
}

func readPage(client *http.Client, url string) {
	response, err := client.Get(url) // HTTP POOL EXHAUSTED HERE
	if err != nil {
		return
	}
	_, _ = io.Copy(io.Discard, response.Body)
	response.Body.Close()
}
