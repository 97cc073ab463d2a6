package verify_test

import (
	"testing"

	"guildhall/db"
	"guildhall/rulebook"
	"guildhall/testkit"
)

// figureDamages are breaches of invariant 15 in what is computed from orders
// and conversations, each with words of the check that is to find it. What
// other checks would find as well is damaged along with it.
var figureDamages = []struct{ says, sql string }{
	{"has no figures, and orders", `DELETE FROM seller_figures`},
	{"cannot be filtered", `DELETE FROM search_sellers`},
	{"is live and has no figures", `DELETE FROM service_figures; DELETE FROM marks; DELETE FROM seller_figures`},
	{"is live since", `UPDATE service_figures SET views = views + 1`},
	{"is live since", `UPDATE service_figures SET placed = placed + 1`},
	{"is live since", `UPDATE service_figures SET live_at = live_at - 1`},
	{"is live since", `UPDATE orders SET placed_at = 1 WHERE id = $2`},
	{"is live since", `INSERT INTO service_days (service, day, views) SELECT service, ranked_at / 86400000000 - 3, 7 FROM service_figures`},
	{"gives stars", `INSERT INTO feedbacks (id, order_id, service, author, about, by_buyer, liked, stars, counts, text, at)
		SELECT id, id, service, seller, buyer, FALSE, TRUE, 0, FALSE, '', 1 FROM orders WHERE id = $1`},
	{"is made by no message", `UPDATE reply_times SET span = span + 1`},
	{"is made by no message", `UPDATE reply_times SET asked_at = asked_at - 60000000, span = span + 60000000`},
	{"is made by no message", `UPDATE reply_times SET span = span + 1, calendar = 'Europe/Berlin'`},
	{"a message is ignored", `UPDATE conversations SET waits_since = 1, ignored_at = 2`},
	{"and none is", `INSERT INTO seller_causes (seller, cause, since) SELECT seller, 'ignored', 1 FROM services`},
	{"is free again", `INSERT INTO seller_causes (seller, cause, since) SELECT seller, 'workload', 1 FROM services`},
	{"for missing works", `INSERT INTO service_causes (service, cause, since) SELECT id, 'portfolio', 1 FROM services`},
}

func TestASellerWhoIsShownThoughTooBusyIsFound(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		s := newScene(t, store, clock)
		s.Write(func(tx *db.Tx) error {
			rules, err := rulebook.Current(tx)
			if err != nil {
				return err
			}
			quiet := rules.Policy
			quiet.AutoPauseAbove, quiet.AutoResumeAt = 1, 0
			_, err = rulebook.Publish(tx, quiet, s.Admin.ID, "a quiet town", tx.Now())
			return err
		})
		s.place()
		s.seal()
		s.figure()
		s.plant(15, "is shown", `DELETE FROM seller_causes; UPDATE search_sellers SET shown = TRUE`)
	})
}
