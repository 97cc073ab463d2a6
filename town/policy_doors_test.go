package town_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/money"
	"guildhall/order"
	"guildhall/payment"
	"guildhall/payout"
	"guildhall/policy"
	"guildhall/rulebook"
	"guildhall/testkit"
	"guildhall/town"
)

var doorWatches = slices.Concat(orderDoorWatches, moneyWatches, peopleWatches, offerWatches, wordWatches, cartWatches)

// under is a town that lives under the policy.
func under(t *testing.T, p policy.Policy) *town.Town {
	t.Helper()
	store, clock := testkit.SQLite(t)
	w := town.New(t, store, clock)
	w.Write(func(tx *db.Tx) error {
		now, err := rulebook.Current(tx)
		if err != nil || len(policy.Diff(now.Policy, p)) == 0 {
			return err
		}
		_, err = rulebook.Publish(tx, p, w.Admin.ID, "to see what it does", tx.Now())
		return err
	})
	return w
}

// in looks at a town under the policy.
func in(look func(*town.Town) string) func(*testing.T, policy.Policy) string {
	return func(t *testing.T, p policy.Policy) string { return look(under(t, p)) }
}

// told is how a door answered: the refusal's code, or ok.
func told(err error) string {
	if f, ok := fault.As(err); ok {
		return f.Code
	}
	return fmt.Sprint(err)
}

// wish is Bea's order of Sam's standard package.
func wish(w *town.Town, units int) order.Placing {
	service := w.Shop()
	return order.Placing{
		ID: id.New[id.OrderKind](w.Clock.Now()), Buyer: w.Buyer.ID, Version: service.Live, Units: units, Package: "standard", At: w.Clock.Now(),
	}
}

// bought places it.
func bought(w *town.Town, units int) order.Order { return placedAs(w, wish(w, units)) }

func placedAs(w *town.Town, ask order.Placing) order.Order {
	var out order.Outcome
	w.Write(func(tx *db.Tx) (err error) {
		out, err = order.Place(tx, ask)
		return err
	})
	return out.After
}

// acts does something in an order after an hour.
func acts(w *town.Town, o order.Order, side order.Side, verb order.Verb, text string) (order.Order, error) {
	at := w.Clock.Advance(time.Hour)
	c := order.Command{Order: o.ID, Actor: o.Member(side), Side: side, Verb: verb, At: at, Text: text}
	var out order.Outcome
	err := w.Try(func(tx *db.Tx) (err error) {
		out, err = order.Act(tx, c)
		return err
	})
	return out.After, err
}

// done brings an order to its end, with a link as the work.
func done(w *town.Town) order.Order { return doneOf(w, wish(w, 1)) }

func doneOf(w *town.Town, ask order.Placing) order.Order {
	o := placedAs(w, ask)
	for _, step := range []struct {
		side order.Side
		verb order.Verb
		text string
	}{{order.Seller, order.Start, ""}, {order.Seller, order.Deliver, "https://example.org/work.zip"}, {order.Buyer, order.Accept, ""}} {
		var err error
		if o, err = acts(w, o, step.side, step.verb, step.text); err != nil {
			w.T.Fatal(err)
		}
	}
	return o
}

func balance(w *town.Town, member id.Member) ledger.Balances {
	var b ledger.Balances
	w.Read(func(tx *db.Tx) (err error) {
		b, err = ledger.Balance(tx, member)
		return err
	})
	return b
}

func previewed(units int, see func(order.Preview) any) func(*testing.T, policy.Policy) string {
	return in(func(w *town.Town) string {
		ask, p := wish(w, units), order.Preview{}
		w.Read(func(tx *db.Tx) (err error) {
			p, err = order.PreviewOf(tx, ask)
			return err
		})
		return fmt.Sprint(see(p))
	})
}

// orderDoorWatches are the values that act when an order is placed or done.
var orderDoorWatches = []watch{
	{"unit_lead_share", "100%", previewed(3, func(p order.Preview) any { return p.Order.Lead })},
	{"lead_floor", "20 days", previewed(1, func(p order.Preview) any { return p.Order.Lead })},
	{"commission", "10%", in(func(w *town.Town) string { done(w); return fmt.Sprint(balance(w, w.Seller.ID).Main) })},
	{"buyer_fee", "5%", in(func(w *town.Town) string { bought(w, 1); return fmt.Sprint(balance(w, w.Buyer.ID).Main) })},
	{"clearing", "7 days", in(func(w *town.Town) string { done(w); return fmt.Sprint(balance(w, w.Seller.ID).Withdrawable) })},
	{"custody", "none", func(t *testing.T, p policy.Policy) string {
		if p.Custody == policy.CustodyNone { // no fees go with it
			p.Commission, p.ReferralSale, p.ReferralPurchase, p.PayOutside = 0, 0, 0, policy.PayOutsideExpected
		}
		w := under(t, p)
		bought(w, 1)
		return fmt.Sprint(balance(w, w.Buyer.ID).Main)
	}},
	{"delivery_by_link", "false", in(deliversByLink)},
	{"file_links", "false", func(t *testing.T, p policy.Policy) string {
		p.DeliveryByLink = p.FileLinks // the one needs the other
		return deliversByLink(under(t, p))
	}},
	{"prepared_for", "48 h", in(func(w *town.Town) string {
		ask, c := wish(w, 1), order.Checkout{}
		w.Write(func(tx *db.Tx) (err error) {
			c, err = order.Prepare(tx, order.Preparing{
				ID: id.New[id.CheckoutKind](tx.Now()), Buyer: w.Buyer.ID, TopUp: id.New[id.TopUpKind](tx.Now()), Key: "k", Lines: []order.Placing{ask},
			})
			return err
		})
		return c.ExpiresAt.Sub(c.BeganAt).String()
	})},
	{"currency", "EUR", site},
	{"zone", "Asia/Tokyo", site},
}

func deliversByLink(w *town.Town) string {
	o, err := acts(w, bought(w, 1), order.Seller, order.Start, "")
	if err == nil {
		_, err = acts(w, o, order.Seller, order.Deliver, "https://example.org/work.zip")
	}
	return told(err)
}

// site is the marketplace's face, which shows currency and zone.
func site(t *testing.T, p policy.Policy) string {
	seen := ""
	under(t, p).Read(func(tx *db.Tx) error {
		s, err := desk.SiteNow(tx, p)
		seen = string(s.Currency) + " " + s.Location().String()
		return err
	})
	return seen
}

// moneyWatches are the values of top-ups and withdrawals.
var moneyWatches = []watch{
	{"top_up_min", "5.00", in(func(w *town.Town) string { return told(asksTopUp(w, 2_00)) })},
	{"top_up_max", "20000.00", in(func(w *town.Town) string { return told(asksTopUp(w, 15_000_00)) })},
	{"card_hold", "10 days", in(func(w *town.Town) string {
		w.Clock.Advance(time.Minute) // after the money that Bea had before
		if err := asksTopUp(w, 25_00); err != nil {
			w.T.Fatal(err)
		}
		w.Write(func(tx *db.Tx) error {
			asked, err := payment.Of(tx, w.Buyer.ID, 1)
			if err != nil {
				return err
			}
			_, err = payment.Settle(tx, payment.Message{
				Provider: payment.SandboxName, ID: "m", TopUp: asked[0].ID, Said: payment.SaidSucceeded, Amount: 25_00, Card: "sandbox-4242",
			})
			return err
		})
		w.Clock.Advance(15 * days)
		return fmt.Sprint(balance(w, w.Buyer.ID).CardHeld)
	})},
	{"chargeback_decide", "2 days", in(calledBack)},
	{"withdrawal_fee", "2%", withdrawn(100_00, func(x payout.Withdrawal) any { return x.Fee })},
	{"withdrawal_min", "20.00", withdrawn(15_00, nil)},
	{"withdrawal_kyc_limit", "50.00", withdrawn(60_00, nil)},
	{"payout_days", "Tue", withdrawn(50_00, func(x payout.Withdrawal) any { return x.DueAt.Weekday() })},
	{"new_details_limit", "300.00", withdrawn(200_00, nil)},
	{"security_hold", "0 h", withdrawn(200_00, nil)},
}

// calledBack is how long finance staff have for a claim: Stig gave money away
// that his bank called back.
func calledBack(w *town.Town) (spans string) {
	w.Write(func(tx *db.Tx) error {
		top := id.New[id.TopUpKind](tx.Now())
		_, err := payment.Ask(tx, payment.Asking{ID: top, Member: w.Stranger.ID, Provider: payment.SandboxName, Amount: 25_00})
		for _, said := range []payment.Said{payment.SaidSucceeded, payment.SaidChargedBack} {
			if err != nil {
				return err
			}
			if said == payment.SaidChargedBack {
				gift := id.New[id.OrderKind](tx.Now())
				if err := ledger.Tip(tx, gift, w.Stranger.ID, w.Seller.ID, 25_00, 0, "gift"); err != nil {
					return err
				}
			}
			_, err = payment.Settle(tx, payment.Message{Provider: payment.SandboxName, ID: string(said), TopUp: top, Said: said, Amount: 25_00})
		}
		if err != nil {
			return err
		}
		claim, err := payment.GetClaim(tx, top)
		spans = claim.DecideBy.Sub(claim.OpenedAt).String()
		return err
	})
	return spans
}

func asksTopUp(w *town.Town, amount money.Amount) error {
	return w.Try(func(tx *db.Tx) error {
		_, err := payment.Ask(tx, payment.Asking{
			ID: id.New[id.TopUpKind](tx.Now()), Member: w.Buyer.ID, Provider: payment.SandboxName, Amount: amount,
		})
		return err
	})
}

// withdrawn looks at how a withdrawal that Bea asks for is answered, a day after
// she said where her money goes.
func withdrawn(amount money.Amount, see func(payout.Withdrawal) any) func(*testing.T, policy.Policy) string {
	return in(func(w *town.Town) string {
		w.Write(func(tx *db.Tx) error { return payout.SetDetails(tx, w.Buyer.ID, "Bea Baker", "DE02120300000000202051") })
		w.Clock.Advance(24 * time.Hour)
		var asked payout.Withdrawal
		err := w.Try(func(tx *db.Tx) (err error) {
			asked, err = payout.Ask(tx, payout.Asking{ID: id.New[id.WithdrawalKind](tx.Now()), Member: w.Buyer.ID, Amount: amount})
			return err
		})
		if err != nil || see == nil {
			return told(err)
		}
		return fmt.Sprint(see(asked))
	})
}

// offerWatches are the values that bound what is offered.
var offerWatches = []watch{
	{"base_price", "12.00", bounded},
	{"free_price_min", "15.00", bounded},
	{"free_price_max", "5000.00", bounded},
	{"max_options", "1", offered(func(*catalogue.Offer) {})},
	{"option_price_min", "12.00", offered(func(*catalogue.Offer) {})},
	{"option_price_max", "20.00", offered(func(*catalogue.Offer) {})},
	{"newbie_max_services", "1", in(func(w *town.Town) string { w.Shop(); return told(offersAgain(w)) })},
	{"max_in_moderation", "1", in(func(w *town.Town) string {
		w.Plant()
		if err := offersAgain(w); err != nil {
			return told(err)
		}
		return told(offersAgain(w))
	})},
	{"service_moderation", "after", in(func(w *town.Town) string {
		w.Plant()
		if err := offersAgain(w); err != nil {
			w.T.Fatal(err)
		}
		return state(w)
	})},
	{"edit_moderation", "after", in(func(w *town.Town) string {
		service, offer := w.Shop(), w.Offer()
		offer.Title = "Ink drawing of your garden"
		w.Write(func(tx *db.Tx) error {
			if _, err := catalogue.SaveDraft(tx, w.Seller.ID, service.ID, offer, 0); err != nil {
				return err
			}
			_, err := catalogue.Act(tx, catalogue.Command{Service: service.ID, Actor: w.Seller.ID, Verb: catalogue.Submit})
			return err
		})
		return state(w)
	})},
}

// bounded are the bounds of a free price in a category without its own.
func bounded(t *testing.T, p policy.Policy) string {
	w, seen := under(t, p), ""
	w.Plant()
	w.Read(func(tx *db.Tx) error {
		tree, err := catalogue.Tree(tx, "en")
		if err != nil {
			return err
		}
		for _, pricing := range []catalogue.Pricing{{Rule: catalogue.PriceFree}, {Rule: catalogue.PriceUnit}} {
			category := tree[0].Below[0].Category
			category.Pricing = pricing
			rules := catalogue.Rules{Policy: p, Category: category}
			least, most := rules.Bounds()
			resolved := rules.Resolve(catalogue.Offer{Packages: []catalogue.Package{{}}})
			seen += fmt.Sprint(least, most, resolved.Packages[0].Price, " ")
		}
		return nil
	})
	return seen
}

// offered says whether Sam's offer can be handed in.
func offered(change func(*catalogue.Offer)) func(*testing.T, policy.Policy) string {
	return in(func(w *town.Town) string {
		w.Plant()
		offer, seen := w.Offer(), ""
		change(&offer)
		w.Read(func(tx *db.Tx) error {
			now, err := rulebook.Current(tx)
			if err != nil {
				return err
			}
			rules, err := catalogue.RulesFor(tx, offer.Category, now.Policy)
			seen = told(rules.Check(offer))
			return err
		})
		return seen
	})
}

// offersAgain hands one more offer of Sam's in.
func offersAgain(w *town.Town) error {
	offer := w.Offer()
	return w.Try(func(tx *db.Tx) error {
		made, err := catalogue.NewDraft(tx, w.Seller.ID)
		if err != nil {
			return err
		}
		if _, err = catalogue.SaveDraft(tx, w.Seller.ID, made.ID, offer, 0); err != nil {
			return err
		}
		_, err = catalogue.Act(tx, catalogue.Command{Service: made.ID, Actor: w.Seller.ID, Verb: catalogue.Submit})
		return err
	})
}

// state is where Sam's newest service stands, and whether something waits.
func state(w *town.Town) string {
	seen := ""
	w.Read(func(tx *db.Tx) error {
		all, err := catalogue.BySeller(tx, w.Seller.ID)
		seen = fmt.Sprint(all[0].State(), all[0].Pending.IsZero())
		return err
	})
	return seen
}
