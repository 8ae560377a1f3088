package kit

import (
	"log"
	"net"
	"net/http"
)

// Listen opens a port on loopback.
func Listen() net.Listener {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	return listener
}

// Silent accepts connections and never says or reads a byte. It tells its address.
func Silent() string {
	listener := Listen()
	go func() {
		var kept []net.Conn
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			kept = append(kept, conn)
		}
	}()
	return listener.Addr().String()
}

// Serve answers HTTP on a port of its own and tells its URL.
func Serve(handler http.HandlerFunc) string {
	listener := Listen()
	go func() { log.Fatal(http.Serve(listener, handler)) }()
	return "http://" + listener.Addr().String() + "/"
}
