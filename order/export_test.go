package order_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/id"
	"guildhall/order"
	"guildhall/testkit"
	"guildhall/town"
)

// archive is a town with more orders than one page of a list holds.
type archive struct {
	*town.Town
	t *testing.T
}

const (
	plainOrders  = 101
	oddTitle     = "=1+1 drawings of your house"
	plainPackage = "economy"
)

func eachArchive(t *testing.T, fn func(t *testing.T, a archive)) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		a := archive{town.New(t, store, clock), t}
		service := a.Shop()
		odd := a.Offer()
		odd.Title = oddTitle
		other := a.Sell(a.Seller.ID, odd)
		a.Write(func(tx *db.Tx) error { return town.Fund(tx, a.Buyer.ID, 9_000_00) })
		a.Write(func(tx *db.Tx) error {
			for range plainOrders {
				if _, err := a.place(tx, service.Live); err != nil {
					return err
				}
			}
			placed, err := a.place(tx, other.Live)
			if err != nil {
				return err
			}
			_, err = order.Act(tx, order.Command{Order: placed, Actor: a.Seller.ID, Side: order.Seller, Verb: order.Start, At: tx.Now()})
			return err
		})
		fn(t, a)
	})
}

func (a archive) place(tx *db.Tx, version id.ServiceVersion) (id.Order, error) {
	placing := order.Placing{ID: id.New[id.OrderKind](tx.Now()), Buyer: a.Buyer.ID, Version: version, Units: 1, Package: plainPackage, At: tx.Now()}
	_, err := order.Place(tx, placing)
	return placing.ID, err
}

func (a archive) export(f order.Filter, form string) []byte {
	a.t.Helper()
	var file bytes.Buffer
	read := func(fn func(*db.Tx) error) error { return a.Store.Read(a.t.Context(), fn) }
	if err := order.Export(read, &file, f, form, "USD"); err != nil {
		a.t.Fatal(err)
	}
	return file.Bytes()
}

func TestADownloadHoldsEveryOrderOfTheListOnce(t *testing.T) {
	eachArchive(t, func(t *testing.T, a archive) {
		rows, err := csv.NewReader(bytes.NewReader(a.export(order.Filter{Member: a.Buyer.ID, Side: order.Buyer}, order.CSV))).ReadAll()
		if err != nil || len(rows) != plainOrders+2 {
			t.Fatalf("%d rows: %v", len(rows), err)
		}
		numbers := map[string]bool{}
		for _, row := range rows[1:] {
			numbers[row[0]] = true
		}
		if len(numbers) != plainOrders+1 {
			t.Errorf("%d different orders", len(numbers))
		}
		lines := bytes.Split(bytes.TrimSpace(a.export(order.Filter{Member: a.Seller.ID, Side: order.Seller, Words: "INK"}, order.JSONLines)), []byte("\n"))
		if len(lines) != plainOrders {
			t.Errorf("%d lines for a search", len(lines))
		}
		if empty := a.export(order.Filter{Member: a.Stranger.ID, Side: order.Buyer}, order.JSONLines); len(empty) > 0 {
			t.Errorf("a stranger's download: %s", empty)
		}
	})
}

func TestADownloadTellsWhatTheOrderIsAndCarriesNoFormula(t *testing.T) {
	eachArchive(t, func(t *testing.T, a archive) {
		f := order.Filter{Member: a.Buyer.ID, Side: order.Buyer, Tab: order.TabInWork}
		rows, err := csv.NewReader(bytes.NewReader(a.export(f, order.CSV))).ReadAll()
		if err != nil || len(rows) != 2 {
			t.Fatalf("%v: %v", rows, err)
		}
		row := map[string]string{}
		for i, name := range rows[0] {
			row[name] = rows[1][i]
		}
		var line map[string]any
		if err := json.Unmarshal(a.export(f, order.JSONLines), &line); err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]string{
			"title": "'" + oddTitle, "with": "sam", "state": "in_work", "package": plainPackage, "units": "1", "currency": "USD",
			"price": "20.00", "held": "20.00", "to_seller": "0.00", "placed": testkit.Start.Format(time.RFC3339), "ended": "",
		} {
			if row[name] != want {
				t.Errorf("%s is %q, want %q", name, row[name], want)
			}
			if text, ok := line[name].(string); ok && text != strings.TrimPrefix(want, "'") {
				t.Errorf("%s is %q as JSON, want %q", name, text, want)
			}
		}
		if len(line) != len(row) {
			t.Errorf("CSV has %d columns, JSON %d", len(row), len(line))
		}
	})
}

func TestTheCountsOfTheTabsFollowTheSearch(t *testing.T) {
	eachArchive(t, func(t *testing.T, a archive) {
		a.Read(func(tx *db.Tx) error {
			for words, want := range map[string]map[order.Tab]int64{
				"":         {order.TabAll: plainOrders + 1, order.TabPlaced: plainOrders, order.TabInWork: 1, order.TabWaiting: plainOrders},
				"drawings": {order.TabAll: 1, order.TabInWork: 1},
				"%":        {},
			} {
				counts, err := order.CountTabs(tx, order.Filter{Member: a.Seller.ID, Side: order.Seller, Tab: order.TabLate, Words: words})
				if err != nil {
					return err
				}
				for _, tab := range order.Tabs {
					if tab != order.TabWaiting && counts[tab] != want[tab] {
						t.Errorf("%q: %d %s, want %d", words, counts[tab], tab, want[tab])
					}
				}
			}
			return nil
		})
	})
}
