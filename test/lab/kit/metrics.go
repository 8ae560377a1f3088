package kit

import (
	"fmt"
	"net/http"
	"runtime"
	"runtime/metrics"
	"strconv"
)

const latencies = "/sched/latencies:seconds"

// ServeMetrics answers at /metrics as the Prometheus client library would.
func ServeMetrics() {
	http.HandleFunc("/metrics", func(w http.ResponseWriter, _ *http.Request) {
		samples := []metrics.Sample{{Name: latencies}}
		metrics.Read(samples)
		histogram := samples[0].Value.Float64Histogram()
		fmt.Fprintf(w, "# TYPE go_info gauge\ngo_info{version=%q} 1\n", runtime.Version())
		fmt.Fprintf(w, "# TYPE go_goroutines gauge\ngo_goroutines %d\n", runtime.NumGoroutine())
		fmt.Fprintln(w, "# TYPE go_sched_latencies_seconds histogram")
		var total uint64
		for i, count := range histogram.Counts {
			total += count
			bound := strconv.FormatFloat(histogram.Buckets[i+1], 'g', -1, 64)
			fmt.Fprintf(w, "go_sched_latencies_seconds_bucket{le=%q} %d\n", bound, total)
		}
		fmt.Fprintf(w, "go_sched_latencies_seconds_count %d\n", total)
	})
}
