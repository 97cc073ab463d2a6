package town_test

import (
	"fmt"
	"testing"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/id"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/reputation"
	"guildhall/rulebook"
	"guildhall/town"
)

// reputationWatches are the values of figures, levels and ranks.
var reputationWatches = []watch{
	{"responsibility_orders", "5", figured(record{10, silentOne}, record{10, failedOne})},
	{"rating_orders", "5", figured(record{10, likedOne}, record{10, dislikedOne})},
	{"level_orders", "5", figured(record{10, likedOne}, record{10, dislikedOne})},
	{"late_weight", "20%", figured(record{2, lateOne}, record{8, silentOne})},
	{"advanced_above", "20", figured(record{15, silentOne})},
	{"advanced_failures", "20%", figured(record{3, failedOne}, record{17, silentOne})},
	{"professional_above", "20", figured(record{30, silentOne})},
	{"professional_failures", "4%", figured(record{3, failedOne}, record{57, silentOne})},
	{"repeat_weight", "90%", figured(record{3, returningOne}, record{1, dislikedOne})},
	{"weight_responsibility", "90%", figured(record{5, failedOne})},
	{"weight_order_rating", "90%", figured(record{5, dislikedOne})},
	{"weight_quantity", "90%", figured(record{30, silentOne})},
	{"weight_quality", "90%", figured(record{5, dislikedOne})},
	{"quantity_half", "5", figured(record{10, silentOne})},
	{"rating_start", "50%", figured(record{1, likedOne})},
	{"rating_start_orders", "20", figured(record{3, dislikedOne})},
	{"top_rated_orders", "2", in(badge(2, 2))},
	{"top_rated_silent", "50%", func(t *testing.T, p policy.Policy) string {
		p.TopRatedOrders = 2
		return badge(3, 2)(under(t, p))
	}},
	{"buyer_levels", "1, 3", pure2(func(p policy.Policy) string {
		return fmt.Sprint(reputation.BuyerStandingOf(4, 0, &p))
	})},
	{"super_buyer_orders", "3", pure2(func(p policy.Policy) string {
		return fmt.Sprint(reputation.BuyerStandingOf(4, 4, &p))
	})},
	{"super_buyer_months", "1", in(func(w *town.Town) string {
		done(w)
		w.Follow(reputation.Take)
		w.Clock.Advance(45 * days)
		return fmt.Sprint(buyerOf(w).Recent)
	})},
	{"rank_rating", "50%", ranked(func(s *reputation.Standing) { s.Overall = 900_000 })},
	{"rank_conversion", "50%", ranked(func(s *reputation.Standing) { s.Placed = 9 })},
	{"rank_top_rated", "50%", ranked(func(s *reputation.Standing) { s.TopRated = true })},
	{"rank_fresh", "50%", ranked(func(*reputation.Standing) {})},
	{"rank_newcomer", "50%", ranked(func(*reputation.Standing) {})},
	{"conversion_usual", "1%", ranked(func(s *reputation.Standing) { s.Views, s.Placed = 900, 15 })},
	{"conversion_views", "900", ranked(func(s *reputation.Standing) { s.Views = 900 })},
	{"conversion_for", "20 days", in(func(w *town.Town) string {
		service := w.Shop()
		w.Write(func(tx *db.Tx) error {
			return catalogue.CountViews(tx, []catalogue.View{{Service: service.ID, Viewer: "x", At: tx.Now()}}, nil)
		})
		w.Clock.Advance(40 * days)
		return fmt.Sprint(standing(w, service.ID).Views)
	})},
	{"fresh_for", "20 days", ranked(func(*reputation.Standing) {})},
	{"newcomer_for", "5 days", ranked(func(*reputation.Standing) {})},
	{"newcomer_orders", "2", ranked(func(s *reputation.Standing) { s.Orders = 3 })},
	{"newcomer_views", "20", ranked(func(s *reputation.Standing) { s.Views = 30 })},
}

// record is so many ended orders of one kind.
type record struct {
	n    int
	mark reputation.Mark
}

var (
	silentOne    = reputation.Mark{Outcome: reputation.Outcome{Ended: true, Completed: true}}
	likedOne     = reputation.Mark{Outcome: reputation.Outcome{Ended: true, Completed: true, Judged: true, Liked: true}}
	dislikedOne  = reputation.Mark{Outcome: reputation.Outcome{Ended: true, Completed: true, Judged: true}}
	failedOne    = reputation.Mark{Outcome: reputation.Outcome{Ended: true, Cause: order.CountsIdle}}
	lateOne      = reputation.Mark{Work: reputation.Work{Late: true}, Outcome: reputation.Outcome{Ended: true, Completed: true}}
	returningOne = reputation.Mark{Buyer: id.Member{9}, Outcome: silentOne.Outcome}
)

// figured shows all figures of a record, the newest orders first.
func figured(records ...record) func(*testing.T, policy.Policy) string {
	return pure2(func(p policy.Policy) string {
		var totals reputation.Totals
		var marks []reputation.Mark
		for _, r := range records {
			for range r.n {
				m := r.mark
				if m.Buyer.IsZero() {
					m.Buyer = id.Member{1, byte(len(marks))}
				}
				marks, totals = append(marks, m), totals.With(m)
			}
		}
		return fmt.Sprintf("%+v", reputation.FiguresOf(totals, marks, &p))
	})
}

// ranked shows the rank of a service that went live ten days ago.
func ranked(change func(*reputation.Standing)) func(*testing.T, policy.Policy) string {
	return pure2(func(p policy.Policy) string {
		at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		s := reputation.Standing{Overall: 700_000, LiveAt: at.Add(-10 * days), At: at}
		change(&s)
		return fmt.Sprintf("%+v", reputation.Rank(s, &p))
	})
}

// badge tells whether Sam's service is top-rated after so many orders, the
// first of them liked.
func badge(orders, liked int) func(*town.Town) string {
	return func(w *town.Town) string {
		service := w.Shop()
		for i := range orders {
			o := doneOf(w, order.Placing{
				ID: id.New[id.OrderKind](w.Clock.Now()), Buyer: w.Buyer.ID, Version: service.Live, Units: 1, Package: "standard", At: w.Clock.Now(),
			})
			if i < liked {
				if err := judges(w, o.ID, w.Buyer.ID, 0); err != nil {
					w.T.Fatal(err)
				}
			}
		}
		return fmt.Sprint(standing(w, service.ID).TopRated)
	}
}

// standing is what a service's rank is made of, once the sweeper came by.
func standing(w *town.Town, service id.Service) reputation.Standing {
	w.T.Helper()
	var r reputation.Ranked
	w.Follow(reputation.Take)
	w.Write(func(tx *db.Tx) error {
		if _, err := reputation.RankDue(tx, 100); err != nil {
			return err
		}
		var err error
		r, _, _, err = reputation.PartsOf(tx, service)
		return err
	})
	return r.Standing
}

func buyerOf(w *town.Town) reputation.BuyerStanding {
	w.T.Helper()
	var s reputation.BuyerStanding
	w.Read(func(tx *db.Tx) error {
		rules, err := rulebook.Current(tx)
		if err != nil {
			return err
		}
		s, err = reputation.BuyerFor(tx, w.Buyer.ID, &rules.Policy)
		return err
	})
	return s
}
