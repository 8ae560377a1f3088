package main

import (
	"encoding/json"
	"net/http"
	"syscall"
	"time"
)

// serveCPU tells the seconds of CPU this process has used, user and system.
func serveCPU(w http.ResponseWriter, _ *http.Request) {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	used := time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	_ = json.NewEncoder(w).Encode(map[string]float64{"seconds": used.Seconds()})
}
