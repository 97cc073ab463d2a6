// Package footfall is who looks at what is offered: kept in memory while pages
// are answered, written down in batches beside them, and told to the seller as
// figures with what to do about them (CAT-28, CAT-30).
package footfall

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"time"

	"guildhall/cart"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/id"
)

// Look is one look at the page of a service.
type Look struct {
	catalogue.View
	Member id.Member // zero for a visitor
}

// Bounds of what waits in memory. Past them looks are left out: a figure that
// is a little low does less harm than a page that waits.
const (
	looksMax    = 20_000
	displaysMax = 100_000
	batchMax    = 500 // looks of one transaction
)

// pause lets looks gather before they are written down.
const pause = 200 * time.Millisecond

// closeMax bounds the last writing when the program stops.
const closeMax = 5 * time.Second

// Book holds what was not written down yet. Every node has one.
type Book struct {
	mu       sync.Mutex
	looks    []Look
	displays map[display]*catalogue.Display
	news     chan struct{}
}

type display struct {
	service id.Service
	day     int64
}

// NewBook makes an empty one.
func NewBook() *Book {
	return &Book{displays: map[display]*catalogue.Display{}, news: make(chan struct{}, 1)}
}

// Look notes a look at a page.
func (b *Book) Look(l Look) {
	b.mu.Lock()
	if len(b.looks) < looksMax {
		b.looks = append(b.looks, l)
	}
	b.mu.Unlock()
	b.ring()
}

// Shown is a service that stands in a list, and whose it is.
type Shown struct {
	Service id.Service
	Seller  id.Member
}

// List notes that a list showed the services to somebody (zero: a visitor),
// the first of them at a place counted from 1. Sellers who see their own are
// left out (CAT-28).
func (b *Book) List(reader id.Member, shown []Shown, first int, at time.Time) {
	day := catalogue.DayOf(at)
	b.mu.Lock()
	for i, s := range shown {
		if s.Seller == reader {
			continue
		}
		key := display{s.Service, day}
		held := b.displays[key]
		if held == nil {
			if len(b.displays) >= displaysMax {
				break
			}
			held = &catalogue.Display{Service: s.Service, Day: day}
			b.displays[key] = held
		}
		held.Shown++
		held.PlaceSum += int64(first + i)
	}
	b.mu.Unlock()
	b.ring()
}

func (b *Book) ring() {
	select {
	case b.news <- struct{}{}:
	default:
	}
}

// Keep writes news down until ctx ends, and what is left then. What could not
// be written stays and is tried again with the next news.
func (b *Book) Keep(ctx context.Context, store *db.Store, log *slog.Logger) {
	for {
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeMax)
			defer cancel()
			b.flush(last, store, log)
			return
		case <-b.news:
		}
		b.flush(ctx, store, log)
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

func (b *Book) flush(ctx context.Context, store *db.Store, log *slog.Logger) {
	if err := b.Flush(ctx, store); err != nil && ctx.Err() == nil {
		log.Warn("looks at services not written down yet", "error", err)
	}
}

// Flush writes down what there is, in bounded transactions.
func (b *Book) Flush(ctx context.Context, store *db.Store) error {
	for {
		looks, displays := b.take()
		if len(looks) == 0 && len(displays) == 0 {
			return nil
		}
		err := store.Write(ctx, func(tx *db.Tx) error { return write(tx, looks, displays) })
		if err != nil {
			b.putBack(looks, displays)
			return err
		}
	}
}

func (b *Book) take() ([]Look, []catalogue.Display) {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := min(len(b.looks), batchMax)
	looks := b.looks[:n:n]
	b.looks = b.looks[n:]
	var displays []catalogue.Display
	for key, l := range b.displays {
		if len(displays) == batchMax {
			break
		}
		displays = append(displays, *l)
		delete(b.displays, key)
	}
	return looks, displays
}

func (b *Book) putBack(looks []Look, displays []catalogue.Display) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.looks = append(looks, b.looks...)
	for _, l := range displays {
		key := display{l.Service, l.Day}
		if newer := b.displays[key]; newer != nil {
			l.Shown, l.PlaceSum = l.Shown+newer.Shown, l.PlaceSum+newer.PlaceSum
		}
		b.displays[key] = &l
	}
}

func write(tx *db.Tx, looks []Look, displays []catalogue.Display) error {
	views := make([]catalogue.View, len(looks))
	for i, l := range looks {
		views[i] = l.View
		if l.Member.IsZero() {
			continue
		}
		if err := cart.Saw(tx, l.Member, l.Service, l.At); err != nil {
			return err
		}
	}
	return catalogue.CountViews(tx, views, displays)
}

// robots are parts of the names by which programs introduce themselves.
var robots = []string{
	"bot", "crawl", "spider", "slurp", "preview", "scan", "fetch", "monitor", "headless", "lighthouse", "archiver",
	"facebookexternalhit", "embedly", "curl", "wget", "python", "java/", "libwww", "go-http", "okhttp", "httpclient", "axios",
}

// Robot reports whether a User-Agent is a program's and not a person's. One
// that says nothing is a program's too: every browser has a name.
func Robot(agent string) bool {
	agent = strings.ToLower(agent)
	for _, part := range robots {
		if strings.Contains(agent, part) {
			return true
		}
	}
	return agent == ""
}
