package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"

	"guildhall/db"
	"guildhall/reputation"
	"guildhall/testkit"
	"guildhall/town"
)

// explained is what the command prints of Sam's service, over data that
// another process has left.
func explained(t *testing.T, query ...string) (status int, out, errs string) {
	t.Helper()
	folder, clock := t.TempDir(), testkit.NewClock()
	store, err := db.Open(t.Context(), db.Options{URL: "sqlite:" + filepath.Join(folder, "guildhall.db"), Clock: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	w := town.New(t, store, clock)
	service := w.Shop()
	w.Follow(reputation.Take)
	w.Write(func(tx *db.Tx) error {
		_, err := reputation.RankDue(tx, 100)
		return err
	})
	store.Close()
	var told, complained bytes.Buffer
	args := append([]string{"rank", "--explain", "--data", folder, "/services/ink-" + service.ID.String()}, query...)
	status = run(context.Background(), args, &told, &complained)
	return status, told.String(), complained.String()
}

func TestAPlaceIsExplainedFromStoredFigures(t *testing.T) {
	status, out, errs := explained(t, "ink", "hauses", "spaceship")
	for _, part := range []string{
		"Ink drawing of your house", "ink            1000 in title", "spaceship      nowhere",
		"rank 1.", "overall rating -0.", "fresh          +0.100000", "new            +0.150000",
	} {
		if status != statusDone || !strings.Contains(out, part) {
			t.Errorf("status %d %s: %q is not told in\n%s", status, errs, part, out)
		}
	}
	if _, out, _ := explained(t); !strings.Contains(out, "relevance 1000 of 1000") || !strings.Contains(out, "position 1,") {
		t.Errorf("without words:\n%s", out)
	}
	for list, want := range map[string]string{
		"/services?q=ink&price_to=5000":             "1000 in title",
		"/services?price_to=1":                      "it is not in that list",
		"/categories/illustration?sort=cheapest":    "position 1, in the order cheapest",
		"/categories/logos-and-brands":              "it is not in that list",
		"https://a.example/categories/illustration": "position 1, before",
	} {
		if status, out, errs := explained(t, "--list", list); status != statusDone || !strings.Contains(out, want) {
			t.Errorf("%s: status %d %s: %q is not told in\n%s", list, status, errs, want, out)
		}
	}
	for list, want := range map[string]string{"/members": "a list's address begins", "/categories/none-such": "no category none-such"} {
		if status, _, errs := explained(t, "--list", list); status != statusRefused || !strings.Contains(errs, want) {
			t.Errorf("%s: status %d, %q", list, status, errs)
		}
	}
}

func TestWhatCannotBeExplainedIsSaid(t *testing.T) {
	var out, errs bytes.Buffer
	if run(t.Context(), []string{"rank", "--explain", "--data", t.TempDir(), "the blue one"}, &out, &errs) != statusRefused {
		t.Error("a name was taken for a service")
	}
	unknown := "01900000-0000-7000-8000-000000000000"
	if run(t.Context(), []string{"rank", "--explain", "--data", t.TempDir(), unknown}, &out, &errs) != statusRefused ||
		!strings.Contains(errs.String(), "no such service") {
		t.Errorf("an unknown service: %s", errs.String())
	}
}
