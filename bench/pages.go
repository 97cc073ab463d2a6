package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime/pprof"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"guildhall/db"
)

// PagesOptions say which pages of a running marketplace are measured.
type PagesOptions struct {
	Out     io.Writer
	Store   *db.Store
	Address string   // of the marketplace: http://host:port
	Paths   []string // of pages anybody may see; {n} in one is another number each time
	Clients int
	Span    time.Duration
	Profile string // a file for a CPU profile of the pages; empty: none
}

// pageShareLeast is the aim: a page is drawn at least at this part of the rate
// of a file of its size.
const pageShareLeast = 0.25

// Pages measures how often a second each page is answered, beside the same
// number of bytes from a file given by http.ServeContent: neither compressed,
// both over connections that are kept. The clients run in this process, and
// cost both the same.
func Pages(ctx context.Context, o PagesOptions) error {
	var reached aims
	for _, path := range o.Paths {
		page, err := fetch(ctx, http.DefaultClient, numbered(o.Address+path, 0))
		if err != nil {
			return err
		}
		shown := bytes.Count(page, []byte(`class="tile"`))
		drawn, err := o.measurePage(ctx, o.Address+path)
		if err != nil {
			return err
		}
		given, err := o.measureFile(ctx, page)
		if err != nil {
			return err
		}
		fmt.Fprintf(o.Out, "%s: %d bytes, %d cards, %d clients\n", path, len(page), shown, o.Clients)
		fmt.Fprintf(o.Out, "  page      %8.0f/s   median %7.2f ms   99th %8.2f ms   CPU %s\n", drawn.perSecond, ms(drawn.median), ms(drawn.slow99), drawn.cpu)
		fmt.Fprintf(o.Out, "  file      %8.0f/s   median %7.2f ms   99th %8.2f ms   CPU %s\n", given.perSecond, ms(given.median), ms(given.slow99), given.cpu)
		reached.least("the page's rate over the file's, "+path, drawn.perSecond/given.perSecond, "", pageShareLeast)
		reached.least("the file's CPU time over the page's, "+path, float64(given.cpu.own)/float64(drawn.cpu.own), "", pageShareLeast)
	}
	return reached.print(o.Out)
}

func (o PagesOptions) measurePage(ctx context.Context, address string) (figures, error) {
	if o.Profile != "" {
		profile, err := os.Create(o.Profile)
		if err != nil {
			return figures{}, err
		}
		defer profile.Close()
		if err := pprof.StartCPUProfile(profile); err != nil {
			return figures{}, err
		}
		defer pprof.StopCPUProfile()
	}
	return o.drive(ctx, address)
}

// measureFile gives the page's bytes from a file, by a server of its own.
func (o PagesOptions) measureFile(ctx context.Context, page []byte) (figures, error) {
	file, err := os.CreateTemp("", "guildhall-page-*.html")
	if err != nil {
		return figures{}, err
	}
	defer os.Remove(file.Name())
	if _, err := file.Write(page); err != nil {
		return figures{}, err
	}
	if err := file.Close(); err != nil {
		return figures{}, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return figures{}, err
	}
	server := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		content, err := os.Open(file.Name())
		if err != nil {
			http.Error(w, "gone", http.StatusInternalServerError)
			return
		}
		defer content.Close()
		http.ServeContent(w, r, "page.html", time.Time{}, content)
	})}
	go server.Serve(listener)
	defer server.Close()
	return o.drive(ctx, "http://"+listener.Addr().String()+"/page.html")
}

func (o PagesOptions) drive(ctx context.Context, address string) (figures, error) {
	caller := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: o.Clients, DisableCompression: true}}
	defer caller.CloseIdleConnections()
	var count atomic.Int64
	return drive(ctx, o.Clients, o.Span, meterOf(ctx, o.Store), func(ctx context.Context, _, _ int) error {
		_, err := fetch(ctx, caller, numbered(address, count.Add(1)))
		return err
	})
}

func numbered(address string, n int64) string {
	return strings.ReplaceAll(address, "{n}", strconv.FormatInt(n, 10))
}

func fetch(ctx context.Context, caller *http.Client, address string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	response, err := caller.Do(request)
	if err != nil {
		return nil, err
	}
	page, err := io.ReadAll(response.Body)
	if response.StatusCode != http.StatusOK {
		err = fmt.Errorf("bench: %s answers %s", address, response.Status)
	}
	return page, errors.Join(err, response.Body.Close())
}
