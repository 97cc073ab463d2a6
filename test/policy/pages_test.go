// Package policy_test shows the values of the policy that act on pages alone.
// All others are shown in package town.
package policy_test

import (
	"io"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"guildhall/db"
	"guildhall/desk"
	"guildhall/file"
	"guildhall/rulebook"
	"guildhall/testkit"
	"guildhall/town"
	"guildhall/web"
)

// page is what a visitor gets under category_levels.
func page(t *testing.T, path string, levels int) string {
	t.Helper()
	store, clock := testkit.SQLite(t)
	w := town.New(t, store, clock)
	w.Shop()
	w.Write(func(tx *db.Tx) error {
		now, err := rulebook.Current(tx)
		if err != nil || now.Policy.CategoryLevels == levels {
			return err
		}
		now.Policy.CategoryLevels = levels
		_, err = rulebook.Publish(tx, now.Policy, w.Admin.ID, "a shorter list", tx.Now())
		return err
	})
	files, err := file.OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d := desk.New(store, files, desk.Config{Log: slog.New(slog.DiscardHandler)})
	answer := httptest.NewRecorder()
	web.Handler(d).ServeHTTP(answer, httptest.NewRequest("GET", path, nil))
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.Code != 200 {
		t.Fatalf("%d %v", answer.Code, err)
	}
	return string(body)
}

// TestTheTreeIsShownAsDeepAsThePolicySays changes category_levels (CAT-1).
func TestTheTreeIsShownAsDeepAsThePolicySays(t *testing.T) {
	one, two := page(t, "/categories", 1), page(t, "/categories", 2)
	const below = `href="/categories/illustration"`
	if strings.Contains(one, below) || !strings.Contains(two, below) {
		t.Errorf("a category below shows: %v with one level, %v with two", strings.Contains(one, below), strings.Contains(two, below))
	}
}
