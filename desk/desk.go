// Package desk is where a request from the outside becomes a visit: who asks,
// when it arrived, in which language and under which rules; what they may do;
// how often; and how every answer and every error ends.
//
// The pages of web and the operations of api stand on it. It is the only
// package below them that serves HTTP, and, with them, the only one that opens
// transactions (rule 4 of the house).
package desk

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"

	"guildhall/account"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/footfall"
	"guildhall/money"
	"guildhall/rulebook"
	"guildhall/say"
	"guildhall/search"
)

// Config is what the operator decided before the start.
type Config struct {
	URL         *url.URL       // the address people type; https makes cookies Secure
	Demo        bool           // the demo marketplace: people have no passwords
	DemoPublic  bool           // the demo may be reached from elsewhere
	Log         *slog.Logger   // where the structured log goes
	AddressRate float64        // requests a second from one address; 0 is no limit
	Version     string         // of the program, shown to staff
	Mail        string         // the mail server's host; empty: mail is kept and shown
	Provider    string         // who takes payments; "sandbox" moves no real money
	Finder      *search.Finder // nil asks the database
	Started     time.Time      // when this process began to serve
}

// Desk is shared by all visits. It holds no state of its own that a second
// node would miss.
type Desk struct {
	Store  *db.Store
	Files  *file.Store
	Config Config
	Finder *search.Finder // finds services; shared by pages and API

	// Wrong draws the page of an error; web sets it, since pages live above.
	Wrong func(v *Visit, status int, f *fault.Fault) templ.Component

	// Problem answers an error under /api/ with problem details; api sets it.
	Problem func(v *Visit, status int, f *fault.Fault)

	// Footfall is who looked at which service, until it is written down.
	Footfall *footfall.Book

	limits *limiter
	shelf  *shelf
}

// New makes a desk. Missing parts of the configuration get their defaults: the
// default log, an address on loopback.
func New(store *db.Store, files *file.Store, config Config) *Desk {
	if config.Log == nil {
		config.Log = slog.Default()
	}
	if config.URL == nil {
		config.URL = &url.URL{Scheme: "http", Host: "localhost"}
	}
	if config.Finder == nil {
		config.Finder = search.InDatabase()
	}
	return &Desk{Finder: config.Finder, Store: store, Files: files, Config: config, Footfall: footfall.NewBook(), limits: newLimiter(config.AddressRate), shelf: &shelf{}}
}

// Secure tells whether people reach the marketplace over https.
func (d *Desk) Secure() bool { return d.Config.URL.Scheme == "https" }

// Link makes an absolute address for mails and downloads.
func (d *Desk) Link(path string) string {
	return strings.TrimSuffix(d.Config.URL.String(), "/") + path
}

// Visit is one request, from its arrival to its answer.
type Visit struct {
	*Desk
	W http.ResponseWriter
	R *http.Request

	At      time.Time       // when the request arrived; commands carry it
	ID      string          // the request's name in the log
	Member  account.Member  // zero for a visitor
	Session account.Session // zero for a visitor
	Site    Site            // name, colours and what was set up
	Say     *say.Speaker    // in the asker's language and time zone
	Rules   rulebook.Version

	// What the frame of every page shows; nothing for a visitor.
	Bell    int           // unread notifications
	Cart    int           // services in the cart
	Balance *money.Amount // main and bonus; nil where no money is held

	form *Form
	done bool // an answer was written
}

// Handler answers a visit. A returned error ends in the desk's one function.
type Handler func(*Visit) error

// Context is the request's, with its time limit.
func (v *Visit) Context() context.Context { return v.R.Context() }

// SignedIn tells whether a member asks.
func (v *Visit) SignedIn() bool { return !v.Member.ID.IsZero() }

// May tells whether the asker has the right now.
func (v *Visit) May(right account.Right) bool { return v.Member.May(right) }

// Path is a named part of the address.
func (v *Visit) Path(name string) string { return v.R.PathValue(name) }

// Query is a value behind the question mark; the first, or empty.
func (v *Visit) Query(name string) string { return v.R.URL.Query().Get(name) }

// Read runs fn in one consistent read-only view.
func (v *Visit) Read(fn func(*db.Tx) error) error { return v.Store.Read(v.Context(), fn) }

// Write runs fn in one transaction; when it returns nil, the effect is on disk.
// fn may run twice and touches nothing but the transaction.
func (v *Visit) Write(fn func(*db.Tx) error) error { return v.Store.Write(v.Context(), fn) }

// NewKey makes the value of a form's hidden field _key: 128 random bits.
func NewKey() string {
	var key [16]byte
	rand.Read(key[:])
	return base64.RawURLEncoding.EncodeToString(key[:])
}

// NewKey is the package's, at hand for pages.
func (v *Visit) NewKey() string { return NewKey() }
