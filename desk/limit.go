package desk

import (
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// addressesMax bounds the memory of the limiter: past it the addresses that
// have their full allowance again are forgotten.
const addressesMax = 50_000

// addressBurst is how many requests an address may send at once, in seconds of
// its rate.
const addressBurst = 10

// limiter bounds requests per address. Limits that must hold across nodes and
// restarts (sign-in, mail sent again) are counted in the database instead, by
// account.
type limiter struct {
	perSecond float64
	mu        sync.Mutex
	buckets   map[netip.Prefix]*rate.Limiter
}

func newLimiter(perSecond float64) *limiter {
	return &limiter{perSecond: perSecond, buckets: map[netip.Prefix]*rate.Limiter{}}
}

func (l *limiter) allow(address netip.Prefix, at time.Time) bool {
	if l == nil || l.perSecond <= 0 || !address.IsValid() {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.buckets) >= addressesMax {
		l.forget(at)
	}
	bucket := l.buckets[address]
	if bucket == nil {
		bucket = rate.NewLimiter(rate.Limit(l.perSecond), int(l.perSecond*addressBurst)+1)
		l.buckets[address] = bucket
	}
	return bucket.AllowN(at, 1)
}

func (l *limiter) forget(at time.Time) {
	for address, bucket := range l.buckets {
		if bucket.TokensAt(at) >= float64(bucket.Burst()) {
			delete(l.buckets, address)
		}
	}
}

// addressOf is the address a request came from; an IPv6 network of 64 bits
// counts as one, since one household has that many.
func addressOf(r *http.Request) netip.Prefix {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	address, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Prefix{}
	}
	bits := 64
	if address = address.Unmap(); address.Is4() {
		bits = 32
	}
	prefix, _ := address.WithZone("").Prefix(bits) // never fails: bits fit the address
	return prefix
}

// Address is where the request came from, for limits and the member's list of
// sessions.
func (v *Visit) Address() string {
	if prefix := addressOf(v.R); prefix.IsValid() {
		return prefix.String()
	}
	return v.R.RemoteAddr
}
