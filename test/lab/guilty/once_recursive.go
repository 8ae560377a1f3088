package guilty

import (
	"sync"

	"example.com/lab/kit"
)

func init() { kit.Add("once-recursive", kit.Scenario{Start: onceRecursive}) }

// What is set up once asks for itself while it is being set up.
func onceRecursive() {
	go loadConfig()
}

var (
	configOnce sync.Once
	config     map[string]string
)

func loadConfig() map[string]string {
	configOnce.Do(readConfig) // ONCE RECURSIVE HERE
	return config
}

func readConfig() {
	config = map[string]string{"level": logLevel()}
}

func logLevel() string {
	return loadConfig()["level"]
}
