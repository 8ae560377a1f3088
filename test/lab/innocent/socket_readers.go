package innocent

import (
	"bufio"
	"log"
	"time"

	"example.com/lab/kit"
)

func init() { kit.Add("socket-readers", kit.Scenario{Start: startChat}) }

// A hundred chat connections, each read by its own goroutine under a deadline that every ping of the client extends.
func startChat() {
	listener := kit.Listen()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				log.Fatal(err)
			}
			go func() {
				defer conn.Close()
				lines := bufio.NewScanner(conn)
				for {
					_ = conn.SetReadDeadline(time.Now().Add(40 * time.Second))
					if !lines.Scan() {
						return
					}
				}
			}()
		}
	}()
	kit.Peer("ping", listener.Addr().String(), 100)
}
