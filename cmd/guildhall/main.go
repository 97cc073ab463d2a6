// Guildhall is a marketplace for freelance work in one program: see
// `guildhall help`.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // time zones where the machine has none
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// The statuses a command ends with.
const (
	statusDone    = 0
	statusRefused = 1 // it could not be done, and the reason was written
	statusUsage   = 2 // it was not understood
)

// run is the program without its process: tests call it too.
func run(ctx context.Context, args []string, out, errs io.Writer) int {
	command, found, err := parse(args, out, errs)
	if err != nil {
		complain(errs, err)
		return statusUsage
	}
	if command == nil {
		return statusDone // help was asked for and written
	}
	if err := command.Run(&session{ctx: ctx, out: out, errs: errs, settings: found, flags: command.Flags()}); err != nil {
		complain(errs, err)
		return statusRefused
	}
	return statusDone
}
