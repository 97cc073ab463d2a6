package db

import (
	"context"
	"sync"
)

// bell wakes those in this process who wait for news.
type bell struct {
	mu    sync.Mutex
	waits map[chan struct{}]bool
}

// Poke wakes every reader of Pokes, here and on the other nodes. It carries
// nothing: the readers look for themselves. Pokes may be merged.
func (s *Store) Poke() { s.engine.poke() }

// Pokes is a channel that receives after somebody poked, until ctx ends.
// Several pokes that were not yet read are one.
func (s *Store) Pokes(ctx context.Context) <-chan struct{} { return s.bell.listen(ctx) }

func (b *bell) listen(ctx context.Context) <-chan struct{} {
	ear := make(chan struct{}, 1)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.waits == nil {
		b.waits = map[chan struct{}]bool{}
	}
	b.waits[ear] = true
	context.AfterFunc(ctx, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.waits, ear)
	})
	return ear
}

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for ear := range b.waits {
		select {
		case ear <- struct{}{}:
		default: // it has an unread poke already
		}
	}
}
