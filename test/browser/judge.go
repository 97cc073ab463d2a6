package browser

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

//go:embed testdata/axe-4.14.1.min.js
var axe string

// axeScript runs the checker with the tags of WCAG 2.2 AA and writes each
// finding on a line.
const axeScript = `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }).then((result) =>
  result.violations.map((v) => v.id + ": " + v.help + "\n" +
    v.nodes.map((n) => "    " + n.html.slice(0, 200) + "\n    " + (n.failureSummary ?? "").replace(/\n/g, " ")).join("\n")))`

// Accessible fails on every finding of axe-core on the page.
func (b *Tab) Accessible() {
	b.t.Helper()
	b.do("load axe", chromedp.Evaluate[chromedp.Void](axe))
	findings, err := run(b, chromedp.Evaluate[[]string](axeScript, chromedp.EvalAwaitPromise))
	b.must(err, "run axe")
	for _, finding := range findings {
		b.t.Errorf("%s (width %d, dark %v): %s", b.Address(), b.look.Width, b.look.Dark, finding)
	}
}

// Steady fails when the layout jumped while the page loaded.
func (b *Tab) Steady() {
	b.t.Helper()
	shift, err := run(b, chromedp.Evaluate[float64](shiftScript, chromedp.EvalAwaitPromise))
	b.must(err, "measure the layout")
	if shift > shiftMax {
		b.t.Errorf("%s (width %d): the layout jumped by %.4f", b.Address(), b.look.Width, shift)
	}
}

// shiftMax is the score of layout shift that nobody sees.
const shiftMax = 0.001

const shiftScript = `new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const e of list.getEntries()) sum += e.value; }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 250);
})`

// Fits fails when the page is wider than its window.
func (b *Tab) Fits() {
	b.t.Helper()
	wide := ask[int](b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`)
	if wide > 0 {
		b.t.Errorf("%s: at width %d the page sticks out by %d px", b.Address(), b.look.Width, wide)
	}
}

// Quiet fails on errors of scripts, refusals by the Content-Security-Policy
// and files that did not load, since the tab was opened.
func (b *Tab) Quiet() {
	b.t.Helper()
	for _, complaint := range b.console.take() {
		b.t.Errorf("%s: %s", b.Address(), complaint)
	}
}

// Judge is all of the above for a page just loaded. Where script is switched
// off the two that need timers are left out: they cannot run in such a page.
func (b *Tab) Judge() {
	b.t.Helper()
	b.Fits()
	b.Quiet()
	if b.look.NoScript {
		return
	}
	b.Steady()
	b.Accessible()
}

// Shot saves (call it last: it resizes the window, which moves things) a picture of the whole page into the folder GUILDHALL_SHOTS, if
// that is set, for people to look at.
func (b *Tab) Shot(name string) {
	b.t.Helper()
	folder := os.Getenv("GUILDHALL_SHOTS")
	if folder == "" {
		return
	}
	scheme := "light"
	if b.look.Dark {
		scheme = "dark"
	}
	picture, err := run(b, chromedp.FullScreenshot(100))
	b.must(err, "take a picture")
	path := filepath.Join(folder, fmt.Sprintf("%s-%d-%s.png", name, b.look.Width, scheme))
	b.must(os.WriteFile(path, picture, 0o644), "save the picture")
}

// console collects what the browser complains about.
type console struct {
	sync.Mutex
	complaints []string
}

func (c *console) hear(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		c.add("uncaught: " + e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" {
			c.add(fmt.Sprintf("console.error with %d arguments", len(e.Args)))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError && !answered(e.Entry) {
			c.add(string(e.Entry.Source) + ": " + e.Entry.Text + " " + e.Entry.URL)
		}
	}
}

// answered tells a page that came with a status like 422, which the browser
// logs although a person reads it, from a file that is missing.
func answered(e *log.Entry) bool {
	return e.Source == log.EntrySourceNetwork && !strings.Contains(e.URL, "/assets/") && !strings.Contains(e.URL, "/files/")
}

func (c *console) add(complaint string) {
	c.Lock()
	defer c.Unlock()
	c.complaints = append(c.complaints, complaint)
}

func (c *console) take() []string {
	c.Lock()
	defer c.Unlock()
	taken := c.complaints
	c.complaints = nil
	return taken
}

func clearCookies(ctx context.Context) error {
	_, err := chromedp.Call(ctx, network.ClearBrowserCookies, cdp.Empty{})
	return err
}
