package main

import (
	"bufio"
	"io"
	"log"
	"net/http"
	"time"
)

// like asks the target at address the way a monitor does that is not here, by
// what its own source says of when it asks for what. It reads the answers line
// by line and draws nothing.
func like(name, address string) {
	dump := "http://" + address + "/debug/pprof/goroutine?debug=2"
	switch name {
	case "roumon":
		likeRoumon(dump)
	case "grmon":
		likeGrmon(dump)
	default:
		log.Fatalf("nothing is known of %s", name)
	}
}

// likeRoumon: a dump each second; a tick that comes while one is read is not
// made up for. It ends when the target does not answer.
func likeRoumon(dump string) {
	ticker := time.NewTicker(time.Second)
	for {
		if err := read(http.DefaultClient, dump); err != nil {
			log.Fatal(err)
		}
		<-ticker.C
	}
}

// likeGrmon: looks every half second whether the last dump is five seconds old,
// whole seconds counting. One that takes more than ten is given up, and asked
// for again at once.
func likeGrmon(dump string) {
	client := &http.Client{Timeout: 10 * time.Second}
	var refreshed time.Time
	for {
		if int(time.Since(refreshed).Seconds()) >= 5 {
			if read(client, dump) == nil {
				refreshed = time.Now()
			}
		}
		time.Sleep(500 * time.Millisecond)
	}
}

func read(client *http.Client, url string) error {
	response, err := client.Get(url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() {
	}
	if err := lines.Err(); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, response.Body)
	return err
}
