package testkit

import (
	"net"
	"net/url"
	"path/filepath"
	"sync"
	"testing"
)

// Wire stands between a store and PostgreSQL and can be cut or fall silent.
type Wire struct {
	network string
	address string
	mu      sync.Mutex
	cut     bool
	silent  bool
	open    []net.Conn
}

// NewWire leads to the database at direct; the answered address goes through it.
func NewWire(t testing.TB, direct string) (w *Wire, through string) {
	t.Helper()
	there, err := url.Parse(direct)
	if err != nil {
		t.Fatalf("testkit: %v", err)
	}
	w = &Wire{network: "tcp", address: there.Host}
	query := there.Query()
	if folder := query.Get("host"); folder != "" {
		w.network, w.address = "unix", filepath.Join(folder, ".s.PGSQL.5432")
		query.Del("host")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("testkit: %v", err)
	}
	t.Cleanup(func() { listener.Close() })
	go w.serve(listener)
	query.Set("connect_timeout", "1")
	query.Set("sslmode", "disable")
	there.Host, there.RawQuery = listener.Addr().String(), query.Encode()
	return w, there.String()
}

func (w *Wire) serve(listener net.Listener) {
	for {
		near, err := listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial(w.network, w.address)
		if err != nil || w.is(&w.cut) {
			near.Close()
			continue
		}
		w.mu.Lock()
		w.open = append(w.open, near, far)
		w.mu.Unlock()
		go w.carry(near, far)
		go w.carry(far, near)
	}
}

func (w *Wire) is(flag *bool) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return *flag
}

// carry swallows everything while the wire is silent: dropped, not reset.
func (w *Wire) carry(to, from net.Conn) {
	defer to.Close()
	piece := make([]byte, 4096)
	for {
		n, err := from.Read(piece)
		if err != nil {
			return
		}
		if w.is(&w.silent) {
			continue
		}
		if _, err := to.Write(piece[:n]); err != nil {
			return
		}
	}
}

// Cut breaks every connection and refuses new ones.
func (w *Wire) Cut() { w.set(true, false) }

// Silence drops what is said from now on; connections stay open.
func (w *Wire) Silence() { w.set(false, true) }

// Mend lets new connections through; those from before break.
func (w *Wire) Mend() { w.set(false, false) }

func (w *Wire) set(cut, silent bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut, w.silent = cut, silent
	if silent {
		return
	}
	for _, conn := range w.open {
		conn.Close()
	}
	w.open = nil
}
