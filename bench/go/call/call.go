// Package call lets goroutines wait in stacks of one's own choosing.
package call

import "math/rand"

// Worker is one of the many functions that the benchmark writes.
type Worker interface {
	// Run calls the first worker of path with the rest of it, or waits for done.
	Run(path []uint16, done <-chan struct{})
}

// Never is a channel on which nothing comes.
var Never = make(chan struct{})

// Workers are all there are; packages add theirs when they are loaded.
var Workers []Worker

// Start goes down path and waits there for done.
func Start(path []uint16, done <-chan struct{}) {
	Workers[path[0]].Run(path[1:], done)
}

// Paths are so many different ways to wait, the same in every run. They have
// depth calls on average, at least two, and end in so many different workers.
func Paths(stacks, depth, sites int) [][]uint16 {
	random := rand.New(rand.NewSource(int64(stacks)))
	known := map[string]bool{}
	paths := make([][]uint16, 0, stacks)
	for len(paths) < stacks {
		path := make([]uint16, 2+random.Intn(2*depth-3))
		for i := range path {
			path[i] = uint16(random.Intn(len(Workers)))
		}
		path[len(path)-1] = uint16(len(paths) % sites * len(Workers) / sites)
		if key := keyOf(path); !known[key] {
			known[key] = true
			paths = append(paths, path)
		}
	}
	return paths
}

func keyOf(path []uint16) string {
	runes := make([]rune, len(path))
	for i, worker := range path {
		runes[i] = rune(worker)
	}
	return string(runes)
}
