package guilty

import (
	"io"
	"log"
	"net"

	"example.com/lab/kit"
)

func init() { kit.Add("read-no-deadline", kit.Scenario{Start: silentPeer}) }

// An answer is waited for without a deadline, and the other side says nothing.
func silentPeer() {
	address := kit.Silent()
	for i := 0; i < 3; i++ {
		go func() { _, _ = askDevice(address) }()
	}
}

func askDevice(address string) (byte, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	_, _ = conn.Write([]byte("status\n"))
	answer := make([]byte, 1)
	_, err = io.ReadFull(conn, answer) // READ NO DEADLINE HERE
	return answer[0], err
}
