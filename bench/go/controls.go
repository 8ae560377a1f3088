package main

import (
	"encoding/json"
	"log"
	"net/http"
	"strconv"
	"syscall"
	"time"
)

// controls answers the benchmark: /measure, /gaps?on=1 and /gaps, and
// /turns?from=INDEX&wait=SECONDS.
func controls(carried *countingListener, turns *turns) http.Handler {
	gaps := &gapMeter{}
	mux := http.NewServeMux()
	mux.HandleFunc("/measure", func(w http.ResponseWriter, _ *http.Request) {
		tell(w, standing(carried.bytes.Load()))
	})
	mux.HandleFunc("/gaps", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("on") != "" {
			gaps.start()
			tell(w, nil)
			return
		}
		tell(w, gaps.stop())
	})
	mux.HandleFunc("/turns", func(w http.ResponseWriter, r *http.Request) {
		turns.next(time.Duration(number(r, "wait") * float64(time.Second)))
		begun, ended := turns.from(int(number(r, "from")))
		tell(w, map[string]any{"begun": begun, "ended": ended, "now": standing(carried.bytes.Load())})
	})
	return mux
}

func number(r *http.Request, name string) float64 {
	value, _ := strconv.ParseFloat(r.URL.Query().Get(name), 64)
	return value
}

func tell(w http.ResponseWriter, answer any) {
	_ = json.NewEncoder(w).Encode(answer)
}

// cpu is what this process has used so far, user and system.
func cpu() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		log.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
