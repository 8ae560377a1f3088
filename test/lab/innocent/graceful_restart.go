package innocent

import (
	"log"
	"os"
	"syscall"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("graceful-restart", kit.Scenario{Start: gracefulRestart}) }

// A deployment: the process is replaced by a new one on the same port, with new workers.
func gracefulRestart() {
	startIdlePool(50)
	if os.Getenv("LAB_RESTARTED") != "" {
		return
	}
	time.AfterFunc(45*time.Second, func() {
		program, err := os.Executable()
		if err != nil {
			log.Fatal(err)
		}
		environment := append(os.Environ(), "LAB_RESTARTED=1")
		log.Fatal(syscall.Exec(program, []string{"lab", os.Args[1], "-addr", kit.Address}, environment))
	})
}
