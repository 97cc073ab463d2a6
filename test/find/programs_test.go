package find

import (
	"encoding/json"
	"encoding/xml"
	"image/png"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"guildhall/api"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/search"
	"guildhall/testkit"
)

// feed is what a reader takes out of an Atom feed.
type feed struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string   `xml:"id"`
	Updated string   `xml:"updated"`
	Entries []struct {
		ID      string `xml:"id"`
		Title   string `xml:"title"`
		Updated string `xml:"updated"`
		Author  string `xml:"author>name"`
		Summary string `xml:"summary"`
		Link    struct {
			Href string `xml:"href,attr"`
		} `xml:"link"`
	} `xml:"entry"`
}

func TestFeedsHaveWhatIsNewInAListWithItsFilters(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		for address, want := range map[string][]string{
			"/services/feed.atom?q=logo&price_to=60":          {"Mascot that smiles", "Logo in three drafts for your shop"},
			"/categories/illustration/feed.atom":              {"Ink drawing of your house", "Portrait of your dog in watercolour"},
			"/categories/illustration/feed.atom?sort=fastest": {"Ink drawing of your house", "Portrait of your dog in watercolour"},
			"/services/feed.atom?q=submarine":                 {},
		} {
			var f feed
			if err := xml.Unmarshal([]byte(h.page(address)), &f); err != nil {
				t.Fatalf("%s: %v", address, err)
			}
			var titles []string
			for _, e := range f.Entries {
				titles = append(titles, e.Title)
				if _, err := time.Parse(time.RFC3339, e.Updated); err != nil || !strings.HasPrefix(e.ID, "urn:uuid:") || e.Author == "" || !strings.Contains(e.Summary, e.Title) {
					t.Errorf("%s: entry %+v", address, e)
				}
				if code, _ := h.get(pathOf(t, e.Link.Href)); code != http.StatusOK {
					t.Errorf("%s leads to status %d", e.Link.Href, code)
				}
			}
			if strings.Join(titles, "|") != strings.Join(want, "|") {
				t.Errorf("%s: %q, want %q", address, titles, want)
			}
		}
		if code, _ := h.get("/categories/nowhere/feed.atom"); code != http.StatusNotFound {
			t.Errorf("a feed of no category: status %d", code)
		}
	})
}

func pathOf(t *testing.T, address string) string {
	t.Helper()
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return parsed.Path
}

// links is what a search engine takes out of a site map or its index.
type links struct {
	Parts []string `xml:"sitemap>loc"`
	Pages []string `xml:"url>loc"`
}

func TestTheSiteMapLeadsToEveryServiceThatIsShown(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		hidden := h.sold["Mascot that smiles"]
		h.Write(func(tx *db.Tx) error {
			return catalogue.WithholdService(tx, hidden.ID, catalogue.CauseDecision, "looked at", time.Time{})
		})
		var index links
		if err := xml.Unmarshal([]byte(h.page("/sitemap.xml")), &index); err != nil || len(index.Parts) != 2 {
			t.Fatalf("%v: %q", err, index.Parts)
		}
		mapped := map[string]bool{}
		for _, part := range index.Parts {
			var m links
			if err := xml.Unmarshal([]byte(h.page(pathOf(t, part))), &m); err != nil {
				t.Fatal(err)
			}
			for _, page := range m.Pages {
				mapped[pathOf(t, page)] = true
				if code, _ := h.get(pathOf(t, page)); code != http.StatusOK {
					t.Errorf("%s: status %d", page, code)
				}
			}
		}
		for title, s := range h.sold {
			if got, want := mapped["/services/"+catalogue.Slug(title)+"-"+s.ID.String()], title != hidden.Title; got != want {
				t.Errorf("%s on the map: %v", title, got)
			}
		}
		if !mapped["/categories/illustration"] || !mapped["/services"] {
			t.Error("categories are not on the map")
		}
		for _, none := range []string{
			"/sitemaps/2000000000.xml", "/sitemaps/ffffffff-ffff-7fff-bfff-ffffffffffff.xml", "/sitemaps/pages", "/sitemaps/x.xml", "/sitemaps/.xml",
		} {
			if code, _ := h.get(none); code != http.StatusNotFound {
				t.Errorf("%s: status %d", none, code)
			}
		}
	})
}

func TestRobotsAreToldTheSiteMap(t *testing.T) {
	store, clock := testkit.SQLite(t)
	h := newHall(t, store, clock)
	text := h.page("/robots.txt")
	for _, line := range []string{
		"Sitemap: http://localhost/sitemap.xml", "Disallow: /staff", "Disallow: /services/*/why", "Disallow: /favourites",
		"Disallow: /*?price_to", "Disallow: /*&price_to", "Disallow: /*?a.", "Disallow: /*&sort",
	} {
		if !strings.Contains(text, "\n"+line+"\n") {
			t.Errorf("robots.txt lacks %q:\n%s", line, text)
		}
	}
}

// TestOnlyPlainListsAreForSearchEngines: words, filters and orders combine
// without end, so none of them is a page that an engine keeps.
func TestOnlyPlainListsAreForSearchEngines(t *testing.T) {
	store, clock := testkit.SQLite(t)
	h := newHall(t, store, clock)
	seller := h.Join("una").ID
	for range 20 {
		h.Sell(seller, h.offer("Sketch of an idea", "illustration", 10_00, day, map[string][]string{"manner": {"comic"}}, nil))
	}
	h.follow()
	next := nextPage.FindStringSubmatch(h.page("/services"))
	if next == nil {
		t.Fatal("no second page")
	}
	second := strings.ReplaceAll(next[1], "&amp;", "&")
	for address, canonical := range map[string]string{
		"/services": "/services", "/categories/illustration?x=1": "/categories/illustration", second: second,
		"/services?sort=newest": "", "/services?q=logo": "", "/categories/illustration?a.manner=comic": "", "/services?price_to=50&x=1": "",
	} {
		w := h.serve(address)
		found := canonicalLink.FindStringSubmatch(w.Body.String())
		noindex := w.Header().Get("X-Robots-Tag") == "noindex"
		switch {
		case canonical == "" && (found != nil || !noindex):
			t.Errorf("%s: canonical %q, noindex %v", address, found, noindex)
		case canonical != "" && (found == nil || strings.ReplaceAll(found[1], "&amp;", "&") != "http://localhost"+canonical || noindex):
			t.Errorf("%s: canonical %q, want %s; noindex %v", address, found, canonical, noindex)
		}
	}
}

// TestWhatIsUnlistedIsFoundNowhere: by decision it is reachable by its address
// only, so outside engines leave it out too (CAT-10).
func TestWhatIsUnlistedIsFoundNowhere(t *testing.T) {
	store, clock := testkit.SQLite(t)
	h := newHall(t, store, clock)
	s := h.sold["Mascot that smiles"]
	address := "/services/" + catalogue.Slug(s.Title) + "-" + s.ID.String()
	for _, want := range []string{"", "noindex"} {
		w := h.serve(address)
		if got := w.Header().Get("X-Robots-Tag"); w.Code != http.StatusOK || got != want {
			t.Errorf("status %d, %q for engines, want %q", w.Code, got, want)
		}
		h.Write(func(tx *db.Tx) error {
			return catalogue.WithholdService(tx, s.ID, catalogue.CauseUnlisted, "doubted", time.Time{})
		})
	}
}

var canonicalLink = regexp.MustCompile(`<link rel="canonical" href="([^"]+)"`)

// TestListsHaveAPictureForLinks: where somebody posts their address.
func TestListsHaveAPictureForLinks(t *testing.T) {
	store, clock := testkit.SQLite(t)
	h := newHall(t, store, clock)
	if !strings.Contains(h.page("/"), `property="og:image" content="http://localhost/services/preview.png"`) {
		t.Error("the front page has no picture")
	}
	for _, list := range []string{"/services", "/categories/design", "/categories/illustration"} {
		if !strings.Contains(h.page(list), `property="og:image" content="http://localhost`+list+`/preview.png"`) {
			t.Errorf("%s has no picture", list)
		}
		drawn, err := png.DecodeConfig(h.serve(list + "/preview.png").Body)
		if err != nil || drawn.Width != 1200 || drawn.Height != 630 {
			t.Errorf("the picture of %s: %v, %d by %d", list, err, drawn.Width, drawn.Height)
		}
	}
	if code, _ := h.get("/categories/nowhere/preview.png"); code != http.StatusNotFound {
		t.Errorf("a picture of no category: status %d", code)
	}
}

func TestMembersAreFoundByLogin(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		page := h.page("/members?q=TES")
		if !strings.Contains(page, `href="/members/tess"`) || len(shown(page)) != 3 || strings.Count(page, `class="heart"`) != 3 {
			t.Errorf("tess with %d services and %d hearts", len(shown(page)), strings.Count(page, `class="heart"`))
		}
		for _, none := range []string{"/members?q=ess", "/members?q=t", "/members?q=te_s", "/members?q=%25%25"} {
			if page := h.page(none); strings.Contains(page, `href="/members/tess"`) {
				t.Errorf("%s finds tess", none)
			}
		}
		var found struct {
			Items []struct {
				Login    string
				Services int64
			}
		}
		_, body := h.get("/api/v1/members?find=tes")
		if err := json.Unmarshal([]byte(body), &found); err != nil || len(found.Items) != 1 || found.Items[0].Login != "tess" || found.Items[0].Services != 3 {
			t.Errorf("%v: %s", err, body)
		}
	})
}

func TestSuggestionsAreTheSameForPeopleAndPrograms(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		for typed, want := range map[string][]string{
			"log":  {"category /categories/logos-and-brands", "service Logo in three drafts for your shop", "service Emblem for a football club"},
			"tess": {"member /members/tess"},
			"ink":  {"service Ink drawing of your house"},
			"zzz":  {},
		} {
			var found struct {
				Items []struct{ Kind, Label, Link string }
			}
			_, body := h.get("/api/v1/suggestions?find=" + typed)
			if err := json.Unmarshal([]byte(body), &found); err != nil {
				t.Fatal(err)
			}
			told := ""
			piece := h.page("/suggestions?q=" + typed)
			for _, item := range found.Items {
				told += item.Kind + " " + item.Label + "\n" + item.Kind + " " + pathOf(t, item.Link) + "\n"
				if !strings.Contains(piece, `data-href="`+pathOf(t, item.Link)+`"`) {
					t.Errorf("%s: the page does not suggest %s", typed, item.Link)
				}
			}
			for _, w := range want {
				if !strings.Contains(told, w+"\n") {
					t.Errorf("%s: %q is not suggested:\n%s", typed, w, told)
				}
			}
			if strings.Count(piece, `role="option"`) != len(found.Items) || strings.Contains(piece, "<html") {
				t.Errorf("%s: %d options for %d suggestions", typed, strings.Count(piece, `role="option"`), len(found.Items))
			}
		}
	})
}

func TestSimilarServicesShareWordsAndLeaveTheServiceOut(t *testing.T) {
	store, clock := testkit.SQLite(t)
	h := newHall(t, store, clock)
	own := h.sold["Logo in three drafts for your shop"]
	page := h.page("/services/" + catalogue.Slug(own.Title) + "-" + own.ID.String())
	similar := shown(page[strings.Index(page, "More of this kind"):])
	if len(similar) < 2 || similar[0] != h.sold["Emblem for a football club"].ID.String() {
		t.Errorf("similar: %s", h.titles(similar))
	}
	for _, s := range similar {
		if s == own.ID.String() {
			t.Error("a service is similar to itself")
		}
	}
}

func TestPreviewsOfWhatNobodyMaySeeAreMissing(t *testing.T) {
	store, clock := testkit.SQLite(t)
	h := newHall(t, store, clock)
	own := h.sold["Mascot that smiles"]
	address := "/services/" + catalogue.Slug(own.Title) + "-" + own.ID.String() + "/preview.png"
	if code, body := h.get(address); code != http.StatusOK || !strings.HasPrefix(body, "\x89PNG") {
		t.Errorf("status %d, %d bytes", code, len(body))
	}
	h.Write(func(tx *db.Tx) error {
		return catalogue.WithholdService(tx, own.ID, catalogue.CauseDecision, "looked at", time.Time{})
	})
	if code, _ := h.get(address); code != http.StatusNotFound {
		t.Errorf("of a hidden one: status %d", code)
	}
}

func TestWordsDeclaredTheSameFindEachOther(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		if n := h.ask("find=trademark").Total; n != 0 {
			t.Fatalf("%d found before", n)
		}
		h.Write(func(tx *db.Tx) error {
			_, err := search.AddSynonyms(tx, []string{"trademark", "mascot"})
			return err
		})
		h.follow()
		if found := h.ask("find=trademarks"); found.Total != 1 || found.Items[0].Title != "Mascot that smiles" {
			t.Errorf("found %s", h.titles(found.services()))
		}
	})
}

func TestAPlaceIsWorkedOutForEverybody(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		own := h.sold["Mascot that smiles"]
		address := "/services/" + catalogue.Slug(own.Title) + "-" + own.ID.String() + "/why?q="
		for typed, wants := range map[string][]string{
			"":                               {"No words were typed", "Words 1,000"},
			"mascot&category=design":         {"That is place 1", `href="/categories/design?q=mascot"`},
			"mascot&category=websites":       {"It does not stand in this list"},
			"mascot&price_to=1":              {"It does not stand in this list"},
			"&category=design&sort=cheapest": {"in it this is place 4"},
			"masc":                           {"title, taken for unfinished", "900"},
			"smiling+clubb":                  {"Nothing has all of the words"},
			"mascot":                         {"title", "1,000", "That is place 1"},
			"smiling+tractor":                {"title", "nowhere", "The mean is 500"},
			"qqqqq":                          {"It is not found by"},
			"%00%ff%3Cscript%3E":             {"Why it stands here"},
			strings.Repeat("a", 9000):        {"Why it stands here"},
		} {
			code, page := h.get(address + typed)
			for _, want := range wants {
				if code != http.StatusOK || !strings.Contains(page, want) {
					t.Errorf("%.30q: status %d, without %q", typed, code, want)
				}
			}
		}
		h.Write(func(tx *db.Tx) error {
			return catalogue.WithholdService(tx, own.ID, catalogue.CauseWorkload, "", time.Time{})
		})
		if code, _ := h.get(address); code != http.StatusNotFound {
			t.Errorf("of a hidden one: status %d", code)
		}
		if code, _ := h.get(address + "&category=none-such"); code != http.StatusNotFound {
			t.Errorf("in a category that is none: status %d", code)
		}
	})
}

// TestAPlaceIsWorkedOutForPrograms asks each search for the place of each of its
// hits.
func TestAPlaceIsWorkedOutForPrograms(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		for _, search := range []string{"", "find=logo", "find=lgoo&category=design", "category=design&sort=cheapest", "price_max_minor=5000", "find=logo+submarine"} {
			for i, hit := range h.ask(search).Items {
				code, body := h.get(api.Base + "/services/" + hit.Service.String() + "/why?" + search)
				var place api.Placing
				if err := json.Unmarshal([]byte(body), &place); err != nil || code != http.StatusOK {
					t.Fatalf("%s: status %d, %v: %s", search, code, err, body)
				}
				if place.Position != int64(i+1) || !place.Found || place.Relevance != hit.Why.Relevance || place.Score != hit.Why.Score {
					t.Errorf("%q: %s stands at %d by %+v, told as %+v", search, hit.Title, i+1, hit.Why, place)
				}
			}
		}
		logo := h.sold["Logo in three drafts for your shop"].ID.String()
		for query, want := range map[string]string{
			"find=mascot": `"found":false`, "price_max_minor=100": `"found":false`,
			"find=logo":                       `"words":[{"typed":"logo","term":"logo","near_percent":100,"field":"title","points":1000}]`,
			"attribute=manner:line%20drawing": "api_attribute",
			"language=e%20n":                  "422",
			"limit=5":                         "api_unknown_field",
		} {
			if _, body := h.get(api.Base + "/services/" + logo + "/why?" + query); !strings.Contains(body, want) {
				t.Errorf("%s: without %s: %s", query, want, body)
			}
		}
	})
}

func TestTilesTellTheSellersStarsAndWhatIsTopRated(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		for words, wants := range map[string][2]int{"mascot": {1, 0}, "village+shop": {1, 1}, "emblem": {0, 0}} {
			_, page := h.get("/services?q=" + words)
			results := page[strings.Index(page, `class="grid tiles`):]
			results = results[:strings.Index(results, "</ul>")]
			stars, top := strings.Count(results, ">4.8</span>"), strings.Count(results, "Top-rated")
			if stars != wants[0] || top != wants[1] {
				t.Errorf("%s: %d stars and %d marks, want %v", words, stars, top, wants)
			}
		}
	})
}
