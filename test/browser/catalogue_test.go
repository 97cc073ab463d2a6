package browser_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"guildhall/desk"
	"guildhall/file"
	"guildhall/search"
	"guildhall/test/browser"
	"guildhall/testkit"
	"guildhall/town"
	"guildhall/web"
)

// newMarket is a stage whose catalogue has enough in it to narrow down, with
// the search in memory, as it is outside tests.
func newMarket(t *testing.T) *stage {
	t.Helper()
	store, clock := testkit.SQLite(t)
	place := town.New(t, store, clock)
	files, err := file.OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	finder := search.InMemory()
	d := desk.New(store, files, desk.Config{URL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, Demo: true, Finder: finder})
	server := httptest.NewServer(web.Handler(d))
	t.Cleanup(server.Close)
	s := &stage{Town: place, t: t, url: server.URL, service: place.Shop()}
	for title, manner := range map[string]string{
		"Portrait of your dog in watercolour": "watercolour", "Comic page about your week": "comic", "Botanical plate of any plant": "watercolour",
	} {
		offer := s.Offer()
		offer.Title, offer.Attributes = title, map[string][]string{"manner": {manner}, "colour": {"yes"}}
		offer.Packages[0].Price, offer.Packages[0].Lead = 35_00, 3*24*time.Hour
		s.Sell(s.Seller.ID, offer)
	}
	if err := finder.CatchUp(t.Context(), store); err != nil {
		t.Fatal(err)
	}
	return s
}

const category = "/categories/illustration"

func TestAListNarrowsDownWithoutANewPage(t *testing.T) {
	s := newMarket(t)
	tab := browser.Open(t, s.url+category, browser.Look{})
	tab.See("4 services", "Watercolour", "Price", "Days until it is done")
	tab.Probe(`(window.here = "the same page")`)
	tab.Fill("a.manner", "watercolour")
	tab.Wait("2 services")
	if !strings.HasSuffix(tab.Address(), "?a.manner=watercolour") || tab.Probe(`window.here`) != "the same page" {
		t.Errorf("at %s, %q", tab.Address(), tab.Probe(`window.here ?? "a new page"`))
	}
	tab.Miss("Comic page about your week")
	tab.Fill("price_to", "30")
	tab.Wait("The filters leave nothing")
	tab.Touch("Take off: Up to $30.00")
	tab.Wait("2 services")
	tab.Back()
	tab.Wait("The filters leave nothing")
	tab.Back()
	tab.Wait("2 services")
	tab.Back()
	tab.Wait("4 services")
	if tab.Probe(`window.here`) != "the same page" {
		t.Error("the back button loaded a new page")
	}
	tab.Quiet()
}

// TestAHeartInAListKeepsThePage: a tile's heart is a form within the list, and
// none of its filters (CAT-25).
func TestAHeartInAListKeepsThePage(t *testing.T) {
	const title = "Comic page about your week"
	for _, look := range []browser.Look{{}, {NoScript: true}} {
		s := newMarket(t)
		tab := s.open(s.Buyer, category+"?price_to=60", look)
		tab.Probe(`(window.here = "the same page")`)
		if look.NoScript {
			tab.Press("Favourite: " + title)
		} else {
			tab.Touch("Favourite: " + title)
		}
		s.pressed(tab, title, "true")
		if want := s.url + category + "?price_to=60"; tab.Address() != want {
			t.Errorf("the heart leads to %s", tab.Address())
		}
		if !look.NoScript && tab.Probe(`window.here ?? "a new page"`) != "the same page" {
			t.Error("the page was loaded again")
		}
		tab.Go(s.url + "/favourites")
		tab.See(title)
		tab.Quiet()
	}
}

func TestTheFocusStaysWhereOneNarrowsDown(t *testing.T) {
	s := newMarket(t)
	tab := browser.Open(t, s.url+category, browser.Look{})
	tab.Probe(`(document.getElementById("by-a.manner-comic").focus(), document.activeElement.click(), "")`)
	tab.Wait("1 service")
	if focus := tab.Probe(`document.activeElement.id`); focus != "by-a.manner-comic" {
		t.Errorf("the focus went to %q", focus)
	}
	if tab.Probe(`document.getElementById("found-count").getAttribute("role")`) != "status" {
		t.Error("the count is not read out")
	}
}

func TestAListNarrowsDownWithoutScript(t *testing.T) {
	s := newMarket(t)
	tab := browser.Open(t, s.url+category, browser.Look{Width: 390, NoScript: true})
	tab.See("4 services")
	status, _, page := s.get(s.Buyer, category+"?q=&price_from=&price_to=30&days_from=&days_to=&rating=&a.manner=line_drawing")
	if status != http.StatusOK || strings.Contains(page, "Comic page about your week") {
		t.Errorf("the form's own address: status %d", status)
	}
	tab.Go(s.url + category + "?q=portrait")
	tab.See("1 service", "Portrait of your dog in watercolour", "Why here?")
	tab.Fits()
	tab.Quiet()
}

func TestFiltersAreASheetOnPhones(t *testing.T) {
	s := newMarket(t)
	tab := browser.Open(t, s.url+category, browser.Look{Width: 390})
	if top := tab.Probe(`String(document.querySelector(".tile").getBoundingClientRect().top < 600)`); top != "true" {
		t.Error("the results are pushed down")
	}
	tab.Touch("Filters")
	tab.Wait("Days until it is done")
	tab.Accessible()
	tab.Fits()
	tab.Shot("catalogue-sheet")
	tab.Fill("a.manner", "comic")
	tab.Wait("Show 1 service")
	tab.Touch("Show 1 service")
	tab.Wait("Comic page about your week")
	if shown := tab.Probe(`getComputedStyle(document.getElementById("filters")).display`); shown != "none" {
		t.Errorf("the sheet is still %s", shown)
	}
}

func TestTheSearchFieldSuggests(t *testing.T) {
	s := newMarket(t)
	for _, path := range []string{"/", "/services"} {
		tab := browser.Open(t, s.url+path, browser.Look{})
		tab.Probe(`(document.querySelector("input[type=search]").focus(), "")`)
		tab.Fill("q", "illus")
		tab.Wait("Category")
		if tab.Probe(`document.activeElement.getAttribute("aria-expanded")`) != "true" {
			t.Error("nobody hears that something is suggested")
		}
		tab.Accessible()
		tab.Shot("suggestions")
		press := func(key string) {
			tab.Probe(`(document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "` + key + `", bubbles: true, cancelable: true})), "")`)
		}
		press("ArrowDown")
		if id := tab.Probe(`document.activeElement.getAttribute("aria-activedescendant")`); id != "suggested-0" {
			t.Errorf("the arrow key leads to %q", id)
		}
		press("Escape")
		if tab.Probe(`String(document.querySelectorAll("[role=option]").length)`) != "0" {
			t.Error("Escape leaves the suggestions open")
		}
		tab.Fill("q", "illust")
		tab.Wait("Category")
		press("ArrowDown")
		press("Enter")
		for until := time.Now().Add(20 * time.Second); tab.Probe(arrivedScript) != "true"; time.Sleep(50 * time.Millisecond) {
			if time.Now().After(until) {
				t.Fatalf("Enter leads to %s", tab.Address())
			}
		}
		tab.See("4 services")
		tab.Quiet()
	}
}

// arrivedScript tells whether the category's page is there and read.
const arrivedScript = `String(location.pathname === "` + category + `" && document.readyState === "complete")`

// microdata reads the items of a page that belong to no other item.
const microdata = `(() => {
  const value = (e) => e.hasAttribute("itemscope") ? item(e) : e.content ?? e.href ?? e.textContent.trim();
  const props = (root) => [...root.querySelectorAll("[itemprop]")].filter((e) => e.parentElement.closest("[itemscope]") === root);
  const item = (root) => {
    const found = {};
    for (const e of props(root)) (found[e.getAttribute("itemprop")] ??= []).push(value(e));
    return { Type: root.getAttribute("itemtype"), Props: found };
  };
  return JSON.stringify([...document.querySelectorAll("[itemscope]:not([itemprop])")].map(item));
})()`

func TestSearchEnginesReadWhatPeopleRead(t *testing.T) {
	s := newMarket(t)
	tab := browser.Open(t, s.url+s.servicePath(), browser.Look{})
	var things []struct {
		Type  string
		Props map[string][]any
	}
	if err := json.Unmarshal([]byte(tab.Probe(microdata)), &things); err != nil {
		t.Fatal(err)
	}
	if len(things) != 2 || things[0].Type != "https://schema.org/BreadcrumbList" || !strings.Contains(things[1].Type, "https://schema.org/Product") {
		t.Fatalf("items: %+v", things)
	}
	steps := things[0].Props["itemListElement"]
	last, _ := json.Marshal(steps[len(steps)-1])
	for _, want := range []string{`"https://schema.org/ListItem"`, `"name":["Illustration"]`, `"position":["3"]`, category + `"`} {
		if !strings.Contains(string(last), want) {
			t.Errorf("the last step %s lacks %s", last, want)
		}
	}
	product := things[1].Props
	offers, _ := json.Marshal(product["offers"])
	for _, want := range []string{`"lowPrice":["20.00"]`, `"highPrice":["90.00"]`, `"priceCurrency":["USD"]`, `"offerCount":["3"]`, `"https://schema.org/InStock"`} {
		if !strings.Contains(string(offers), want) {
			t.Errorf("the offers %s lack %s", offers, want)
		}
	}
	if !slices.Equal(product["name"], []any{s.service.Title}) || product["aggregateRating"] != nil {
		t.Errorf("name %v, rating %v", product["name"], product["aggregateRating"])
	}
	for property, want := range map[string]string{
		"og:title": s.service.Title, "og:image": "http://127.0.0.1" + s.servicePath() + "/preview.png", "og:url": "http://127.0.0.1" + s.servicePath(),
	} {
		if got := tab.Probe(`document.querySelector('meta[property="` + property + `"]').content`); got != want {
			t.Errorf("%s is %q, want %q", property, got, want)
		}
	}
}

func TestRatingsAreToldToSearchEngines(t *testing.T) {
	s := newMarket(t)
	s.judge(s.completed(), time.Hour)
	s.figured()
	_, _, page := s.get(s.Buyer, s.servicePath())
	for _, want := range []string{`itemprop="ratingValue" content="5.0"`, `itemprop="ratingCount" content="1"`, `itemprop="bestRating" content="5"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestPagesThatFindAreSoundInEveryWindow(t *testing.T) {
	s := newMarket(t)
	pages := []struct{ name, path string }{
		{"catalogue", category + "?a.manner=watercolour&price_to=60"}, {"catalogue-all", "/services"}, {"catalogue-none", "/services?q=submarine"},
		{"catalogue-tree", "/categories"}, {"members", "/members?q=sam"},
	}
	for _, look := range []browser.Look{{}, {Dark: true}, {Width: 390}, {Width: 320, Dark: true}, {Width: 320, NoScript: true}} {
		for _, p := range pages {
			tab := browser.Open(t, s.url+p.path, look)
			tab.Judge()
			tab.Shot(p.name)
		}
		staff := s.open(s.Admin, "/staff/synonyms", look)
		staff.Judge()
		staff.Shot("synonyms")
	}
}

func TestStaffDeclareWordsTheSameInTheBrowser(t *testing.T) {
	s := newMarket(t)
	for _, look := range []browser.Look{{}, {NoScript: true}} {
		tab := s.open(s.Admin, "/staff/synonyms", look)
		tab.See("No words are declared the same yet")
		tab.Fill("words", "picture")
		tab.Press("Add")
		tab.See("Write two words at least")
		tab.Fill("words", "picture, drawing")
		tab.Press("Add")
		tab.See("The words were saved.")
		tab.Press("Remove")
		tab.See("The words were removed.", "No words are declared the same yet")
	}
}

// weightScript adds up what came over the wire.
const weightScript = `String([...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .reduce((sum, e) => sum + e.transferSize, 0))`

// firstVisitBytesMax is what a first visit may weigh, all told.
const firstVisitBytesMax = 100_000

func TestAFirstVisitIsLight(t *testing.T) {
	s := newMarket(t)
	for i := range 16 {
		offer := s.Offer()
		offer.Title = "Ink drawing number " + string(rune('A'+i))
		s.Sell(s.Seller.ID, offer)
	}
	for _, path := range []string{"/", "/services", s.servicePath()} {
		tab := browser.Open(t, s.url+path, browser.Look{})
		weight, err := strconv.Atoi(tab.Probe(weightScript))
		if err != nil || weight == 0 || weight > firstVisitBytesMax {
			t.Errorf("%s weighs %d bytes, %d at most (%v)", path, weight, firstVisitBytesMax, err)
		}
		tab.Steady()
	}
}
