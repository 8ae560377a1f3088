package guilty

import (
	"errors"

	"example.com/lab/kit"
)

func init() { kit.Add("pipeline-stage-gone", kit.Scenario{Start: pipelineStageGone}) }

// The last stage gives up at an error, and everything above it stays in its send.
func pipelineStageGone() {
	numbers, squares := make(chan int), make(chan int)
	go readNumbers(numbers)
	go squareNumbers(numbers, squares)
	go func() { _ = saveNumbers(squares) }()
}

func readNumbers(numbers chan<- int) {
	for i := 0; ; i++ {
		numbers <- i // PIPELINE STAGE GONE READ HERE
	}
}

func squareNumbers(numbers <-chan int, squares chan<- int) {
	for number := range numbers {
		squares <- number * number // PIPELINE STAGE GONE SQUARE HERE
	}
}

func saveNumbers(squares <-chan int) error {
	for square := range squares {
		if square > 100 {
			return errors.New("disk full")
		}
	}
	return nil
}
