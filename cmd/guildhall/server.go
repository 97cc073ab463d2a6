package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	"golang.org/x/crypto/acme/autocert"

	"guildhall/db"
	"guildhall/desk"
	"guildhall/file"
	"guildhall/web"
)

// The limits of a connection. A request's own limit is the desk's.
const (
	readHeaderMax = 10 * time.Second
	idleMax       = 2 * time.Minute
	closeMax      = 10 * time.Second // for requests under way when the program stops
)

// Server is the running marketplace: what main starts, and tests too.
type Server struct {
	URL       string // where people reach it
	FirstLink string // by which the first admin comes in; empty when there is one

	store    *db.Store
	http     *http.Server
	plain    *http.Server // answers ACME and leads to https; nil without --domain
	stop     context.CancelFunc
	duties   sync.WaitGroup
	closing  sync.Once
	closeErr error
}

// Start opens the data, brings it to this program's form, fills it where it is
// empty, and serves. It returns once the first page can be asked for.
func Start(ctx context.Context, data dataFlags, flags serveFlags, logTo io.Writer) (*Server, error) {
	store, err := data.openReady(ctx)
	if err != nil {
		return nil, err
	}
	server, err := start(ctx, store, data, flags, newLog(logTo, flags))
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return server, nil
}

func start(ctx context.Context, store *db.Store, data dataFlags, flags serveFlags, log *slog.Logger) (*Server, error) {
	files, err := file.OpenStore(data.filesFolder())
	if err != nil {
		return nil, err
	}
	if err := begin(ctx, store, files, flags); err != nil {
		return nil, err
	}
	listener, err := listen(flags)
	if err != nil {
		return nil, err
	}
	d := desk.New(store, files, desk.Config{
		URL: flags.address(listener.Addr()), Demo: flags.Demo, DemoPublic: flags.DemoPublic,
		Log: log, AddressRate: flags.AddressRate, Version: version(),
	})
	s := &Server{URL: d.Config.URL.String(), store: store}
	if s.FirstLink, err = firstLink(ctx, store, d); err != nil {
		listener.Close()
		return nil, err
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	s.stop = stop
	s.startDuties(background, d, flags)
	s.serve(listener, web.Handler(d), data, flags, log)
	return s, nil
}

// begin gives an empty marketplace its rules, documents and categories.
func begin(ctx context.Context, store *db.Store, files *file.Store, flags serveFlags) error {
	return store.Write(ctx, func(tx *db.Tx) error { return desk.Begin(tx, flags.Preset) })
}

func firstLink(ctx context.Context, store *db.Store, d *desk.Desk) (string, error) {
	var path string
	err := store.Write(ctx, func(tx *db.Tx) error {
		var err error
		path, err = desk.FirstLink(tx)
		return err
	})
	if err != nil || path == "" {
		return "", err
	}
	return d.Link(path), nil
}

// duty runs something beside the pages until the program stops.
func (s *Server) duty(run func()) {
	s.duties.Add(1)
	go func() {
		defer s.duties.Done()
		run()
	}()
}

// startDuties starts what happens by itself: deadlines, mail.
func (s *Server) startDuties(ctx context.Context, d *desk.Desk, flags serveFlags) {}

func listen(flags serveFlags) (net.Listener, error) {
	if len(flags.Domain) > 0 {
		return net.Listen("tcp", ":443")
	}
	return net.Listen("tcp", flags.Listen)
}

func (s *Server) serve(listener net.Listener, handler http.Handler, data dataFlags, flags serveFlags, log *slog.Logger) {
	s.http = newHTTP(handler, log)
	if len(flags.Domain) > 0 {
		certificates := &autocert.Manager{
			Prompt: autocert.AcceptTOS, HostPolicy: autocert.HostWhitelist(flags.Domain...),
			Cache: autocert.DirCache(filepath.Join(data.Data, "certificates")),
		}
		listener = tls.NewListener(listener, certificates.TLSConfig())
		s.plain = newHTTP(certificates.HTTPHandler(nil), log)
		s.plain.Addr = ":80"
		s.duty(func() { logEnd(log, "http", s.plain.ListenAndServe()) })
	}
	s.duty(func() { logEnd(log, "serving", s.http.Serve(listener)) })
}

func newHTTP(handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: readHeaderMax, IdleTimeout: idleMax, MaxHeaderBytes: desk.HeaderBytesMax,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
}

func logEnd(log *slog.Logger, what string, err error) {
	if !errors.Is(err, http.ErrServerClosed) {
		log.Error(what+" ended", "error", err)
	}
}

// Close stops taking requests, lets those under way end, stops the duties and
// gives the data back. It may be called again.
func (s *Server) Close() error {
	s.closing.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), closeMax)
		defer cancel()
		err := s.http.Shutdown(ctx)
		if s.plain != nil {
			err = errors.Join(err, s.plain.Shutdown(ctx))
		}
		s.stop()
		s.duties.Wait()
		s.closeErr = errors.Join(err, s.store.Close())
	})
	return s.closeErr
}

func newLog(to io.Writer, flags serveFlags) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(flags.LogLevel)); err != nil {
		level = slog.LevelInfo
	}
	options := &slog.HandlerOptions{Level: level}
	if flags.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(to, options))
	}
	return slog.New(slog.NewTextHandler(to, options))
}

// version is the module's version, or the commit it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			return fmt.Sprintf("devel-%.12s", setting.Value)
		}
	}
	return "devel"
}
