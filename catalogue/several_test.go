package catalogue_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/id"
	"guildhall/town"
)

// TestReadTogetherServicesAreWhatEachIs compares reading many at once with
// reading each, while causes of a service and of its seller stand on them.
func TestReadTogetherServicesAreWhatEachIs(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, s catalogue.Service) {
		other, draft := w.Sell(w.Stranger.ID, w.Offer()), w.Prepare(w.Stranger.ID, w.Offer())
		w.Write(func(tx *db.Tx) error {
			if err := catalogue.WithholdService(tx, s.ID, catalogue.CauseUnlisted, "spam", time.Time{}); err != nil {
				return err
			}
			if err := catalogue.Withhold(tx, s.Seller, catalogue.CauseWeekend, "", tx.Now().Add(time.Hour)); err != nil {
				return err
			}
			return catalogue.Withhold(tx, other.Seller, catalogue.CauseIgnored, "", time.Time{})
		})
		asked := []id.Service{draft.ID, s.ID, other.ID, {1}}
		w.Read(func(tx *db.Tx) error {
			together, err := catalogue.Several(tx, asked)
			if err != nil || len(together) != 3 {
				t.Errorf("%d read together: %v", len(together), err)
			}
			versions, err := catalogue.Versions(tx, []id.ServiceVersion{s.Live, other.Live})
			if err != nil {
				return err
			}
			for _, service := range asked[:3] {
				one, err := catalogue.Get(tx, service)
				if err != nil {
					return err
				}
				if diff := cmp.Diff(one, together[service]); diff != "" {
					t.Errorf("together it is otherwise: %s", diff)
				}
				if version, err := catalogue.GetVersion(tx, one.Live); !one.Live.IsZero() && (err != nil || cmp.Diff(version, versions[one.Live]) != "") {
					t.Errorf("the version is otherwise: %v", err)
				}
			}
			return nil
		})
	})
}
