package bench

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"os/exec"
	"regexp"
	"strconv"
)

// pgbenchScale makes 5 million accounts, as design/house.md measured it.
const pgbenchScale = 50

func (o Options) scale() int { return cmp.Or(o.PgbenchScale, pgbenchScale) }

var (
	pgbenchRate    = regexp.MustCompile(`tps = ([0-9.]+)`)
	pgbenchLatency = regexp.MustCompile(`latency average = ([0-9.]+) ms`)
)

// pgbench measures PostgreSQL's own tpcb-like transactions on the same server:
// three updates, a select and an insert each.
func (o Options) pgbench(ctx context.Context) error {
	if said, err := o.runPgbench(ctx, "--initialize", "--quiet", "--scale", strconv.Itoa(o.scale())); err != nil {
		return fmt.Errorf("bench: pgbench: %w: %s", err, said)
	}
	for _, clients := range o.Clients {
		said, err := o.runPgbench(ctx, "--protocol", "prepared", "--no-vacuum",
			"--client", strconv.Itoa(clients), "--jobs", strconv.Itoa(min(clients, 2)),
			"--time", strconv.Itoa(int(o.Span.Seconds())))
		rate, latency := pgbenchRate.FindSubmatch(said), pgbenchLatency.FindSubmatch(said)
		if err != nil || rate == nil || latency == nil {
			return fmt.Errorf("bench: pgbench: %w: %s", err, said)
		}
		perSecond, err := strconv.ParseFloat(string(rate[1]), 64)
		if err != nil {
			return err
		}
		fmt.Fprintf(o.Out, "  %-28s %3d clients  %8.0f transactions/s   average %s ms\n",
			fmt.Sprint("pgbench tpcb-like, scale ", o.scale()), clients, perSecond, latency[1])
	}
	_, err := o.runPgbench(ctx, "--initialize", "--init-steps", "d") // drops its tables
	return err
}

func (o Options) runPgbench(ctx context.Context, args ...string) ([]byte, error) {
	address, err := url.Parse(o.Postgres)
	if err != nil {
		return nil, err
	}
	query := address.Query()
	query.Del("pool_max_conns") // ours, not libpq's
	address.RawQuery = query.Encode()
	return exec.CommandContext(ctx, "pgbench", append(args, address.String())...).CombinedOutput()
}
