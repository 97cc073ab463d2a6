package demo_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/demo"
	"guildhall/file"
	"guildhall/reputation"
	"guildhall/testkit"
	"guildhall/town"
	"guildhall/verify"
)

func filled(t *testing.T) *db.Store {
	t.Helper()
	store, _ := testkit.SQLite(t)
	began := time.Now()
	files, err := file.OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := demo.Fill(context.Background(), store, files); err != nil {
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
		for table, least := range map[string]int64{"members": 50, "services": 180, "feedbacks": 60, "works": 6, "favourites": 40} {
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

// TestADemoHasSomethingOfEverything: whatever lists can be filtered by, and
// whatever pages can show, is there once the diary was read.
func TestADemoHasSomethingOfEverything(t *testing.T) {
	store := filled(t)
	place := &town.Town{T: t, Store: store}
	place.Follow(reputation.Take)
	for ranked := 1; ranked > 0; {
		place.Write(func(tx *db.Tx) (err error) {
			ranked, err = reputation.RankDue(tx, 100)
			return err
		})
	}
	place.Read(func(tx *db.Tx) error {
		for what, sql := range map[string]string{
			"top-rated services": `SELECT count(*) FROM service_figures WHERE top_rated`,
			"risen sellers":      `SELECT count(*) FROM search_sellers WHERE level <> 'newbie' AND level <> ''`,
			"verified sellers":   `SELECT count(*) FROM search_sellers WHERE verified`,
			"waiting checks":     `SELECT count(*) FROM identity_checks WHERE state = 'waiting'`,
			"shown works":        `SELECT count(*) FROM works WHERE state = 'shown' AND picture`,
			"sorted favourites":  `SELECT count(*) FROM favourites WHERE list IS NOT NULL`,
		} {
			n, err := db.Value[int64](tx, sql)
			if err != nil || n == 0 {
				t.Errorf("%d %s (%v)", n, what, err)
			}
		}
		return nil
	})
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
