// Package setup tries the first minutes of an operator in a real browser: the
// link that was printed, the five steps, and what is left before one opens.
package setup

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"guildhall/db"
	"guildhall/file"
	"guildhall/hall"
	"guildhall/test/browser"
	"guildhall/verify"
)

func TestMain(m *testing.M) { os.Exit(browser.Run(m)) }

// empty starts a marketplace on an empty folder, as serve does.
func empty(t *testing.T) (*hall.Hall, *db.Store) {
	t.Helper()
	ctx, folder := context.Background(), t.TempDir()
	store, err := db.Open(ctx, db.Options{URL: "sqlite:" + filepath.Join(folder, "guildhall.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	if err := store.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	files, err := file.OpenStore(filepath.Join(folder, "files"))
	if err != nil {
		t.Fatal(err)
	}
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	marketplace, err := hall.Start(ctx, store, files, hall.Options{Listen: "127.0.0.1:0", Preset: "services", Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { marketplace.Close() })
	return marketplace, store
}

func TestAnOperatorSetsAMarketplaceUpInFiveSteps(t *testing.T) {
	for name, look := range map[string]browser.Look{"wide": {Width: 1280}, "narrow": {Width: 390, Dark: true}, "no script": {NoScript: true}} {
		t.Run(name, func(t *testing.T) { setUp(t, name, look) })
	}
}

func setUp(t *testing.T, name string, look browser.Look) {
	marketplace, store := empty(t)
	tab := browser.Open(t, marketplace.FirstLink, look)
	becomeFirst(t, tab)
	takeSteps(tab, name)
	lookAround(t, tab, marketplace, name)

	findings, err := verify.Run(context.Background(), store)
	if err != nil || len(findings) > 0 {
		t.Errorf("verify: %v %v", findings, err)
	}
}

// becomeFirst takes the printed link, with one thing wrong at first.
func becomeFirst(t *testing.T, tab *browser.Tab) {
	t.Helper()
	tab.See("This link works once")
	tab.Fill("login", "olaf")
	tab.Fill("email", "olaf@mailinator.com")
	tab.Fill("password", "seven words are better than one")
	tab.Press("Look after this marketplace")
	if typed := tab.Typed("login"); typed != "olaf" {
		t.Errorf("after a refusal the login is %q", typed)
	}
	tab.Fill("email", "olaf@brightmail.org")
	tab.Fill("password", "seven words are better than one")
	tab.Press("Look after this marketplace")
}

// takeSteps goes through the five steps, trying the preview and the test
// letter.
func takeSteps(tab *browser.Tab, name string) {
	tab.See("Name and colours")
	tab.Judge()
	tab.Shot("set-up-1-" + name)
	tab.Fill("name", "Lindenhof")
	tab.Fill("colour", "plum")
	tab.Press("Preview")
	tab.See("Lindenhof", "Paid")
	tab.Judge()
	tab.Shot("set-up-preview-" + name)
	tab.Press("Keep and go on")

	tab.See("Country, currency, time")
	tab.Judge()
	tab.Fill("country", "DE")
	tab.Fill("currency", "EUR")
	tab.Fill("zone", "Europe/Nowhere")
	tab.Press("Keep and go on")
	tab.See("There is no time zone of this name")
	tab.Fill("zone", "Europe/Berlin")
	tab.Press("Keep and go on")

	tab.See("Kind of marketplace", "20%")
	tab.Judge()
	tab.Shot("set-up-3-" + name)
	tab.Press("Keep and go on")
	tab.See("No mail leaves this machine")
	tab.Judge()
	tab.Press("Send a test letter")
	tab.See("is in the outbox")
	tab.Press("Keep and go on")
	tab.See("The sandbox answers")
	tab.Press("Finish")
}

// lookAround is what the admin finds afterwards; the link is void by then.
func lookAround(t *testing.T, tab *browser.Tab, marketplace *hall.Hall, name string) {
	t.Helper()
	tab.See("Before you open", "7 things are left", "Lindenhof")
	if !strings.Contains(tab.HTML(), "/theme/330/85") {
		t.Error("the colours that were chosen are not those of the pages")
	}
	tab.Judge()
	tab.Shot("staff-" + name)
	for _, page := range []string{"/staff/health", "/staff/policy", "/staff/policy/commission"} {
		tab.Go(marketplace.URL + page)
		tab.Judge()
		tab.Shot("staff" + page[len("/staff/"):len("/staff/")+6] + "-" + name)
	}
	again := tab.Another(marketplace.FirstLink)
	again.See("Nothing here")
}
