package guilty

import (
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("first-of-many", kit.Scenario{Start: firstOfMany}) }

// Three replicas are asked, the first answer is taken, two senders stay behind.
func firstOfMany() {
	kit.Requests(2, func() { _ = fastest("a", "b", "c") })
}

func fastest(replicas ...string) string {
	answers := make(chan string)
	for _, replica := range replicas {
		go func(replica string) {
			time.Sleep(time.Duration(len(replica)) * 10 * time.Millisecond)
			answers <- replica // FIRST OF MANY HERE
		}(replica)
	}
	return <-answers
}
