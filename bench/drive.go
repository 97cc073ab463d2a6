package bench

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// figures are what one measurement came to.
type figures struct {
	done           int
	perSecond      float64
	median, slow99 time.Duration
	cpu            work
}

// String is the figures as a line of a table. The CPU time is of everything
// that ran meanwhile, readers of the diary too: on a machine that others use it
// moves least.
func (f figures) String() string {
	return fmt.Sprintf("%8.0f orders/s   median %7.2f ms   99th %8.2f ms   CPU %s",
		f.perSecond, ms(f.median), ms(f.slow99), f.cpu)
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// request does one thing for the client of that number.
type request func(ctx context.Context, client, n int) error

// warmUp is left out of the figures: caches fill, connections are made.
const warmUp = time.Second

// drive lets clients make requests, one after another each, for a span. The
// first failure ends the measurement.
func drive(ctx context.Context, clients int, span time.Duration, cpu meter, ask request) (figures, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	spent := time.AfterFunc(warmUp, cpu.begin)
	defer spent.Stop()
	began := time.Now()
	from, until := began.Add(warmUp), began.Add(warmUp+span)
	took := make([][]time.Duration, clients)
	failed := make(chan error, clients)
	var all sync.WaitGroup
	for c := range clients {
		all.Go(func() {
			for n := 0; ; n++ {
				asked := time.Now()
				if asked.After(until) {
					return
				}
				if err := ask(ctx, c, n); err != nil {
					failed <- err
					stop()
					return
				}
				if answered := time.Now(); asked.After(from) && answered.Before(until) {
					took[c] = append(took[c], answered.Sub(asked))
				}
			}
		})
	}
	all.Wait()
	select {
	case err := <-failed:
		return figures{}, err
	default:
		f := summary(slices.Concat(took...), span)
		f.cpu = cpu.each(f.done)
		return f, nil
	}
}

func summary(took []time.Duration, span time.Duration) figures {
	if len(took) == 0 {
		return figures{}
	}
	slices.Sort(took)
	return figures{
		done:      len(took),
		perSecond: float64(len(took)) / span.Seconds(),
		median:    took[len(took)/2],
		slow99:    took[len(took)*99/100],
	}
}
