package guilty

import "example.com/lab/kit"

func init() { kit.Add("heap-limit", kit.Scenario{Start: heapLimit}) }

// More is kept than the service may use.
func heapLimit() {
	for i := 0; i < 96; i++ {
		kept = append(kept, make([]byte, 1<<20)) // HEAP LIMIT HERE
	}
}

var kept [][]byte
