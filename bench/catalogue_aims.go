package bench

import (
	"fmt"
	"io"
	"slices"
	"time"
)

// aims are figures beside what they should be (issue: a catalogue that answers
// in a millisecond).
type aims struct{ lines []aim }

type aim struct {
	name         string
	figure, want float64
	unit         string
	least        bool // the figure should be at least want; else at most
}

func (a *aims) most(name string, figure float64, unit string, want float64) {
	a.lines = append(a.lines, aim{name, figure, want, unit, false})
}

func (a *aims) least(name string, figure float64, unit string, want float64) {
	a.lines = append(a.lines, aim{name, figure, want, unit, true})
}

// print writes every figure with its aim; a missed one says so and is no error.
func (a *aims) print(out io.Writer) error {
	for _, l := range a.lines {
		word, met := "at most", l.figure <= l.want
		if l.least {
			word, met = "at least", l.figure >= l.want
		}
		verdict := ""
		switch {
		case l.want == 0:
		case met:
			verdict = fmt.Sprintf("%s %g: met", word, l.want)
		default:
			verdict = fmt.Sprintf("%s %g: MISSED", word, l.want)
		}
		if _, err := fmt.Fprintf(out, "  %-48s %10.3f %-6s %s\n", l.name, l.figure, l.unit, verdict); err != nil {
			return err
		}
	}
	return nil
}

// ifMillion is an aim that is stated for a million services and more only.
func ifMillion(services int, want float64) float64 {
	if services < 1_000_000 {
		return 0
	}
	return want
}

// spent is what one query took.
type spent struct{ cpu, wall time.Duration }

// part is the figure that so many of 100 queries do not exceed.
func part(took []spent, hundredths int, of func(spent) time.Duration) float64 {
	all := make([]time.Duration, len(took))
	for i, one := range took {
		all[i] = of(one)
	}
	slices.Sort(all)
	return float64(all[min(len(all)*hundredths/100, len(all)-1)].Nanoseconds()) / 1e6
}

func cpuOf(s spent) time.Duration  { return s.cpu }
func wallOf(s spent) time.Duration { return s.wall }

func mean(took []spent) float64 {
	sum := time.Duration(0)
	for _, one := range took {
		sum += one.cpu
	}
	return float64(sum.Nanoseconds()) / 1e6 / float64(len(took))
}

// table prints what the queries took on each engine, and notes the aims.
func (b *catalogueBench) table(when string) {
	fmt.Fprintf(b.Out, "\n%d queries, each with its total and counts, %s: milliseconds\n", len(b.queries), when)
	fmt.Fprintf(b.Out, "  %-16s %10s %10s %10s %12s %10s\n", "", "CPU median", "99th", "mean", "wall median", "99th")
	for _, e := range b.engines {
		if len(e.took) == 0 {
			continue
		}
		fmt.Fprintf(b.Out, "  %-16s %10.3f %10.2f %10.3f %12.3f %10.2f\n", e.name, part(e.took, 50, cpuOf), part(e.took, 99, cpuOf),
			mean(e.took), part(e.took, 50, wallOf), part(e.took, 99, wallOf))
	}
	index := b.engines[0]
	for kind := range kindCount {
		var of []spent
		for i, q := range b.queries {
			if q.kind == kind {
				of = append(of, index.took[i])
			}
		}
		fmt.Fprintf(b.Out, "    index, %-26s CPU median %8.3f   99th %8.3f\n", kind, part(of, 50, cpuOf), part(of, 99, cpuOf))
	}
	fmt.Fprintln(b.Out)
	b.note(when)
}

// note compares with the aims at the two sizes they are stated for.
func (b *catalogueBench) note(when string) {
	index := b.engines[0]
	median, slow, times, timesSlow := 0.0, 0.0, 0.0, 0.0
	switch {
	case b.Services >= 1_000_000:
		median, slow, times, timesSlow = 2, 15, 15, 70
	case b.Services >= 100_000:
		median, slow, times, timesSlow = 0.3, 2, 15, 70
	}
	b.aims.most("CPU, median, "+when, part(index.took, 50, cpuOf), "ms", median)
	b.aims.most("CPU, 99th percentile, "+when, part(index.took, 99, cpuOf), "ms", slow)
	last := b.engines[len(b.engines)-1]
	if last.store.Engine() == index.store.Engine() || len(last.took) == 0 {
		return
	}
	b.aims.least("PostgreSQL's CPU over ours, median, "+when, part(last.took, 50, cpuOf)/part(index.took, 50, cpuOf), "times", times)
	b.aims.least("PostgreSQL's CPU over ours, 99th, "+when, part(last.took, 99, cpuOf)/part(index.took, 99, cpuOf), "times", timesSlow)
}
