package chaos

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/order"
	"guildhall/sweep"
)

// plan is what the load is told in its file: where the data is and who trades.
type plan struct {
	URL     string
	Folder  string // for the files of answers
	Version id.ServiceVersion
	Seller  id.Member
	Buyers  []id.Member // one client each
}

// planVariable names the file of the plan; a process that has it is the load.
const planVariable = "GUILDHALL_CHAOS_PLAN"

func (p plan) answers(client int) string {
	return filepath.Join(p.Folder, fmt.Sprint("answers-", client))
}
func (p plan) sent(client int) string { return filepath.Join(p.Folder, fmt.Sprint("sent-", client)) }

// load trades until it is killed. It never returns but with an error.
func load(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var p plan
	if err := json.Unmarshal(text, &p); err != nil {
		return err
	}
	ctx := context.Background()
	store, err := db.Open(ctx, db.Options{URL: p.URL})
	if err != nil {
		return err
	}
	handlers := sweep.Handlers{"order": {Due: order.Ring, Warn: order.Remind, Outage: order.MoveBy}}
	if err := handlers.Beat(ctx, store); err != nil {
		return err
	}
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	go sweep.New(store, nodeName(os.Getpid()), quiet, sweep.Own(handlers)...).Run(ctx)
	failed := make(chan error)
	for n := range p.Buyers {
		go func() { failed <- newClient(p, store, n).trade(ctx) }()
	}
	return <-failed
}

// nodeName is how a process calls itself among the nodes.
func nodeName(pid int) string { return fmt.Sprint("process ", pid) }

// client is one buyer with a seller: it has no more than one request under way.
type client struct {
	plan
	store *db.Store
	n     int
	buyer id.Member
}

func newClient(p plan, store *db.Store, n int) *client {
	return &client{plan: p, store: store, n: n, buyer: p.Buyers[n]}
}

// trade starts with the last order it asked for, under the same key: whoever
// got no answer asks again.
func (c *client) trade(ctx context.Context) error {
	first := max(lines(c.sent(c.n)), 1)
	for i := first; ; i++ {
		key := fmt.Sprintf("client %d, order %d", c.n, i)
		if i > lines(c.sent(c.n)) {
			if err := note(c.sent(c.n), key); err != nil {
				return err
			}
		}
		if err := c.one(ctx, key); err != nil {
			return err
		}
	}
}

// one buys once and brings the order to its end.
func (c *client) one(ctx context.Context, key string) error {
	one, err := c.place(ctx, key)
	if err != nil {
		return err
	}
	for _, step := range []struct {
		verb  order.Verb
		side  order.Side
		actor id.Member
	}{
		{order.Start, order.Seller, c.Seller},
		{order.Deliver, order.Seller, c.Seller},
		{order.Accept, order.Buyer, c.buyer},
	} {
		command := order.Command{Order: one, Verb: step.verb, Side: step.side, Actor: step.actor, Text: "the drawing: https://example.org/house.pdf"}
		if err := c.act(ctx, command); err != nil {
			return err
		}
	}
	return nil
}

func (c *client) place(ctx context.Context, key string) (id.Order, error) {
	var answer string
	err := c.store.Write(ctx, func(tx *db.Tx) (err error) {
		intention := desk.Intention{Actor: c.buyer, Key: key, Body: sha256.Sum256([]byte(key))}
		answer, err = desk.Once(tx, intention, func(tx *db.Tx) (string, error) {
			out, err := order.Place(tx, order.Placing{
				ID: id.New[id.OrderKind](tx.Now()), Buyer: c.buyer, Version: c.Version,
				Units: 1, Package: "economy", At: tx.Now(),
			})
			if err != nil {
				return "", err
			}
			return line(out), nil
		})
		return err
	})
	if err != nil {
		return id.Order{}, err
	}
	if err := note(c.answers(c.n), answer); err != nil {
		return id.Order{}, err
	}
	return id.Parse[id.OrderKind](strings.Fields(answer)[0])
}

// act carries out a step, unless a killed process before this one did.
func (c *client) act(ctx context.Context, command order.Command) error {
	var answer string
	err := c.store.Write(ctx, func(tx *db.Tx) error {
		answer = ""
		o, err := order.Get(tx, command.Order)
		if err != nil {
			return err
		}
		if behind(o, command.Verb) {
			return nil
		}
		command.At = tx.Now()
		out, err := order.Act(tx, command)
		if err == nil {
			answer = line(out)
		}
		return err
	})
	if err != nil || answer == "" {
		return err
	}
	return note(c.answers(c.n), answer)
}

// behind reports whether the order is past the step already.
func behind(o order.Order, verb order.Verb) bool {
	switch verb {
	case order.Start:
		return o.State != order.Placed
	case order.Deliver:
		return o.Deliveries > 0
	}
	return o.State.Ended()
}

// line is an answer as it is kept: order, entry of its diary, what happened.
func line(out order.Outcome) string {
	return fmt.Sprintf("%s %d %s", out.After.ID, out.After.Version, out.Row.ID)
}

// note writes a line to the file before the next request is made. The system
// keeps it when this process is killed.
func note(path, text string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = file.WriteString(text + "\n")
	return err
}

func lines(path string) int {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0
	}
	return strings.Count(string(text), "\n")
}

// awaits waits until cond holds, at most for limit.
func awaits(limit time.Duration, cond func() bool) bool {
	for deadline := time.After(limit); !cond(); {
		select {
		case <-deadline:
			return false
		case <-time.After(5 * time.Millisecond):
		}
	}
	return true
}
