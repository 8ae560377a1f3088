package guilty

import (
	"net/http"

	"example.com/lab/kit"
)

func init() { kit.Add("get-unanswered", kit.Scenario{Start: getUnanswered}) }

// http.Get has no timeout, and this server never answers.
func getUnanswered() {
	url := "http://" + kit.Silent() + "/"
	for i := 0; i < 3; i++ {
		go func() { _ = fetchRates(url) }()
	}
}

func fetchRates(url string) error {
	response, err := http.Get(url) // GET UNANSWERED HERE
	if err != nil {
		return err
	}
	return response.Body.Close()
}
