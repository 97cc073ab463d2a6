package desk

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/klauspost/compress/gzhttp"
)

// The limits of one request.
const (
	BodyBytesMax   = 1 << 20          // a form without files
	RequestTimeMax = 30 * time.Second // from arrival to answer
	HeaderBytesMax = 32 << 10
)

// contentPolicy lets a page load what this host serves and nothing else; no
// inline script or style, no frame, no form that leaves (only a payment
// provider's page is reached, by a redirect that the browser follows itself).
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"font-src 'self'; connect-src 'self'; media-src 'self'; manifest-src 'self'; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

type traceKey struct{}

// trace is what the middleware knows of a request before it is a visit.
type trace struct {
	id      string
	arrived time.Time
	pattern string // of the route that answered
	member  string // filled in when the visit is opened, for the log
	cause   error  // what ended it, for the log
}

func traceOf(r *http.Request) *trace {
	if t, ok := r.Context().Value(traceKey{}).(*trace); ok {
		return t
	}
	return &trace{}
}

// around puts the middleware in its order, outermost first: name the request,
// log it, recover from a panic, guard (headers, address limit, other origins),
// compress.
func (d *Desk) around(next http.Handler) http.Handler {
	return d.traced(d.recovered(d.guarded(compressed(next))))
}

func (d *Desk) traced(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t := &trace{id: newTraceID(), arrived: d.Store.Now()}
		ctx, cancel := context.WithTimeout(context.WithValue(r.Context(), traceKey{}, t), timeLimit(r))
		defer cancel()
		began := time.Now()
		seen := &statusWriter{ResponseWriter: w}
		seen.Header().Set("X-Request-Id", t.id)
		next.ServeHTTP(seen, r.WithContext(ctx))
		d.logRequest(r, t, seen, time.Since(began))
	})
}

// timeLimit leaves event streams open and bounds everything else.
func timeLimit(r *http.Request) time.Duration {
	if r.Header.Get("Accept") == "text/event-stream" {
		return 24 * time.Hour
	}
	return RequestTimeMax
}

// logRequest writes one line a request: never the query, a body or an address,
// since they carry secrets and people.
func (d *Desk) logRequest(r *http.Request, t *trace, w *statusWriter, took time.Duration) {
	level := slog.LevelDebug
	attrs := []slog.Attr{
		slog.String("request", t.id), slog.String("method", r.Method), slog.String("pattern", t.pattern),
		slog.Int("status", w.code()), slog.Int("bytes", w.written), slog.Duration("took", took),
	}
	if t.member != "" {
		attrs = append(attrs, slog.String("member", t.member))
	}
	if t.cause != nil {
		attrs = append(attrs, slog.Any("error", t.cause))
	}
	if w.code() >= 500 {
		level = slog.LevelError
	}
	d.Config.Log.LogAttrs(r.Context(), level, "request", attrs...)
}

// recovered turns a panic into an error page. A panic means broken books or a
// mistake of ours: the log gets the stack, the person gets the request's name.
func (d *Desk) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			if cause == http.ErrAbortHandler { // a file that broke off: the connection is cut
				d.Config.Log.Error("cut off", "request", traceOf(r).id, "error", traceOf(r).cause)
				panic(cause)
			}
			err := fmt.Errorf("panic: %v", cause)
			d.Config.Log.Error("panic", "request", traceOf(r).id, "error", err, "stack", string(debug.Stack()))
			d.visitor(w, r).end(err)
		}()
		next.ServeHTTP(w, r)
	})
}

// guarded sets the headers every answer carries and refuses what comes from a
// page of another origin or too often from one address.
func (d *Desk) guarded(next http.Handler) http.Handler {
	origin := http.NewCrossOriginProtection()
	origin.AddInsecureBypassPattern("/hooks/") // providers' messages carry a signature instead
	origin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.visitor(w, r).end(errOtherOrigin)
	}))
	checked := origin.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		if d.Secure() {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		if !d.limits.allow(addressOf(r), d.Store.Now()) {
			h.Set("Retry-After", "1")
			d.visitor(w, r).end(errTooOften)
			return
		}
		checked.ServeHTTP(w, r)
	})
}

// compressed squeezes answers with zstd or gzip.
//
// Compression leaks a secret's length where an attacker can both make the
// victim's browser ask with chosen text and watch the sizes (BREACH). Session
// cookies are SameSite=Lax, so only a top-level click can carry one; no page
// holds a constant secret (form keys are new each time); and answers that show
// a one-time secret leave compression out (Visit.Secret). Padding of random
// length blurs what is left.
func compressed(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.EnableZstd(true), gzhttp.RandomJitter(32, 0, false),
		gzhttp.ExceptContentTypes([]string{"text/event-stream"}))
	if err != nil {
		panic(err) // the options are constants
	}
	return wrap(next)
}

func newTraceID() string {
	var random [8]byte
	rand.Read(random[:])
	return hex.EncodeToString(random[:])
}

// statusWriter remembers what was answered, for the log and for end, which
// must not write a second answer.
type statusWriter struct {
	http.ResponseWriter
	status  int
	written int
}

func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(p)
	w.written += n
	return n, err
}

// Unwrap lets http.ResponseController reach flushing and deadlines.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *statusWriter) code() int {
	if w.status == 0 {
		return http.StatusOK
	}
	return w.status
}
