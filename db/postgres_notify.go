package db

import (
	"context"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	notifyChannel   = "guildhall"
	notifyPause     = 20 * time.Millisecond // at most 50 a second
	notifyReconnect = time.Second
)

// notifier carries pokes between nodes, on connections of its own: a
// pg_notify within a work transaction would make all commits wait in a line.
type notifier struct {
	config *pgx.ConnConfig
	bell   *bell
	out    chan struct{}
	stop   context.CancelFunc
	both   sync.WaitGroup
}

func startNotifier(config *pgx.ConnConfig, bell *bell) *notifier {
	ctx, stop := context.WithCancel(context.Background())
	n := &notifier{config: config, bell: bell, out: make(chan struct{}, 1), stop: stop}
	n.both.Go(func() { n.keep(ctx, n.listen) })
	n.both.Go(func() { n.keep(ctx, n.tell) })
	return n
}

func (n *notifier) close() {
	n.stop()
	n.both.Wait()
}

// poke wakes this node at once and the others soon.
func (n *notifier) poke() {
	n.bell.ring()
	select {
	case n.out <- struct{}{}:
	default: // one is on its way
	}
}

// keep runs work on a connection, and on a new one when that breaks.
func (n *notifier) keep(ctx context.Context, work func(context.Context, *pgx.Conn)) {
	for ctx.Err() == nil {
		if conn, err := pgx.ConnectConfig(ctx, n.config); err == nil {
			work(ctx, conn)
			conn.Close(context.WithoutCancel(ctx))
		}
		select {
		case <-ctx.Done():
		case <-time.After(notifyReconnect):
		}
	}
}

// listen rings once at the start too: something may have been missed while
// there was no connection.
func (n *notifier) listen(ctx context.Context, conn *pgx.Conn) {
	if _, err := conn.Exec(ctx, "LISTEN "+notifyChannel); err != nil {
		return
	}
	for {
		n.bell.ring()
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return
		}
	}
}

func (n *notifier) tell(ctx context.Context, conn *pgx.Conn) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-n.out:
		}
		if _, err := conn.Exec(ctx, "SELECT pg_notify($1, '')", notifyChannel); err != nil {
			n.poke()
			return
		}
		time.Sleep(notifyPause)
	}
}
