package find

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/id"
	"guildhall/rulebook"
	"guildhall/search"
	"guildhall/testkit"
)

// same are searches as the page's address and the API's say them, with how
// many services they leave.
var same = []struct {
	page, program string
	left          int64
}{
	{"/services", "", 7},
	{"/services?q=logo", "find=logo", 3},
	{"/services?q=lgoo", "find=lgoo", 3},
	{"/services?q=logo+submarine", "find=logo+submarine", 3},
	{"/services?q=submarine", "find=submarine", 0},
	{"/categories/design", "category=design", 6},
	{"/categories/logos-and-brands?a.file_forms=svg&a.kind_of_mark=emblem", "category=logos-and-brands&attribute=file_forms:svg,kind_of_mark:emblem", 1},
	{"/categories/logos-and-brands?a.file_forms=svg&a.file_forms=pdf", "category=logos-and-brands&attribute=file_forms:svg,file_forms:pdf", 3},
	{"/services?price_from=50&price_to=80", "price_min_minor=5000&price_max_minor=8000", 3},
	{"/services?days_to=3&sort=cheapest", "lead_max_seconds=259200&sort=cheapest", 2},
	{"/services?rating=4.5&feedback=10&level=advanced&verified=yes&sort=newest", "rating_min_tenths=45&feedback_min=10&level=advanced&verified=true&sort=newest", 3},
	{"/services?top_rated=yes", "top_rated=true", 1},
	{"/services?online=yes", "online=true", 3},
	{"/categories/design?online=yes&price_to=50", "category=design&online=true&price_max_minor=5000", 1},
	{"/services?sort=best_rated", "sort=best_rated", 7},
	{"/services?sort=fastest&language=en", "sort=fastest&language=en", 7},
}

func TestPageAndProgramFindTheSame(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		for _, s := range same {
			page, program := h.page(s.page), h.ask(s.program+"&counts=true")
			if program.Total != s.left {
				t.Errorf("%s leaves %d: %s", s.program, program.Total, h.titles(program.services()))
			}
			if got, want := shown(page), program.services(); !slices.Equal(got, want) {
				t.Errorf("%s: the page has %s, the API %s", s.page, h.titles(got), h.titles(want))
			}
			if !strings.Contains(page, fmt.Sprintf(`role="status">%d service`, program.Total)) {
				t.Errorf("%s: the page does not say %d", s.page, program.Total)
			}
			for name, want := range program.Counts.Languages {
				if got := count(page, "language", name); got != want && got != -1 {
					t.Errorf("%s: beside %s stands %d, the API says %d", s.page, name, got, want)
				}
			}
			for code, values := range program.Counts.Attributes {
				for value, want := range values {
					if got := count(page, "a."+code, value); got != want && got != -1 {
						t.Errorf("%s: beside %s=%s stands %d, the API says %d", s.page, code, value, got, want)
					}
				}
			}
		}
	})
}

// count is the number beside a value of a filter on the page; -1 where the
// value is not there.
func count(page, name, value string) int64 {
	beside := regexp.MustCompile(`name="` + regexp.QuoteMeta(name) + `" value="` + regexp.QuoteMeta(value) + `"[^>]*> ?<label[^>]*><span>[^<]*</span> ?<span class="soft figures">([0-9]+)</span>`)
	found := beside.FindStringSubmatch(page)
	if found == nil {
		return -1
	}
	n, err := strconv.ParseInt(found[1], 10, 64)
	if err != nil {
		return -2
	}
	return n
}

func TestEachValueShowsWhatItLeaves(t *testing.T) {
	store, clock := testkit.SQLite(t)
	h := newHall(t, store, clock)
	page := h.page("/categories/logos-and-brands?a.file_forms=pdf")
	for _, want := range []struct {
		name, value string
		count       int64
	}{
		{"a.file_forms", "svg", 2}, {"a.file_forms", "pdf", 1}, {"a.file_forms", "ai", 0}, // as if this filter were not set
		{"a.kind_of_mark", "mascot", 1}, {"a.kind_of_mark", "emblem", 0},
	} {
		if got := count(page, want.name, want.value); got != want.count {
			t.Errorf("%s=%s leaves %d, want %d", want.name, want.value, got, want.count)
		}
		if want.count > 0 {
			left := h.ask("category=logos-and-brands&attribute=" + strings.TrimPrefix(want.name, "a.") + ":" + want.value +
				map[bool]string{true: "", false: "&attribute=file_forms:pdf"}[want.name == "a.file_forms"])
			if left.Total != want.count {
				t.Errorf("%s=%s: %d are left, %d were promised", want.name, want.value, left.Total, want.count)
			}
		}
	}
	page = h.page("/categories/logos-and-brands")
	if !strings.Contains(page, `aria-label="Prices from`) || !strings.Contains(page, `aria-label="Lead times from`) {
		t.Error("a histogram says nothing to those who do not see it")
	}
}

func TestTheListSaysHowItUnderstoodTheWords(t *testing.T) {
	store, clock := testkit.SQLite(t)
	h := newHall(t, store, clock)
	for address, want := range map[string]string{
		"/services?q=lgoo":                          "Nothing is spelled “lgoo”: showing logo",
		"/services?q=logo+submarine":                "Nothing has all of “logo submarine”. These have some of the words, or words near them.",
		"/services?q=logo&price_to=1":               "The filters leave nothing",
		"/services?q=submarine":                     "Nothing found",
		"/categories/websites?q=mascot":             "See 1 service of all categories",
		"/categories/websites?q=mascot&sort=newest": "See 1 service of all categories",
		"/services?q=tess":                          `href="/members/tess"`,
		"/services?q=logo":                          "Your words: ",
		"/services?q=logo+clubb":                    "In the title: “clubb”, taken for misspelled.",
		"/services?q=mascotry":                      "Nothing is spelled “mascotry”: showing mascot.",
		"/categories/design?q=logo&price_to=60":     "/why?category=design&amp;price_to=60&amp;q=logo",
		"/services?top_rated=yes":                   "Its record counts 1.25 times",
		"/services?sort=cheapest":                   "The list is in the order you chose (cheapest)",
		"/categories/design?q=logo":                 "“logo” in Design",
		"/services?price_to=50&online=maybe":        "Take off: Up to $50.00",
	} {
		if page := h.page(address); !strings.Contains(page, want) {
			t.Errorf("%s does not say %q", address, want)
		}
	}
}

func TestPagesOfAListDoNotOverlap(t *testing.T) {
	store, clock := testkit.SQLite(t)
	h := newHall(t, store, clock)
	sellers := []account.Member{h.Join("una"), h.Join("ugo"), h.Join("ulf")}
	for i := range 30 {
		h.Sell(sellers[i%len(sellers)].ID, h.offer(fmt.Sprintf("Sketch number %d", i), "illustration", 10_00, day, map[string][]string{"manner": {"comic"}}, []string{"sketch"}))
	}
	h.follow()
	first := h.page("/services?q=sketch&sort=newest")
	next := nextPage.FindStringSubmatch(first)
	if next == nil {
		t.Fatal("no way to the next page")
	}
	second := h.page(strings.ReplaceAll(next[1], "&amp;", "&"))
	all := append(shown(first), shown(second)...)
	slices.Sort(all)
	if len(slices.Compact(all)) != 30 {
		t.Errorf("%d services on two pages", len(slices.Compact(all)))
	}
	if back := `href="/services?q=sketch&amp;sort=newest"`; !strings.Contains(second, back) || !strings.Contains(second, "First page") {
		t.Error("no way back from the second page")
	}
	if torn := h.page("/services?q=sketch&sort=newest&after=torn"); !slices.Equal(shown(torn), shown(first)) {
		t.Error("a torn cursor is not the first page")
	}
}

var nextPage = regexp.MustCompile(`rel="next" href="([^"]+)"`)

// TestAPageBehindTheEndLeadsBack: the list gets shorter while somebody reads.
func TestAPageBehindTheEndLeadsBack(t *testing.T) {
	store, clock := testkit.SQLite(t)
	h := newHall(t, store, clock)
	seller := h.Join("una").ID
	for range 20 {
		h.Sell(seller, h.offer("Sketch of an idea", "websites", 10_00, day, map[string][]string{"kind_of_site": {"blog"}}, nil))
	}
	h.follow()
	first := h.page("/services")
	second := strings.ReplaceAll(nextPage.FindStringSubmatch(first)[1], "&amp;", "&")
	h.Write(func(tx *db.Tx) error {
		for _, shown := range shown(h.page(second)) {
			service, err := id.Parse[id.ServiceKind](shown)
			if err != nil {
				return err
			}
			if err := catalogue.WithholdService(tx, service, catalogue.CauseDecision, "looked at", time.Time{}); err != nil {
				return err
			}
		}
		return nil
	})
	h.follow()
	page := h.page(second)
	if len(shown(page)) != 0 || !strings.Contains(page, "The list ends before this page") || strings.Contains(page, "Nobody offers anything here yet") ||
		!strings.Contains(page, `href="/services">First page`) {
		t.Errorf("behind the end stands:\n%s", page)
	}
}

// TestWhatIsChosenStaysAmongItsFilters: a value that leaves nothing has to be
// there to be taken off, and the next change of the form keeps it.
func TestWhatIsChosenStaysAmongItsFilters(t *testing.T) {
	store, clock := testkit.SQLite(t)
	h := newHall(t, store, clock)
	page := h.page("/services?language=de&language=en&level=professional&level=wizard")
	for _, want := range []string{
		`name="language" value="de" checked`, `name="language" value="en" checked`, `name="level" value="professional" checked`,
		"Take off: German", "Take off: English",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(page, "wizard") {
		t.Error("a level that nobody can have is kept")
	}
}

func TestFiltersStandInOneOrder(t *testing.T) {
	store, clock := testkit.SQLite(t)
	h := newHall(t, store, clock)
	for _, language := range []string{"uk", "fr", "de", "pl", "es"} {
		offer := h.offer("Sketch of an idea", "illustration", 10_00, day, map[string][]string{"manner": {"comic"}}, nil)
		offer.Language = language
		h.Sell(h.Seller.ID, offer)
	}
	h.follow()
	for range 5 {
		var codes []string
		for _, found := range languageValue.FindAllStringSubmatch(h.page("/services"), -1) {
			codes = append(codes, found[1])
		}
		if got := strings.Join(codes, " "); got != "en de es fr pl uk" {
			t.Fatalf("the languages stand as %s", got)
		}
	}
}

var languageValue = regexp.MustCompile(`name="language" value="([a-z]+)"`)

// TestNewServicesHaveAShareOfTheFirstPage changes newcomer_share and sees the
// mark come and go (REP-18).
func TestNewServicesHaveAShareOfTheFirstPage(t *testing.T) {
	store, clock := testkit.SQLite(t)
	h := newHall(t, store, clock)
	h.Write(func(tx *db.Tx) error {
		return search.SetFigures(tx, h.sold["Slides for a calm talk"].ID, search.Figures{Rank: 1, Newcomer: true})
	})
	h.follow()
	const mark = `>New</span>`
	if page := h.page("/services"); strings.Count(page, mark) != 1 || !strings.Contains(page, "It is new. 10% of the first page") {
		t.Errorf("%d marks under the share of 10%%", strings.Count(page, mark))
	}
	h.Write(func(tx *db.Tx) error {
		now, err := rulebook.Current(tx)
		if err != nil {
			return err
		}
		p := now.Policy
		p.NewcomerShare = 0
		_, err = rulebook.Publish(tx, p, h.Admin.ID, "no draw", tx.Now())
		return err
	})
	if page := h.page("/services"); strings.Contains(page, mark) {
		t.Error("a mark without a share")
	}
}

// FuzzList: whatever an address asks for, the answer is a page.
func FuzzList(f *testing.F) {
	for _, query := range []string{
		"q=logo&price_to=50&sort=cheapest", "q=%00%1b%22%27%3C%3E%5C", "q=%D8%B1%D8%B3%D9%85%E2%80%8F%E2%80%AE", "q=%ff%fe&a.file_forms=%00",
		"after=AAAA&q=x", "a.file_forms=" + strings.Repeat("x&a.file_forms=", 9_990), "q=" + strings.Repeat("wort+", 4000),
		"q=c%2B%2B+%25_%27+OR+1%3D1--", "price_from=1e9&price_to=99999999999999999999", "place=-1&after=" + strings.Repeat("A", 44),
	} {
		f.Add(query)
	}
	store, clock := testkit.SQLite(f)
	h := newHall(f, store, clock)
	f.Fuzz(func(t *testing.T, query string) {
		h.t = t
		asked := url.URL{Path: "/categories/logos-and-brands", RawQuery: query}
		if _, err := url.ParseRequestURI(asked.String()); err != nil || strings.ContainsAny(asked.String(), " \r\n\t") {
			return // no browser sends it
		}
		for _, path := range []string{"/categories/logos-and-brands", "/services", "/services/feed.atom", "/members", "/suggestions"} {
			if code, body := h.get(path + "?" + query); code != http.StatusOK {
				t.Errorf("%s?%.200s: status %d: %.500s", path, query, code, body)
			}
		}
		if code, body := h.get("/api/v1/services?" + query); code >= http.StatusInternalServerError {
			t.Errorf("the API: %.200s: status %d: %.500s", query, code, body)
		}
	})
}

func TestNamesNobodyCanHaveAreMissing(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		for _, address := range []string{
			"/categories/%00", "/categories/%ff", "/members/%00", "/members/%ff%fe", "/sitemaps/%00.xml", "/services/%00", "/categories/%00/feed.atom",
			"/api/v1/members/%00",
		} {
			if code, body := h.get(address); code != http.StatusNotFound {
				t.Errorf("%s: status %d: %.300s", address, code, body)
			}
		}
		for _, address := range []string{"/api/v1/services?category=%00", "/api/v1/services?seller=%ff", "/api/v1/services?attribute=%00"} {
			if code, body := h.get(address); code != http.StatusUnprocessableEntity {
				t.Errorf("%s: status %d: %.300s", address, code, body)
			}
		}
		for _, address := range []string{"/services?q=%00%ff&a.x=%00&language=%00", "/members?q=%00", "/suggestions?q=%ff%00"} {
			h.page(address)
		}
	})
}
