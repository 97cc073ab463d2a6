package catalogue_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/event"
	"guildhall/say"
	"guildhall/town"
)

// TestTheHandbookListsWhatEachCauseHides prints the table and wants to find it
// in docs/visibility.md as it is.
func TestTheHandbookListsWhatEachCauseHides(t *testing.T) {
	english := say.For("en", nil, "USD")
	words := map[bool]string{true: "yes", false: "no"}
	var table strings.Builder
	table.WriteString("| cause | rule | in search | on the profile | by direct link | can be ordered | who lifts it |\n| --- | --- | --- | --- | --- | --- | --- |\n")
	for _, v := range catalogue.Visibilities {
		fmt.Fprintf(&table, "| %s | %s | no | no | %s | %s | %s |\n", english.T("catalogue.causes."+string(v.Cause)), v.Rule,
			words[v.Reachable], words[v.Orderable], english.T("catalogue.lifts."+string(v.Cause)))
	}
	handbook, err := os.ReadFile("../docs/visibility.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(handbook), table.String()) {
		t.Errorf("docs/visibility.md should list:\n%s", table.String())
	}
}

// TestEachCauseLeavesWhatItsRowSays hides a service by each cause, as the cause
// of the seller and of the service, and looks from each side (CAT-15).
func TestEachCauseLeavesWhatItsRowSays(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, s catalogue.Service) {
		ask := catalogue.QuoteAsk{Version: s.Live, Buyer: w.Buyer.ID, Units: 1, Package: "economy"}
		look := func(row catalogue.Visibility) {
			t.Helper()
			now := get(w, s.ID)
			if now.Shown() || found(w, "ink").Total != 0 {
				t.Errorf("%s leaves it in lists or search", row.Cause)
			}
			if now.Reachable() != row.Reachable || (quote(w, ask).Err() == nil) != row.Orderable {
				t.Errorf("%s: reachable %t, ordering refused with %v", row.Cause, now.Reachable(), quote(w, ask).Err())
			}
		}
		back := func(row catalogue.Visibility) {
			t.Helper()
			if !get(w, s.ID).Shown() || found(w, "ink").Total != 1 || quote(w, ask).Err() != nil {
				t.Errorf("%s was lifted, and the service is not back", row.Cause)
			}
		}
		for _, row := range catalogue.Visibilities {
			w.Write(func(tx *db.Tx) error { return catalogue.Withhold(tx, s.Seller, row.Cause, "", time.Time{}) })
			look(row)
			w.Write(func(tx *db.Tx) error { return catalogue.Release(tx, s.Seller, row.Cause) })
			back(row)
			w.Write(func(tx *db.Tx) error { return catalogue.WithholdService(tx, s.ID, row.Cause, "", time.Time{}) })
			look(row)
			w.Write(func(tx *db.Tx) error { return catalogue.ReleaseService(tx, s.ID, row.Cause) })
			back(row)
		}
	})
}

// TestACauseIsToldOnceAndItsEndOnce says the same twice: a second notice would
// tell nothing.
func TestACauseIsToldOnceAndItsEndOnce(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, s catalogue.Service) {
		for range 2 {
			w.Write(func(tx *db.Tx) error { return catalogue.Load(tx, s.Seller, 1000) })
			w.Write(func(tx *db.Tx) error {
				return catalogue.WithholdService(tx, s.ID, catalogue.CausePortfolio, "", time.Time{})
			})
		}
		for range 2 {
			w.Write(func(tx *db.Tx) error { return catalogue.Load(tx, s.Seller, 0) })
			w.Write(func(tx *db.Tx) error { return catalogue.ReleaseService(tx, s.ID, catalogue.CausePortfolio) })
		}
		for kind, rule := range map[string]string{
			"seller.withheld": "CAT-13", "seller.released": "CAT-13", "service.hidden": "CAT-14", "service.back": "CAT-14",
		} {
			if rules := notedRules(w, s, kind); len(rules) != 1 || rules[0] != rule {
				t.Errorf("%s is in the diary under %v, want once under %s", kind, rules, rule)
			}
		}
	})
}

// TestWeekendsAreHiddenByTheSellersCalendar lives through a week and more in
// New York and moves to Auckland (CAT-17).
func TestWeekendsAreHiddenByTheSellersCalendar(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, s catalogue.Service) {
		york, err := time.LoadLocation("America/New_York")
		if err != nil {
			t.Fatal(err)
		}
		set := func(change func(tx *db.Tx) error) {
			w.Write(change)
			w.Follow(catalogue.TakeWeekends)
		}
		set(func(tx *db.Tx) error { return account.SetPlace(tx, s.Seller, "en", "America/New_York") })
		set(func(tx *db.Tx) error { return account.SetWeekends(tx, s.Seller, true) })
		shownAt := func(at time.Time, want bool) {
			t.Helper()
			w.Clock.Set(at)
			w.Ring(catalogue.WeekendSubject, catalogue.RingWeekend)
			if now := get(w, s.ID); now.Shown() != want || (found(w, "ink").Total == 1) != want || !now.Orderable() {
				t.Errorf("%s: shown %t, found %d, orderable %t", at.In(york), now.Shown(), found(w, "ink").Total, now.Orderable())
			}
		}
		friday := account.WeekendAt(w.Clock.Now(), york).From
		for range 60 { // over a change of the clocks
			weekend := account.WeekendAt(friday, york)
			shownAt(weekend.From.Add(-time.Second), true)
			shownAt(weekend.From, false)
			shownAt(weekend.Until.Add(-time.Second), false)
			shownAt(weekend.Until, true)
			friday = weekend.Until.AddDate(0, 0, 4)
		}
		shownAt(account.WeekendAt(friday, york).From.Add(time.Hour), false)
		set(func(tx *db.Tx) error { return account.SetPlace(tx, s.Seller, "en", "Pacific/Honolulu") }) // Thursday there
		shownAt(w.Clock.Now(), true)
		set(func(tx *db.Tx) error { return account.SetPlace(tx, s.Seller, "en", "America/New_York") })
		shownAt(w.Clock.Now(), false)
		set(func(tx *db.Tx) error { return account.SetWeekends(tx, s.Seller, false) })
		shownAt(w.Clock.Now(), true)
		shownAt(account.WeekendAt(w.Clock.Now().AddDate(0, 0, 7), york).From.Add(time.Hour), true)
	})
}

// notedRules lists under which rules a kind of entry stands in the diary of a
// service and its seller.
func notedRules(w *town.Town, s catalogue.Service, kind string) (rules []string) {
	w.Read(func(tx *db.Tx) error {
		for _, subject := range []event.Subject{event.Of("member", s.Seller), event.Of("service", s.ID)} {
			entries, err := event.History(tx, subject)
			if err != nil {
				return err
			}
			for _, e := range entries {
				if e.Kind == kind {
					rules = append(rules, e.Rule)
				}
			}
		}
		return nil
	})
	return rules
}

// TestCausesLiftedAtTheSameTimeAllLift lifts all causes of a seller and of a
// service from as many transactions at once.
func TestCausesLiftedAtTheSameTimeAllLift(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, s catalogue.Service) {
		for range 5 {
			w.Write(func(tx *db.Tx) error {
				for _, row := range catalogue.Visibilities {
					err := errors.Join(catalogue.Withhold(tx, s.Seller, row.Cause, "", time.Time{}),
						catalogue.WithholdService(tx, s.ID, row.Cause, "", time.Time{}))
					if err != nil {
						return err
					}
				}
				return nil
			})
			var lifting sync.WaitGroup
			failed := make(chan error, 2*len(catalogue.Visibilities))
			for _, row := range catalogue.Visibilities {
				lifting.Go(func() {
					failed <- w.Try(func(tx *db.Tx) error { return catalogue.Release(tx, s.Seller, row.Cause) })
				})
				lifting.Go(func() {
					failed <- w.Try(func(tx *db.Tx) error { return catalogue.ReleaseService(tx, s.ID, row.Cause) })
				})
			}
			lifting.Wait()
			close(failed)
			for err := range failed {
				if err != nil {
					t.Fatal(err)
				}
			}
			if !get(w, s.ID).Shown() || found(w, "ink").Total != 1 {
				t.Fatal("every cause is lifted, and the service is not found")
			}
		}
	})
}
