package payout_test

import (
	"testing"
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/money"
	"guildhall/payout"
	"guildhall/policy"
	"guildhall/rulebook"
	"guildhall/testkit"
	"guildhall/town"
)

// purse is the town with Sam's earnings of $1,000 and old payout details.
type purse struct {
	*town.Town
	t   testing.TB
	sam id.Member
}

func eachPurse(t *testing.T, fn func(t *testing.T, p purse)) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		place := town.New(t, store, clock)
		p := purse{place, t, place.Seller.ID}
		p.Write(func(tx *db.Tx) error {
			if err := town.Fund(tx, p.sam, 1000_00); err != nil {
				return err
			}
			return payout.SetDetails(tx, p.sam, "Sam Seller", "DE00 1234")
		})
		clock.Advance(8 * 24 * time.Hour)
		fn(t, p)
	})
}

func (p purse) asking(amount money.Amount, card string) payout.Asking {
	return payout.Asking{ID: id.New[id.WithdrawalKind](p.Clock.Now()), Member: p.sam, Amount: amount, Card: card}
}

func (p purse) ask(amount money.Amount, card string) (w payout.Withdrawal) {
	p.t.Helper()
	asking := p.asking(amount, card)
	p.Write(func(tx *db.Tx) (err error) {
		w, err = payout.Ask(tx, asking)
		return err
	})
	return w
}

func (p purse) refused(code string, fn func(tx *db.Tx) error) *fault.Fault {
	p.t.Helper()
	err := p.Try(fn)
	f, ok := fault.As(err)
	if !ok || f.Code != code {
		p.t.Fatalf("got %v, want the fault %s", err, code)
	}
	return f
}

func (p purse) asks(amount money.Amount, card string) func(tx *db.Tx) error {
	asking := p.asking(amount, card)
	return func(tx *db.Tx) error { _, err := payout.Ask(tx, asking); return err }
}

func (p purse) does(w payout.Withdrawal, verb payout.Verb) func(tx *db.Tx) error {
	actor := p.Finance.ID
	if verb == payout.Cancel {
		actor = p.sam
	}
	return func(tx *db.Tx) error {
		_, err := payout.Act(tx, payout.Change{Withdrawal: w.ID, Actor: actor, Verb: verb, Reason: "the bank sent it back"})
		return err
	}
}

func (p purse) has(main money.Amount) {
	p.t.Helper()
	p.Read(func(tx *db.Tx) error {
		b, err := ledger.Balance(tx, p.sam)
		if b.Main != main {
			p.t.Errorf("Sam has %d, want %d", b.Main, main)
		}
		findings, broken := ledger.Verify(tx)
		if len(findings) > 0 || broken != nil {
			p.t.Errorf("the books: %v %v", findings, broken)
		}
		return err
	})
}

func (p purse) policy(change func(*policy.Policy)) {
	p.t.Helper()
	p.Write(func(tx *db.Tx) error {
		rules, err := rulebook.Current(tx)
		if err != nil {
			return err
		}
		change(&rules.Policy)
		_, err = rulebook.Publish(tx, rules.Policy, p.Admin.ID, "a test", tx.Now())
		return err
	})
}

func TestAWithdrawalIsHeldFromTheRequestOnAndPaidLessItsFee(t *testing.T) {
	eachPurse(t, func(t *testing.T, p purse) {
		w := p.ask(200_00, "")
		if w.Fee != 9_00 || w.Net() != 191_00 || w.Number != "DE00 1234" {
			t.Errorf("asked for %+v, want a fee of 4.5%%", w)
		}
		p.has(800_00)
		for _, verb := range []payout.Verb{payout.Approve, payout.Send, payout.Pay} {
			p.Write(p.does(w, verb))
		}
		p.has(800_00)
		p.Read(func(tx *db.Tx) error {
			fees, err := ledger.Platform(tx, ledger.WithdrawalFee)
			if fees != 9_00 {
				t.Errorf("the platform earned %d", fees)
			}
			return err
		})
	})
}

func TestItCanBeCancelledUntilItIsSent(t *testing.T) {
	eachPurse(t, func(t *testing.T, p purse) {
		w := p.ask(200_00, "")
		p.Write(p.does(w, payout.Approve))
		p.Write(p.does(w, payout.Cancel))
		p.has(1000_00)
		f := p.refused("withdrawal_moved", p.does(w, payout.Send))
		if f.Args[1] != "cancelled" {
			t.Errorf("told %v", f.Args)
		}
		sent := p.ask(200_00, "")
		p.Write(p.does(sent, payout.Approve))
		p.Write(p.does(sent, payout.Send))
		p.refused("withdrawal_moved", p.does(sent, payout.Cancel))
		p.has(800_00)
	})
}

func TestOnlyItsMemberCancels(t *testing.T) {
	eachPurse(t, func(t *testing.T, p purse) {
		w := p.ask(200_00, "")
		p.refused("not_found", func(tx *db.Tx) error {
			_, err := payout.Act(tx, payout.Change{Withdrawal: w.ID, Actor: p.Stranger.ID, Verb: payout.Cancel})
			return err
		})
	})
}

func TestAReturnedPayoutComesBackWhole(t *testing.T) {
	eachPurse(t, func(t *testing.T, p purse) {
		w := p.ask(200_00, "")
		for _, verb := range []payout.Verb{payout.Approve, payout.Send, payout.Return} {
			p.Write(p.does(w, verb))
		}
		p.has(1000_00)
		p.refused("withdrawal_moved", p.does(w, payout.Pay))
	})
}

func TestWithdrawalPolicyValuesAreRead(t *testing.T) {
	eachPurse(t, func(t *testing.T, p purse) {
		p.refused("withdrawal_min", p.asks(9_99, ""))
		p.Write(p.asks(10_00, ""))
		p.policy(func(r *policy.Policy) {
			r.WithdrawalMin, r.WithdrawalFee, r.WithdrawalKycLimit = 5_00, 1000, 300_00
			r.PayoutDays = []time.Weekday{time.Sunday}
		})
		w := p.ask(5_00, "")
		if w.Fee != 50 || w.DueAt.Weekday() != time.Sunday {
			t.Errorf("%+v, want 10%% and a Sunday", w)
		}
		p.refused("withdrawal_identity", p.asks(300_01, ""))
		p.Write(p.asks(300_00, ""))
		p.Write(func(tx *db.Tx) error { // ACC-19: who is verified withdraws more
			_, err := account.JudgeIdentity(tx, account.Judging{Member: p.sam, By: p.Finance.ID, Verified: true, Reason: "met"})
			return err
		})
		p.Write(p.asks(300_01, ""))
	})
}

func TestNewDetailsLimitWhatCanBeWithdrawn(t *testing.T) {
	eachPurse(t, func(t *testing.T, p purse) {
		details := func(tx *db.Tx) error { return payout.SetDetails(tx, p.sam, "Sam Seller", "DE99 9999") }
		p.Write(details)
		first := p.ask(60_00, "")
		p.refused("withdrawal_new_limit", p.asks(40_01, ""))
		p.Write(p.asks(40_00, ""))
		p.Write(p.does(first, payout.Cancel))
		p.Write(details) // the same ones again are not new
		p.refused("withdrawal_new_limit", p.asks(60_01, ""))
		p.Write(p.asks(60_00, ""))
		p.Clock.Advance(7 * 24 * time.Hour)
		p.Write(p.asks(500_00, ""))
	})
}

func TestLockedDetailsStayAsTheyAre(t *testing.T) {
	eachPurse(t, func(t *testing.T, p purse) {
		until := p.Clock.Now().Add(7 * 24 * time.Hour)
		p.Write(func(tx *db.Tx) error { return payout.LockDetails(tx, p.sam, until, true) })
		change := func(tx *db.Tx) error { return payout.SetDetails(tx, p.sam, "Somebody", "FR00 6666") }
		p.refused("withdrawal_locked", change)
		p.refused("withdrawal_new_limit", p.asks(100_01, ""))
		p.Clock.Advance(7 * 24 * time.Hour)
		p.Write(change)
	})
}

func TestWithoutDetailsNothingLeaves(t *testing.T) {
	eachPurse(t, func(t *testing.T, p purse) {
		asking := p.asking(50_00, "")
		asking.Member = p.Buyer.ID
		p.refused("withdrawal_details", func(tx *db.Tx) error { _, err := payout.Ask(tx, asking); return err })
		p.refused("withdrawal_details", func(tx *db.Tx) error { return payout.SetDetails(tx, p.Buyer.ID, "Bea", " ") })
	})
}

func TestCardMoneyGoesBackToItsCardOnly(t *testing.T) {
	eachPurse(t, func(t *testing.T, p purse) {
		p.Write(func(tx *db.Tx) error {
			return ledger.TopUp(tx, ledger.TopUpMoney{
				Member: p.sam, TopUp: id.New[id.TopUpKind](tx.Now()), Amount: 50_00, Provider: "sandbox", Card: "sandbox-4242", Key: "card",
			})
		})
		f := p.refused("withdrawal_short", p.asks(1000_01, ""))
		if f.Args[1] != money.Amount(1000_00) {
			t.Errorf("told that at most %v can go, want 1000.00", f.Args[1])
		}
		p.refused("withdrawal_card", p.asks(50_00, "sandbox-1881"))
		w := p.ask(50_00, "sandbox-4242")
		for _, verb := range []payout.Verb{payout.Approve, payout.Send, payout.Pay} {
			p.Write(p.does(w, verb))
		}
		p.has(1000_00)
	})
}

func TestASanctionNeverTakesMoneyButALegalHoldStopsIt(t *testing.T) {
	eachPurse(t, func(t *testing.T, p purse) {
		p.Write(func(tx *db.Tx) error {
			return account.SetStanding(tx, p.sam, account.Banned, time.Time{}, "TRU-13", p.Admin.ID)
		})
		p.Write(p.asks(100_00, ""))
		place := func(h payout.LegalHold) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { return payout.PlaceHold(tx, p.sam, p.Finance.ID, h) }
		}
		ahead := p.Clock.Now().Add(14 * 24 * time.Hour)
		p.refused("hold_reason", place(payout.LegalHold{ReviewAt: ahead}))
		p.refused("hold_review", place(payout.LegalHold{Reason: "court order 12/26", ReviewAt: p.Clock.Now()}))
		p.Write(place(payout.LegalHold{Reason: "court order 12/26", ReviewAt: ahead}))
		p.refused("withdrawal_hold", p.asks(100_00, ""))
		p.Write(func(tx *db.Tx) error { return payout.EndHold(tx, p.sam, p.Finance.ID) })
		p.Write(p.asks(100_00, ""))
		p.has(800_00)
	})
}

func TestTheBatchListsWhatIsInWork(t *testing.T) {
	eachPurse(t, func(t *testing.T, p purse) {
		later := p.ask(20_00, "")
		p.Write(p.does(later, payout.Approve))
		cancelled := p.ask(30_00, "")
		p.Write(p.does(cancelled, payout.Cancel))
		p.Read(func(tx *db.Tx) error {
			batch, err := payout.Batch(tx, 10)
			if len(batch) != 1 || batch[0].ID != later.ID || batch[0].State != payout.Approved {
				t.Errorf("the batch is %+v", batch)
			}
			mine, wrong := payout.Of(tx, p.sam, 10)
			if len(mine) != 2 || wrong != nil {
				t.Errorf("Sam sees %d withdrawals (%v)", len(mine), wrong)
			}
			return err
		})
	})
}
