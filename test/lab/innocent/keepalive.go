package innocent

import (
	"io"
	"net/http"
	"sync"

	"example.com/lab/kit"
)

func init() {
	kit.Add("keepalive-server", kit.Scenario{Start: keepaliveServer})
	kit.Add("keepalive-client", kit.Scenario{Start: keepaliveClient})
}

// Three hundred clients keep their connections open between requests.
func keepaliveServer() {
	url := kit.Serve(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hello\n") })
	kit.Peer("idle", url[len("http://"):len(url)-1], 300)
}

// A client that had a busy minute keeps a hundred connections to its backend.
func keepaliveClient() {
	const connections = 100
	url := kit.PeerServer()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections}}
	var group sync.WaitGroup
	for i := 0; i < connections; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			if response, err := client.Get(url + "slow"); err == nil {
				_, _ = io.Copy(io.Discard, response.Body)
				response.Body.Close()
			}
		}()
	}
	group.Wait()
}
