package guilty

import (
	"errors"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("abandoned-timeout", kit.Scenario{Start: abandonedTimeout, ProfilesOff: true}) }

// A caller gives up after a while; the answer that comes later finds nobody.
func abandonedTimeout() {
	kit.Requests(2, func() { _, _ = askWithin(50 * time.Millisecond) })
}

func askWithin(limit time.Duration) (string, error) {
	answers := make(chan string)
	go func() {
		answer := thinkSlowly()
		answers <- answer // ABANDONED TIMEOUT HERE
	}()
	select {
	case answer := <-answers:
		return answer, nil
	case <-time.After(limit):
		return "", errors.New("too slow")
	}
}

func thinkSlowly() string {
	time.Sleep(200 * time.Millisecond)
	return "42"
}
