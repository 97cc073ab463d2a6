package demo_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/demo"
	"guildhall/testkit"
	"guildhall/verify"
)

func filled(t *testing.T) *db.Store {
	t.Helper()
	store, _ := testkit.SQLite(t)
	began := time.Now()
	if err := demo.Fill(context.Background(), store, nil); err != nil {
		t.Fatal(err)
	}
	t.Logf("filled in %s", time.Since(began).Round(time.Millisecond))
	return store
}

func TestADemoIsLivelyAndKeepsEveryPromise(t *testing.T) {
	store := filled(t)
	findings, err := verify.Run(context.Background(), store)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		t.Errorf("verify: %+v", f)
	}
	states(t, store)
	if err := demo.Fill(context.Background(), store, nil); err != nil {
		t.Errorf("filling again: %v", err)
	}
}

// states checks that there is an order in every state, and enough of all.
func states(t *testing.T, store *db.Store) {
	t.Helper()
	err := store.Read(context.Background(), func(tx *db.Tx) error {
		for _, state := range []string{"placed", "in_work", "late", "delivered", "disputed", "completed", "cancelled"} {
			n, err := db.Value[int64](tx, `SELECT count(*) FROM orders WHERE state = $1`, state)
			if err != nil || n == 0 {
				t.Errorf("%d orders are %s (%v)", n, state, err)
			}
		}
		for table, least := range map[string]int64{"members": 50, "services": 180, "feedbacks": 60} {
			n, err := db.Value[int64](tx, `SELECT count(*) FROM `+table)
			if err != nil || n < least {
				t.Errorf("%d %s, want at least %d (%v)", n, table, least, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestNoTwoServicesShareASentence(t *testing.T) {
	store := filled(t)
	said := map[string]string{}
	err := store.Read(context.Background(), func(tx *db.Tx) error {
		offers, err := db.All(tx, func(row db.Row) (catalogue.ServiceVersion, error) {
			var v catalogue.ServiceVersion
			return v, row.Scan(&v.ID)
		}, `SELECT id FROM service_versions`)
		if err != nil {
			return err
		}
		for _, o := range offers {
			v, err := catalogue.GetVersion(tx, o.ID)
			if err != nil {
				return err
			}
			for _, sentence := range sentences(v.Offer) {
				if other, twice := said[sentence]; twice {
					t.Errorf("%q is said by %q and %q", sentence, other, v.Offer.Title)
				}
				said[sentence] = v.Offer.Title
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(said) < 1000 {
		t.Errorf("only %d sentences were looked at", len(said))
	}
}

// sentences are all of an offer's, each once.
func sentences(o catalogue.Offer) []string {
	texts := []string{o.Title, o.Volume}
	texts = append(texts, strings.SplitAfter(o.Description, ". ")...)
	for _, p := range o.Packages {
		texts = append(texts, p.Description)
	}
	for _, option := range o.Options {
		texts = append(texts, option.Title)
	}
	for _, q := range o.Questions {
		texts = append(texts, q.Text)
	}
	var kept []string
	for _, text := range texts {
		if text = strings.TrimSpace(text); text != "" {
			kept = append(kept, text)
		}
	}
	return kept
}
