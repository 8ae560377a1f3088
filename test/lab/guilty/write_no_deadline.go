package guilty

import (
	"log"
	"net"

	"example.com/lab/kit"
)

func init() { kit.Add("write-no-deadline", kit.Scenario{Start: stuckPeer}) }

// A reader that stopped reading holds whoever writes to it.
func stuckPeer() {
	address := kit.Silent()
	for i := 0; i < 3; i++ {
		go streamTo(address)
	}
}

func streamTo(address string) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	page := make([]byte, 1<<20)
	for err == nil {
		_, err = conn.Write(page) // WRITE NO DEADLINE HERE
	}
}
