package browser_test

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"

	"guildhall/db"
	"guildhall/id"
	"guildhall/order"
	"guildhall/test/browser"
)

// "My orders": a search stays in its tab, and what is listed can be saved.
func TestMyOrdersAreSearchedInTheirTab(t *testing.T) {
	eachWay(t, func(t *testing.T, look browser.Look) {
		s := newShop(t)
		first, second := s.place(), s.place()
		s.act(second, 0, order.Seller, order.Start, nil)
		tab := s.open(s.Seller, "/orders?side=selling&tab=in_work&q=ink", look)
		tab.See("Ink drawing of your house", s.number(second), "Save this list:")
		tab.Miss(s.number(first))
		if typed := tab.Typed("tab"); typed != "in_work" {
			t.Errorf("the next search is in %q", typed)
		}
		tab.Judge()
		tab.Shot("orders-list")
	})
}

func TestTheSavedListIsTheOneThatIsShown(t *testing.T) {
	s := newShop(t)
	first, second := s.place(), s.place()
	s.act(second, 0, order.Seller, order.Start, nil)
	status, head, body := s.get(s.Seller, "/orders/download?side=selling&tab=in_work&form=csv")
	rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if status != http.StatusOK || err != nil || len(rows) != 2 || rows[1][0] != s.number(second) {
		t.Errorf("%d %v: %v", status, err, rows)
	}
	if name := head.Get("Content-Disposition"); name != "attachment; filename=orders-sold.csv" {
		t.Errorf("it is saved as %q", name)
	}
	if _, _, body := s.get(s.Seller, "/orders/download?side=selling&form=jsonl"); strings.Count(body, "\n") != 2 || !strings.Contains(body, s.number(first)) {
		t.Errorf("as JSON lines: %s", body)
	}
	if _, _, body := s.get(s.Stranger, "/orders/download?side=selling&form=jsonl"); body != "" {
		t.Errorf("a stranger saved %s", body)
	}
}

// number is the order's, as people write it.
func (s *stage) number(of id.Order) (number string) {
	s.t.Helper()
	s.Read(func(tx *db.Tx) error {
		o, err := order.Get(tx, of)
		number = o.Number
		return err
	})
	return number
}
