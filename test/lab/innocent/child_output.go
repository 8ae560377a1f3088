package innocent

import (
	"bufio"

	"example.com/lab/kit"
)

func init() { kit.Add("child-output", kit.Scenario{Start: childOutput}) }

// The output of three child processes is read line by line; they rarely say anything.
func childOutput() {
	address := kit.Silent()
	for i := 0; i < 3; i++ {
		lines := bufio.NewScanner(kit.Peer("mute", address, 1))
		go func() {
			for lines.Scan() {
				_ = lines.Text()
			}
		}()
	}
}
