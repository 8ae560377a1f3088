package guilty

import (
	"errors"
	"io"

	"example.com/lab/kit"
)

func init() { kit.Add("pipe-unread", kit.Scenario{Start: pipeUnread}) }

// The reader of an io.Pipe gives up without closing it, and the writer stays in its write.
func pipeUnread() {
	kit.Requests(2, func() { _ = export() })
}

func export() error {
	reader, writer := io.Pipe()
	go func() {
		_, _ = writer.Write([]byte("a,b,c\n")) // PIPE UNREAD HERE
		writer.Close()
	}()
	return send(reader)
}

func send(io.Reader) error { return errors.New("no route to host") }
