package browser_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"guildhall/money"
	"guildhall/say"
	"guildhall/test/browser"
	"guildhall/web/assets"
	"guildhall/web/parts"
)

// policyOfTests is as strict as the one the desk sends.
const policyOfTests = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'"

func guide(t *testing.T) *httptest.Server {
	t.Helper()
	balance := money.Amount(128050)
	now := time.Date(2026, 11, 20, 11, 0, 0, 0, time.UTC)
	chrome := parts.Chrome{
		Say: say.For("en", time.UTC, "USD"), Site: "Guildhall", Lang: "en", Dir: "ltr", Path: "/style", Now: now, Demo: true,
		Person: parts.Person{Login: "ada", Name: "Ada Byron"}, Bell: 3, Balance: &balance,
		Notices: []string{"You accepted the work. The seller has been paid $8.00."},
	}
	mux := http.NewServeMux()
	mux.Handle(assets.Prefix, assets.Handler())
	mux.HandleFunc("/style", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policyOfTests)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		shown := chrome
		if r.URL.Query().Has("rtl") {
			shown.Dir = "rtl"
		}
		if err := parts.StyleGuide(shown).Render(r.Context(), w); err != nil {
			t.Error(err)
		}
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

func TestEveryPartIsAccessibleSteadyAndFits(t *testing.T) {
	server := guide(t)
	for _, dark := range []bool{false, true} {
		for _, width := range []int{1280, 390, 320} {
			tab := browser.Open(t, server.URL+"/style", browser.Look{Width: width, Dark: dark})
			tab.Judge()
			tab.Shot("style")
		}
	}
}

func TestPagesReadFromTheRight(t *testing.T) {
	tab := browser.Open(t, guide(t).URL+"/style?rtl", browser.Look{Width: 390})
	tab.Fits()
	tab.Shot("style-rtl")
}

func TestTheMenuOpensWithoutScript(t *testing.T) {
	tab := browser.Open(t, guide(t).URL+"/style", browser.Look{NoScript: true})
	tab.Touch("Menu of Ada Byron")
	tab.See("Sign out", "Settings")
	tab.Quiet()
}
