// Package find tries the pages and operations by which people find services,
// side by side.
package find

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/api"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/file"
	"guildhall/id"
	"guildhall/money"
	"guildhall/search"
	"guildhall/testkit"
	"guildhall/town"
	"guildhall/web"
)

// hall is a town with a dozen services, behind its pages and its API.
type hall struct {
	*town.Town
	t       testing.TB
	handler http.Handler
	finder  *search.Finder
	visits  int
	sold    map[string]catalogue.Service
}

const day = 24 * time.Hour

// goods are what is sold, by two sellers.
var goods = []struct {
	title, category string
	price           money.Amount
	lead            time.Duration
	attributes      map[string][]string
	tags            []string
	by              string
}{
	{"Logo in three drafts for your shop", "logos-and-brands", 30_00, 3 * day, map[string][]string{"kind_of_mark": {"lettering"}, "file_forms": {"svg", "png"}, "drafts_to_choose_from": {"3"}}, []string{"logo", "emblem"}, "sam"},
	{"Emblem for a football club", "logos-and-brands", 80_00, 7 * day, map[string][]string{"kind_of_mark": {"emblem"}, "file_forms": {"svg"}, "drafts_to_choose_from": {"10"}}, []string{"logo"}, "sam"},
	{"Mascot that smiles", "logos-and-brands", 55_00, 5 * day, map[string][]string{"kind_of_mark": {"mascot"}, "file_forms": {"pdf"}}, []string{"mascot"}, "tess"},
	{"Portrait of your dog in watercolour", "illustration", 45_00, 6 * day, map[string][]string{"manner": {"watercolour"}, "colour": {"yes"}}, []string{"dog"}, "tess"},
	{"Ink drawing of your house", "illustration", 20_00, 2 * day, map[string][]string{"manner": {"line_drawing"}, "colour": {"no"}}, []string{"house"}, "sam"},
	{"Website for a village shop", "websites", 180_00, 14 * day, map[string][]string{"kind_of_site": {"shop"}, "system": {"wordpress"}}, []string{"shop"}, "tess"},
	{"Slides for a calm talk", "presentations", 60_00, 4 * day, map[string][]string{"slides": {"12"}}, []string{"talk"}, "sam"},
}

func eachHall(t *testing.T, fn func(t *testing.T, h *hall)) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) { fn(t, newHall(t, store, clock)) })
}

func newHall(t testing.TB, store *db.Store, clock *testkit.Clock) *hall {
	t.Helper()
	files, err := file.OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	h := &hall{Town: town.New(t, store, clock), t: t, finder: search.InMemory(), sold: map[string]catalogue.Service{}}
	d := desk.New(store, files, desk.Config{Provider: "sandbox", Finder: h.finder})
	h.handler = web.Handler(d, api.Mount(d))
	h.Plant()
	sellers := map[string]account.Member{"sam": h.Seller, "tess": h.Join("tess")}
	for _, g := range goods {
		clock.Advance(time.Hour)
		h.sold[g.title] = h.Sell(sellers[g.by].ID, h.offer(g.title, g.category, g.price, g.lead, g.attributes, g.tags))
	}
	h.judge(sellers["tess"])
	h.follow()
	return h
}

// follow lets the search take in what happened, as its duty does.
func (h *hall) follow() {
	h.t.Helper()
	if h.Store.Engine() == db.Postgres {
		h.Write(func(tx *db.Tx) error {
			_, err := search.Number(tx, 1000)
			return err
		})
	}
	if err := h.finder.CatchUp(context.Background(), h.Store); err != nil {
		h.t.Fatal(err)
	}
}

func (h *hall) offer(title, category string, price money.Amount, lead time.Duration, attributes map[string][]string, tags []string) catalogue.Offer {
	offer := h.Offer()
	offer.Title, offer.Category, offer.Attributes, offer.Tags = title, h.Category(category), attributes, tags
	offer.Description = title + ", made by hand and with care for whoever needs it."
	offer.Options = nil
	for i := range offer.Packages {
		offer.Packages[i].Price, offer.Packages[i].Lead = price.Times(int64(i+1)), lead*time.Duration(i+1)
	}
	return offer
}

// judge gives Tess a name: figures that services and sellers are found by.
func (h *hall) judge(tess account.Member) {
	h.Write(func(tx *db.Tx) error {
		figures := search.Figures{Rank: 1_250_000, TopRated: true}
		if err := search.SetFigures(tx, h.sold["Website for a village shop"].ID, figures); err != nil {
			return err
		}
		seller := search.SellerFigures{Rating: 48, Feedback: 12, Level: "advanced"}
		return errors.Join(search.SetSeller(tx, tess.ID, seller), search.SetVerified(tx, tess.ID, true), search.SetOnline(tx, []id.Member{tess.ID}))
	})
}

// get asks for an address as a visitor, each time as for one that nobody asked
// for lately, since those are drawn once for all (desk.Shared).
func (h *hall) get(address string) (int, string) {
	h.t.Helper()
	w := h.serve(address)
	return w.Code, w.Body.String()
}

func (h *hall) serve(address string) *httptest.ResponseRecorder {
	h.t.Helper()
	if h.visits++; !strings.HasPrefix(address, api.Base) { // programs are told of names that mean nothing
		address += map[bool]string{true: "&", false: "?"}[strings.Contains(address, "?")] + "visit=" + strconv.Itoa(h.visits)
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
	return w
}

// page is get where nothing else than a page is right.
func (h *hall) page(address string) string {
	h.t.Helper()
	code, body := h.get(address)
	if code != http.StatusOK {
		h.t.Fatalf("%s: status %d", address, code)
	}
	return body
}

// answer is what the API says.
type answer struct {
	Items []struct {
		Service id.Service
		Title   string
		Why     api.Why
	}
	Total   int64
	Next    string
	Near    bool
	Instead []api.Instead
	Counts  api.Counts
}

func (h *hall) ask(query string) answer {
	h.t.Helper()
	code, body := h.get(api.Base + "/services?" + query)
	var a answer
	if err := json.Unmarshal([]byte(body), &a); err != nil || code != http.StatusOK {
		h.t.Fatalf("%s: status %d, %v: %s", query, code, err, body)
	}
	return a
}

func (a answer) services() []string {
	var all []string
	for _, item := range a.Items {
		all = append(all, item.Service.String())
	}
	return all
}

var tileLink = regexp.MustCompile(`<h3><a href="/services/[a-z0-9-]*-([0-9a-f]{8}-[0-9a-f-]{27})"`)

// shown are the services of a list's page, in order.
func shown(page string) []string {
	var all []string
	for _, found := range tileLink.FindAllStringSubmatch(page, -1) {
		all = append(all, found[1])
	}
	return all
}

// titles names services for messages.
func (h *hall) titles(services []string) string {
	var names []string
	for title, s := range h.sold {
		if slices.Contains(services, s.ID.String()) {
			names = append(names, title)
		}
	}
	slices.Sort(names)
	return strings.Join(names, "; ")
}
