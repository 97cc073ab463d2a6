// Package browser drives a real Chromium for the journeys: it opens pages,
// fills forms as a person does, and judges what it sees (accessibility,
// errors on the console, layout that jumps).
//
// One Chromium is shared by a package's tests; each Tab has cookies of its own.
// A test package that uses it has
//
//	func TestMain(m *testing.M) { os.Exit(browser.Run(m)) }
package browser

import (
	"context"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// waitMax bounds every single step of a tab.
const waitMax = 30 * time.Second

var shared struct {
	sync.Mutex
	ctx  context.Context
	stop []context.CancelFunc
}

// Run runs the tests and closes the browser afterwards.
func Run(m *testing.M) int {
	defer func() {
		for i := len(shared.stop) - 1; i >= 0; i-- {
			shared.stop[i]()
		}
	}()
	return m.Run()
}

// Look is how a tab sees the world.
type Look struct {
	Width    int  // in CSS pixels; 0 is 1280
	Dark     bool // asks for dark colours
	NoScript bool // script switched off
}

// Tab is one page of one person: cookies and storage are its own.
type Tab struct {
	t       testing.TB
	ctx     context.Context
	look    Look
	console *console
}

// Open opens the address in a new tab. Without a Chromium it says so and skips
// on a developer's machine, and fails where CI runs.
func Open(t testing.TB, address string, look Look) *Tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(chromium(t), chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	return open(t, ctx, address, look)
}

// Another opens a second tab of the same person.
func (b *Tab) Another(address string) *Tab {
	b.t.Helper()
	inside := chromedp.FromContext(b.ctx).BrowserContextID
	ctx, cancel := chromedp.NewContext(chromium(b.t), chromedp.WithExistingBrowserContext(inside))
	b.t.Cleanup(cancel)
	return open(b.t, ctx, address, b.look)
}

func open(t testing.TB, ctx context.Context, address string, look Look) *Tab {
	t.Helper()
	if look.Width == 0 {
		look.Width = 1280
	}
	b := &Tab{t: t, ctx: ctx, look: look, console: &console{}}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("the browser does not start: %v", err)
	}
	b.must(chromedp.Listen(ctx, b.console.hear), "listen")
	b.dress()
	b.Go(address)
	return b
}

// dress sets width, colours and script as the look wants them.
func (b *Tab) dress() {
	b.t.Helper()
	scheme := "light"
	if b.look.Dark {
		scheme = "dark"
	}
	b.do("size", chromedp.EmulateViewport(int64(b.look.Width), 900))
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}},
	})
	b.must(err, "colours")
	_, err = chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: b.look.NoScript})
	b.must(err, "script")
}

// chromium starts the shared browser at the first call.
func chromium(t testing.TB) context.Context {
	t.Helper()
	path := executable(t)
	shared.Lock()
	defer shared.Unlock()
	if shared.ctx != nil {
		return shared.ctx
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.Flag("headless", "new"),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("hide-scrollbars", true), chromedp.Flag("no-pings", true))
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stop := chromedp.NewContext(allocator)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("Chromium does not start: %v", err)
	}
	shared.ctx, shared.stop = ctx, []context.CancelFunc{stopAllocator, stop}
	return ctx
}

// executable is the browser the checks name, or else Debian's.
func executable(t testing.TB) string {
	t.Helper()
	if named := os.Getenv("GUILDHALL_CHROMIUM"); named != "" {
		return named
	}
	path, err := exec.LookPath("chromium")
	if err != nil {
		missing(t)
	}
	return path
}

func missing(t testing.TB) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal("no Chromium on this machine: the journeys must run where CI does")
	}
	t.Skip("NO BROWSER: install Debian's chromium to run this journey")
}

// do runs one step within waitMax; the test ends where it fails.
func (b *Tab) do(what string, step chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	_, err := run(b, step)
	b.must(err, what)
}

func run[T any](b *Tab, step chromedp.Action[T]) (T, error) {
	ctx, cancel := context.WithTimeout(b.ctx, waitMax)
	defer cancel()
	return chromedp.Run(ctx, step)
}

func (b *Tab) must(err error, what string) {
	b.t.Helper()
	if err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
}
