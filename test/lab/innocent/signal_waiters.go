package innocent

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"example.com/lab/kit"
)

func init() { kit.Add("signal-waiters", kit.Scenario{Start: signalWaiters, MainWaits: true}) }

// Waits for SIGTERM, SIGHUP and the end of a context, as services do from their first second to their last.
func signalWaiters() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	go func() {
		<-ctx.Done()
		stop()
	}()
	go func() {
		for range hangups {
			_ = ctx
		}
	}()
}
