// Package kit is what the lab's scenarios share.
package kit

import (
	"sort"
	"time"
)

// Scenario is one program of the lab.
type Scenario struct {
	// Start sets the trouble going and returns.
	Start func()
	// ProfilesOff leaves the block and mutex profiles off.
	ProfilesOff bool
	// MainWaits has main wait in an empty select, as many programs do.
	MainWaits bool
}

var scenarios = map[string]Scenario{}

// Address is where this process serves pprof; set before a scenario starts.
var Address string

// Add makes a scenario known by its name.
func Add(name string, scenario Scenario) {
	if _, known := scenarios[name]; known {
		panic("two scenarios are called " + name)
	}
	scenarios[name] = scenario
}

// Find tells the scenario of a name.
func Find(name string) (Scenario, bool) {
	scenario, known := scenarios[name]
	return scenario, known
}

// Names lists the scenarios in alphabetical order.
func Names() []string {
	var names []string
	for name := range scenarios {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// Requests calls handle so many times a second, each time in a goroutine of its
// own, as a server does.
func Requests(perSecond float64, handle func()) {
	go func() {
		for range time.Tick(time.Duration(float64(time.Second) / perSecond)) {
			go handle()
		}
	}()
}
