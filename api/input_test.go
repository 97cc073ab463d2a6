package api_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"guildhall/api"
	"guildhall/db"
	"guildhall/testkit"
)

// long is more than any parameter takes.
var long = strings.Repeat("x", 3000)

// wrong are, for each parameter of the operations that search, values that
// cannot be meant; "" is the operation itself with a parameter of no name.
var wrong = map[string]map[string][]string{
	"/services": {
		"find":              {long},
		"category":          {"sorcery", "Illustration!", "a\x00b", long},
		"seller":            {"nobody-of-this-name", "a\x00b", long},
		"attribute":         {"colour", ":", ":red", "nothing_like_it:red", "a\x00b:c", long + ":x"},
		"language":          {"klingon", "\x00", long},
		"level":             {"master", long},
		"price_min_minor":   {"-1", "cheap", "1.5", "99999999999999999999"},
		"price_max_minor":   {"-1", "dear", "99999999999999999999"},
		"lead_min_seconds":  {"-1", "soon", "99999999999"},
		"lead_max_seconds":  {"-1", "late", "99999999999"},
		"rating_min_tenths": {"1", "51", "good", "-10"},
		"feedback_min":      {"7", "101", "many"},
		"online":            {"perhaps", "2"},
		"verified":          {"perhaps"},
		"top_rated":         {"perhaps"},
		"counts":            {"perhaps"},
		"sort":              {"loudest", long},
		"limit":             {"0", "61", "-1", "all"},
		"after":             {"nonsense", "a\x00b", long},
	},
	"/members":     {"find": {"", long}, "limit": {"0", "61", "all"}},
	"/suggestions": {"find": {long}},
}

// needed are parameters an operation cannot do without.
var needed = map[string]url.Values{"/members": {"find": {"sam"}}, "/suggestions": {"find": {"ink"}}}

// TestASearchSaysWhichParameterIsWrong sends each parameter of the operations
// that search values that cannot be meant: each is refused beside its name.
func TestASearchSaysWhichParameterIsWrong(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		w.Shop()
		for _, o := range api.Operations() {
			if wrong[o.Path] == nil || o.Method != http.MethodGet {
				continue
			}
			for _, name := range queriesOf(t, o.Path) {
				if len(wrong[o.Path][name]) == 0 {
					t.Errorf("nothing wrong is tried for %s?%s=", o.Path, name)
				}
				for _, value := range wrong[o.Path][name] {
					w.refusesAt(o.Path, name, value)
				}
			}
			w.refusesAt(o.Path, "no_such_parameter", "1")
		}
	})
}

// refusesAt wants a refusal that names the parameter.
func (w *world) refusesAt(path, name, sent string) {
	w.t.Helper()
	asked := url.Values{}
	for known, values := range needed[path] {
		asked[known] = values
	}
	asked.Set(name, sent)
	got := w.visitor().get(path + "?" + asked.Encode())
	if got.status != http.StatusUnprocessableEntity {
		w.t.Errorf("%s?%s=%.40q: %d\n%.300s", path, name, sent, got.status, got.body)
		return
	}
	if !slices.ContainsFunc(got.value().at("errors").list(), func(one value) bool {
		field, _, _ := strings.Cut(one.at("field").text(), ".")
		return field == name && one.at("detail").text() != ""
	}) {
		w.t.Errorf("%s?%s=%.40q is refused without its name\n%s", path, name, sent, got.body)
	}
}

// TestAnyOtherWordsAreASearch sends what people paste and what breaks parsers:
// each is answered.
func TestAnyOtherWordsAreASearch(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		w.Shop()
		for _, words := range []string{
			"", " ", "\x00", "\xff\xfe", "'", `"`, `") OR 1=1 --`, "%", "_", "*", "ink*", "NEAR(", "c++", "שלום", "\u202eink", "\u200b",
			strings.Repeat("a ", 100), strings.Repeat("ä", 100), "-ink", "ink AND", "{ink}", "😀",
		} {
			for _, path := range []string{"/services", "/suggestions", "/members"} {
				got := w.visitor().get(path + "?" + url.Values{"find": {words}}.Encode())
				if got.status >= http.StatusInternalServerError || path == "/services" && got.status != http.StatusOK {
					t.Errorf("%s?find=%q: %d\n%s", path, words, got.status, got.body)
				}
			}
		}
		for _, path := range []string{"/categories/a%00b", "/members/a%00b", "/members/a%00b/works", "/services/a%00b", "/members/%ff"} {
			w.visitor().get(path).refused(http.StatusNotFound, "not_found", "")
		}
	})
}

// TestUnknownParametersAreRefusedEverywhere holds every operation that reads to
// it: a filter misspelt must not answer with everything.
func TestUnknownParametersAreRefusedEverywhere(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	things := w.things()
	seller, admin := w.as(w.Seller), w.as(w.Admin)
	for _, o := range api.Operations() {
		if o.Method != http.MethodGet {
			continue
		}
		asker := seller
		if strings.HasPrefix(o.Path, "/staff") {
			asker = admin
		}
		got := asker.get(with(o.Path, things) + "?no_such_parameter=1")
		if got.status == http.StatusUnprocessableEntity {
			got.refused(http.StatusUnprocessableEntity, "api_unknown_field", "no_such_parameter")
		} else if got.status < http.StatusBadRequest {
			t.Errorf("%s takes any parameter", o.Name)
		}
	}
}
