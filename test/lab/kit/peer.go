package kit

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// peers are the other sides of connections, each in a process of its own, so
// that their goroutines are not in the profiles of the program that is watched.
var peers = map[string]func(address string, n int){
	"get":   getAgainAndAgain,
	"idle":  keepAlive,
	"mute":  connectAndIgnore,
	"ping":  pingSometimes,
	"serve": serveOthers,
}

// started keeps the pipes of all peers: one that is collected is closed, which ends its peer.
var started []*exec.Cmd

// Peer starts a peer that ends with this process and returns what it prints.
func Peer(role, address string, n int) io.Reader {
	program, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	command := exec.Command(program, "peer", role, address, strconv.Itoa(n))
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	if err != nil {
		log.Fatal(err)
	}
	if _, err := command.StdinPipe(); err != nil {
		log.Fatal(err)
	}
	if err := command.Start(); err != nil {
		log.Fatal(err)
	}
	started = append(started, command)
	return output
}

// PeerServer starts an HTTP server in another process and tells its URL. It
// answers at /, with 4 MiB at /big and after 200 ms at /slow.
func PeerServer() string {
	url, err := bufio.NewReader(Peer("serve", "-", 0)).ReadString('\n')
	if err != nil {
		log.Fatal(err)
	}
	return strings.TrimSpace(url)
}

// RunPeer is the main function of a peer. It ends when the program that started
// it does, which closes the pipe.
func RunPeer(role, address, n string) {
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	count, err := strconv.Atoi(n)
	if err != nil {
		log.Fatal(err)
	}
	peers[role](address, count)
	select {}
}

func serveOthers(string, int) {
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hello\n") })
	mux.HandleFunc("/big", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 4<<20)) })
	mux.HandleFunc("/slow", func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(200 * time.Millisecond)
		_, _ = io.WriteString(w, "done\n")
	})
	listener := Listen()
	fmt.Printf("http://%s/\n", listener.Addr())
	log.Fatal(http.Serve(listener, mux))
}

func getAgainAndAgain(url string, n int) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: n}}
	for i := 0; i < n; i++ {
		go func() {
			for {
				if response, err := client.Get(url); err == nil {
					_, _ = io.Copy(io.Discard, response.Body)
					response.Body.Close()
				}
				time.Sleep(50 * time.Millisecond)
			}
		}()
		time.Sleep(5 * time.Millisecond)
	}
}

func keepAlive(address string, n int) {
	for i := 0; i < n; i++ {
		conn := dial(address)
		fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: lab\r\n\r\n")
		go func() { _, _ = io.Copy(io.Discard, conn) }()
	}
}

func connectAndIgnore(address string, n int) {
	var kept []net.Conn
	for i := 0; i < n; i++ {
		kept = append(kept, dial(address))
	}
	time.Sleep(24 * time.Hour)
	_ = kept
}

func pingSometimes(address string, n int) {
	for i := 0; i < n; i++ {
		conn := dial(address)
		go func() {
			for {
				fmt.Fprintln(conn, "ping")
				time.Sleep(15 * time.Second)
			}
		}()
	}
}

func dial(address string) net.Conn {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		log.Fatal(err)
	}
	return conn
}
