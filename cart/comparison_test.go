package cart_test

import (
	"strings"
	"testing"
	"time"

	"guildhall/cart"
	"guildhall/db"
	"guildhall/event"
	"guildhall/id"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/town"
)

const brief = "Our house from the street, with the old oak."

// rivals puts Sam's and Stig's services into the cart; Stig asks nothing.
func (s *shop) rivals() (sams, stigs cart.Line) {
	s.t.Helper()
	offer := s.Offer()
	offer.Questions = nil
	other := s.Sell(s.Stranger.ID, offer)
	return s.add(s.choice("economy")), s.add(cart.Choice{Version: other.Live, Package: "economy", Units: 1})
}

func (s *shop) comparing(words string, lines ...cart.Line) cart.Comparing {
	return cart.Comparing{ID: id.New[id.ComparisonKind](s.Clock.Now()), Brief: words, CheckingOut: s.wish(lines...)}
}

func (s *shop) compare(lines ...cart.Line) (c cart.Comparison) {
	s.t.Helper()
	wish := s.comparing(brief, lines...)
	s.Write(func(tx *db.Tx) (err error) {
		c, _, err = cart.Compare(tx, wish)
		return err
	})
	return c
}

// read lets the reader of the diary come by.
func (s *shop) read() {
	s.t.Helper()
	s.Write(func(tx *db.Tx) error {
		entries, err := event.After(tx, 0, 10_000)
		for _, e := range entries {
			if err := cart.Take(tx, e); err != nil {
				return err
			}
		}
		return err
	})
}

func (s *shop) results(c cart.Comparison) (made order.Checkout, results []cart.Result) {
	s.t.Helper()
	s.Read(func(tx *db.Tx) (err error) {
		made, results, err = c.Results(tx)
		return err
	})
	return made, results
}

func (s *shop) number() {
	s.t.Helper()
	s.Write(func(tx *db.Tx) error { _, err := event.Number(tx, 10_000); return err })
}

func TestOneBriefIsHandedToAllSellers(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		sams, stigs := s.rivals()
		c := s.compare(sams, stigs)
		s.stands(2, town.BuyersMoney-40_00)
		s.number()
		s.read()
		_, results := s.results(c)
		var answers []order.Answer
		var said []string
		s.Read(func(tx *db.Tx) (err error) {
			if answers, err = order.Brief(tx, results[0].Order); err != nil {
				return err
			}
			said, err = db.All(tx, func(row db.Row) (string, error) {
				var text string
				return text, row.Scan(&text)
			}, `SELECT text FROM messages WHERE holder_kind = 'order' AND holder = $1`, results[1].Order[:])
			return err
		})
		if len(answers) != 1 || answers[0].Question != "photo" || answers[0].Text != brief {
			t.Errorf("Sam, who asks, was answered %+v", answers)
		}
		if len(said) != 1 || said[0] != brief {
			t.Errorf("Stig, who asks nothing, was told %q", said)
		}
		if !results[0].Now.BriefComplete || results[0].Now.Due.IsZero() {
			t.Errorf("Sam's clock does not run: %+v", results[0].Now.Facts)
		}
	})
}

func TestAnAnswerOfItsOwnGoesBeforeTheBrief(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		sams, stigs := s.rivals()
		wish := s.comparing(brief, sams, stigs)
		wish.Lines[0].Answers = []order.Answer{{Question: "photo", Text: "From the south"}, {Question: "frame", Text: "Office"}}
		s.Write(func(tx *db.Tx) error { _, _, err := cart.Compare(tx, wish); return err })
		s.Read(func(tx *db.Tx) error {
			orders, err := order.List(tx, order.Filter{Member: s.Seller.ID, Side: order.Seller, Limit: 1})
			if err != nil {
				return err
			}
			answers, err := order.Brief(tx, orders[0].ID)
			if len(answers) != 2 || answers[0].Text == brief || answers[1].Text == brief {
				t.Errorf("Sam was answered %+v", answers)
			}
			return err
		})
	})
}

func TestAComparisonIsHeldToThePolicyAndToSeveralSellers(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		sams, stigs := s.rivals()
		second := s.add(s.choice("standard"))
		compare := func(words string, lines ...cart.Line) func(*db.Tx) error {
			wish := s.comparing(words, lines...)
			return func(tx *db.Tx) error { _, _, err := cart.Compare(tx, wish); return err }
		}
		s.refused("compare_count", compare(brief, sams))
		s.refused("compare_same_seller", compare(brief, sams, second))
		s.refused("compare_brief", compare("  ", sams, stigs))
		s.refused("text_long", compare(strings.Repeat("x", cart.BriefMax+1), sams, stigs))
		s.rule(func(p *policy.Policy) { p.CompareMin, p.CompareMax = 3, 4 })
		s.refused("compare_count", compare(brief, sams, stigs))
		s.stands(0, town.BuyersMoney)
		s.holds(cart.Ready, cart.Ready, cart.Ready)
	})
}

func TestAComparisonThatWaitsForMoneyHandsItsBriefWhenItComes(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		s.leave(10_00)
		sams, stigs := s.rivals()
		c := s.compare(sams, stigs)
		if made, results := s.results(c); made.State != order.CheckoutWaiting || len(results) != 2 || results[0].Placed {
			t.Errorf("before the money came: %s, %+v", made.State, results)
		}
		s.Write(func(tx *db.Tx) error { return town.Fund(tx, s.Buyer.ID, 100_00) })
		s.Write(func(tx *db.Tx) error { _, err := order.Settle(tx, c.Checkout); return err })
		s.number()
		s.read()
		if _, results := s.results(c); !results[0].Placed || !results[0].Now.BriefComplete {
			t.Errorf("Sam did not get the brief: %+v", results[0].Now.Facts)
		}
	})
}

func TestResultsStandSideBySide(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		sams, stigs := s.rivals()
		c := s.compare(sams, stigs)
		_, results := s.results(c)
		at := s.Clock.Advance(time.Hour)
		s.Write(func(tx *db.Tx) error {
			for _, verb := range []order.Verb{order.Start, order.Deliver} {
				_, err := order.Act(tx, order.Command{
					Order: results[0].Order, Actor: s.Seller.ID, Side: order.Seller, Verb: verb, At: at, Text: "https://example.org/house.png",
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
		_, results = s.results(c)
		if results[0].Now.State != order.Delivered || !strings.Contains(results[0].Delivered.Text, "house.png") {
			t.Errorf("Sam's delivery: %s %q", results[0].Now.State, results[0].Delivered.Text)
		}
		if results[1].Now.State != order.Placed || !results[1].Delivered.At.IsZero() {
			t.Errorf("Stig's: %s %+v", results[1].Now.State, results[1].Delivered)
		}
		s.Read(func(tx *db.Tx) error {
			_, err := cart.ComparisonOf(tx, s.Seller.ID, c.ID)
			mine, wrong := cart.Comparisons(tx, s.Buyer.ID, 5)
			if err == nil || len(mine) != 1 {
				t.Errorf("Sam reads Bea's comparison; Bea has %d", len(mine))
			}
			return wrong
		})
	})
}
