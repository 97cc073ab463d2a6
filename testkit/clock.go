package testkit

import (
	"sync"
	"time"
)

// Start is the moment at which every test's clock begins: a Monday morning.
var Start = time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)

// Clock is a clock that stands still until a test moves it.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock stands at Start.
func NewClock() *Clock { return &Clock{now: Start} }

// Now is where the clock stands.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves the clock on and answers where it stands then.
func (c *Clock) Advance(by time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(by)
	return c.now
}

// Set moves the clock to a moment, also backwards.
func (c *Clock) Set(to time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = to
}
