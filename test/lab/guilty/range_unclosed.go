package guilty

import "example.com/lab/kit"

func init() { kit.Add("range-unclosed", kit.Scenario{Start: rangeUnclosed}) }

// Every import starts a worker for its rows and never closes the channel it reads from.
func rangeUnclosed() {
	kit.Requests(3, func() { importRows([]string{"one", "two"}) })
}

func importRows(rows []string) {
	lines := make(chan string, len(rows))
	go storeLines(lines)
	for _, row := range rows {
		lines <- row
	}
}

func storeLines(lines <-chan string) {
	stored := 0
	for range lines { // RANGE UNCLOSED HERE
		stored++
	}
}
