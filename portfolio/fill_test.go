package portfolio_test

import (
	"math/rand/v2"
	"testing"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/id"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/portfolio"
)

// TestTooFewWorksHideTheService lives random works and compares the cause with
// a count made from the list of what happened (CAT-14): of the last six agreed
// orders half must be published, once there are three.
func TestTooFewWorksHideTheService(t *testing.T) {
	in(t, func(t *testing.T, s studio) {
		s.rules(func(p *policy.Policy) { p.PortfolioOrders, p.PortfolioFrom, p.PortfolioFill = 6, 3, 50_00 })
		type made struct {
			order   id.Order
			picture id.File
			work    id.Work
		}
		var agreed []made
		random, turns, hidden := rand.New(rand.NewPCG(14, 26)), 0, false
		for step := range 60 {
			switch at := random.IntN(10); {
			case at < 4 || len(agreed) == 0:
				o, picture := s.done()
				s.act(o, order.AgreePortfolio, "")
				agreed = append(agreed, made{order: o, picture: picture})
			case at < 7:
				m := &agreed[random.IntN(len(agreed))]
				if w, err := s.publish(portfolio.Publishing{Order: m.order, File: m.picture, Rights: true}); err == nil {
					m.work = w.ID
				} else {
					wantFault(t, err, "work_published")
				}
			case at < 9:
				if m := &agreed[random.IntN(len(agreed))]; !m.work.IsZero() {
					s.Write(func(tx *db.Tx) error { return portfolio.TakeDown(tx, m.work, s.Seller.ID) })
					m.work = id.Work{}
				}
			default:
				which := random.IntN(len(agreed))
				s.act(agreed[which].order, order.RefusePortfolio, "")
				agreed = append(agreed[:which:which], agreed[which+1:]...)
			}
			s.Follow(portfolio.Take)
			last := agreed[max(0, len(agreed)-6):]
			published := 0
			for _, m := range last {
				if !m.work.IsZero() {
					published++
				}
			}
			want := len(last) >= 3 && 2*published < len(last)
			if want != hidden {
				turns, hidden = turns+1, want
			}
			s.Read(func(tx *db.Tx) error {
				now, err := catalogue.Get(tx, s.service.ID)
				if (now.State() == catalogue.Hidden) != want || !now.Orderable() {
					t.Fatalf("step %d: %d of %d published, and the service is %s", step, published, len(last), now.State())
				}
				return err
			})
		}
		if turns < 3 {
			t.Errorf("hidden or shown only %d times: these lives show nothing", turns)
		}
	})
}

// TestOtherRulesAreFeltAtOnce makes the policy and the category milder and
// stricter again; nothing happens to the service or its orders (CAT-14).
func TestOtherRulesAreFeltAtOnce(t *testing.T) {
	asks := func(s studio, works bool) {
		s.Write(func(tx *db.Tx) error {
			path, err := catalogue.Path(tx, s.service.Category)
			if err != nil {
				return err
			}
			path[0].Portfolio = works
			return catalogue.SaveCategory(tx, path[0])
		})
	}
	type rules = func(s studio)
	for name, turn := range map[string]struct{ milder, stricter rules }{
		"policy": {
			func(s studio) { s.rules(func(p *policy.Policy) { p.PortfolioFrom, p.PortfolioOrders = 9, 9 }) },
			func(s studio) { s.rules(func(p *policy.Policy) { p.PortfolioFrom, p.PortfolioOrders = 3, 9 }) },
		},
		"category": {func(s studio) { asks(s, false) }, func(s studio) { asks(s, true) }},
	} {
		t.Run(name, func(t *testing.T) {
			in(t, func(t *testing.T, s studio) {
				state := func() (now catalogue.State) {
					s.Follow(portfolio.Take)
					s.Weigh(portfolio.Keeping)
					s.Read(func(tx *db.Tx) error {
						found, err := catalogue.Get(tx, s.service.ID)
						now = found.State()
						return err
					})
					return now
				}
				for i := range 4 {
					if state() != catalogue.Live {
						t.Errorf("hidden after %d orders", i)
					}
					o, _ := s.done()
					s.act(o, order.AgreePortfolio, "")
				}
				if state() != catalogue.Hidden {
					t.Fatal("none of four is published, and the service is shown")
				}
				turn.milder(s)
				if state() != catalogue.Live {
					t.Error("it is still hidden under the milder rule")
				}
				turn.stricter(s)
				if state() != catalogue.Hidden {
					t.Error("it is still shown under the stricter rule")
				}
			})
		})
	}
}
