// Package hall is a marketplace that runs: the pages, the API and everything
// that happens by itself, put together over one database. The command serve
// starts one, and so do tests, the demo and the benchmark.
package hall

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"golang.org/x/crypto/acme/autocert"

	"guildhall/api"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/file"
	"guildhall/ledger"
	"guildhall/outside/smtp"
	"guildhall/rulebook"
	"guildhall/search"
	"guildhall/web"
)

// The limits of a connection. A request's own limit is the desk's.
const (
	readHeaderMax = 10 * time.Second
	idleMax       = 2 * time.Minute
	closeMax      = 10 * time.Second // for requests under way when the program stops
)

// Options tell how a marketplace runs.
type Options struct {
	Listen       string   // host:port; port 0 takes a free one
	URL          *url.URL // what people type; nil follows Listen and Domains
	Domains      []string // served over https with certificates by ACME
	Certificates string   // the folder they are kept in

	Preset      string // rules for an empty marketplace
	Live        bool   // real money: the sandbox provider is refused
	Demo        bool
	DemoPublic  bool
	Fill        Filling        // makes the demo; called once, on empty data, before anything began
	Mail        *smtp.Server   // nil: mail is kept and shown
	MailHost    string         // its name, for the staff's pages
	Finder      *search.Finder // finds services; nil is a new index in memory
	Snapshot    string         // the file the index is kept in between two runs; empty: none
	AddressRate float64        // requests a second from one address; 0 is no limit

	Log     *slog.Logger
	Version string
}

// Filling makes a demo on empty data: it begins the marketplace itself, in the
// past, and lives histories up to now.
type Filling func(ctx context.Context, store *db.Store, files *file.Store) error

// Hall is a running marketplace.
type Hall struct {
	URL       string // where people reach it
	FirstLink string // by which the first admin comes in; empty when there is one
	Desk      *desk.Desk

	log      *slog.Logger
	http     *http.Server
	plain    *http.Server // answers ACME and leads to https; nil without domains
	stop     context.CancelFunc
	duties   sync.WaitGroup
	closing  sync.Once
	closeErr error
}

// Begin gives an empty marketplace its rules, documents and categories, and
// says what its books are kept in. Faults: those of ledger.Begin.
func Begin(ctx context.Context, store *db.Store, preset string, live bool) error {
	return store.Write(ctx, func(tx *db.Tx) error {
		if err := desk.Begin(tx, preset); err != nil {
			return err
		}
		rules, err := rulebook.Current(tx)
		if err != nil {
			return err
		}
		return ledger.Begin(tx, ledger.Books{Currency: rules.Policy.Currency, Live: live})
	})
}

// Start begins an empty marketplace, catches up with what an outage held up,
// and serves. When it returns, the first page can be asked for. The store and
// the files stay the caller's, to be closed after Close.
func Start(ctx context.Context, store *db.Store, files *file.Store, o Options) (*Hall, error) {
	if err := fill(ctx, store, files, o); err != nil {
		return nil, err
	}
	if err := Begin(ctx, store, o.Preset, o.Live); err != nil {
		return nil, err
	}
	if err := setClock(ctx, store, o); err != nil {
		return nil, err
	}
	if err := clocks.Beat(ctx, store); err != nil {
		return nil, err
	}
	if o.Finder == nil {
		o.Finder = search.InMemory()
	}
	if err := o.Finder.Prepare(ctx, store); err != nil {
		return nil, err
	}
	listener, err := listen(o)
	if err != nil {
		return nil, err
	}
	h := &Hall{log: o.Log, Desk: o.desk(store, files, listener.Addr())}
	h.URL = h.Desk.Config.URL.String()
	if err := h.makeFirstLink(ctx, store); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	h.stop = stop
	h.beside(func() { sweeper(store, h.Desk, o).Run(background) })
	h.beside(func() { h.Desk.Footfall.Keep(background, store, o.Log) })
	h.beside(func() { o.find(background, store) })
	h.serve(listener, site(h.Desk), o)
	return h, nil
}

// Site is the pages and the API of a marketplace that has begun, without what
// happens by itself.
func Site(store *db.Store, files *file.Store, o Options) http.Handler {
	return site(o.desk(store, files, nil))
}

func site(d *desk.Desk) http.Handler { return web.Handler(d, api.Mount(d)) }

// Work does what happens by itself until ctx ends, without serving.
func Work(ctx context.Context, store *db.Store, o Options) {
	sweeper(store, o.desk(store, nil, nil), o).Run(ctx)
}

// desk is where requests come in; listening is nil where nobody listens.
func (o Options) desk(store *db.Store, files *file.Store, listening net.Addr) *desk.Desk {
	config := desk.Config{
		Demo: o.Demo, DemoPublic: o.DemoPublic, Log: o.Log, AddressRate: o.AddressRate, Version: o.Version,
		Mail: o.MailHost, Provider: o.provider(), Finder: o.Finder, Started: store.Now(),
	}
	if listening != nil {
		config.URL = o.address(listening)
	}
	return desk.New(store, files, config)
}

// provider is who takes payments.
func (o Options) provider() string {
	if o.Live {
		return "bank"
	}
	return "sandbox"
}

// address is where people reach the marketplace.
func (o Options) address(listening net.Addr) *url.URL {
	switch {
	case o.URL != nil:
		return o.URL
	case len(o.Domains) > 0:
		return &url.URL{Scheme: "https", Host: o.Domains[0]}
	}
	host, port, err := net.SplitHostPort(listening.String())
	if err != nil {
		return &url.URL{Scheme: "http", Host: listening.String()}
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "localhost"
	}
	return &url.URL{Scheme: "http", Host: net.JoinHostPort(host, port)}
}

func listen(o Options) (net.Listener, error) {
	if len(o.Domains) > 0 {
		return net.Listen("tcp", ":443")
	}
	return net.Listen("tcp", o.Listen)
}

func (h *Hall) makeFirstLink(ctx context.Context, store *db.Store) error {
	var path string
	err := store.Write(ctx, func(tx *db.Tx) error {
		var err error
		path, err = desk.FirstLink(tx)
		return err
	})
	if path != "" {
		h.FirstLink = h.Desk.Link(path)
	}
	return err
}

// beside runs something beside the pages until the hall closes.
func (h *Hall) beside(run func()) { h.duties.Go(run) }

func (h *Hall) serve(listener net.Listener, handler http.Handler, o Options) {
	h.http = newServer(handler, o.Log)
	if len(o.Domains) > 0 {
		certificates := &autocert.Manager{
			Prompt: autocert.AcceptTOS, HostPolicy: autocert.HostWhitelist(o.Domains...), Cache: autocert.DirCache(o.Certificates),
		}
		listener = tls.NewListener(listener, certificates.TLSConfig())
		h.plain = newServer(certificates.HTTPHandler(nil), o.Log)
		h.plain.Addr = ":80"
		h.beside(func() { h.ended("http", h.plain.ListenAndServe()) })
	}
	h.beside(func() { h.ended("serving", h.http.Serve(listener)) })
}

func newServer(handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: readHeaderMax, IdleTimeout: idleMax, MaxHeaderBytes: desk.HeaderBytesMax,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
}

func (h *Hall) ended(what string, err error) {
	if !errors.Is(err, http.ErrServerClosed) {
		h.log.Error(what+" ended", "error", err)
	}
}

// Close stops taking requests, lets those under way end, and stops what
// happens by itself. It may be called again.
func (h *Hall) Close() error {
	h.closing.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), closeMax)
		defer cancel()
		h.closeErr = h.http.Shutdown(ctx)
		if h.plain != nil {
			h.closeErr = errors.Join(h.closeErr, h.plain.Shutdown(ctx))
		}
		h.stop()
		h.duties.Wait()
	})
	return h.closeErr
}
