package payment_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"guildhall/db"
	"guildhall/deadline"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/money"
	"guildhall/payment"
	"guildhall/rulebook"
	"guildhall/testkit"
)

// till is a store with one member who tops up.
type till struct {
	t      testing.TB
	store  *db.Store
	clock  *testkit.Clock
	member id.Member
}

func eachTill(t *testing.T, fn func(t *testing.T, till till)) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		fn(t, newTill(t, store, clock))
	})
}

func newTill(t testing.TB, store *db.Store, clock *testkit.Clock) till {
	made := till{t, store, clock, id.New[id.MemberKind](clock.Now())}
	made.do(func(tx *db.Tx) error { _, err := rulebook.Start(tx, "services"); return err })
	return made
}

func (t till) do(fn func(tx *db.Tx) error) {
	t.t.Helper()
	if err := t.store.Write(context.Background(), fn); err != nil {
		t.t.Fatal(err)
	}
}

func (t till) refused(code string, fn func(tx *db.Tx) error) {
	t.t.Helper()
	if f, ok := fault.As(t.store.Write(context.Background(), fn)); !ok || f.Code != code {
		t.t.Fatalf("got %v, want the fault %s", f, code)
	}
}

func (t till) ask(provider string, amount money.Amount) payment.TopUp {
	t.t.Helper()
	asking := payment.Asking{ID: id.New[id.TopUpKind](t.clock.Now()), Member: t.member, Provider: provider, Amount: amount}
	var asked payment.TopUp
	t.do(func(tx *db.Tx) (err error) {
		asked, err = payment.Ask(tx, asking)
		return err
	})
	return asked
}

func (t till) settle(m payment.Message) (settled payment.Settled) {
	t.t.Helper()
	t.do(func(tx *db.Tx) (err error) {
		settled, err = payment.Settle(tx, m)
		return err
	})
	return settled
}

// deliver opens letters as the web hook does.
func (t till) deliver(letters ...payment.Letter) {
	t.t.Helper()
	for _, l := range letters {
		t.do(func(tx *db.Tx) error {
			m, err := payment.Sandbox{}.Open(tx, l)
			if err != nil {
				return err
			}
			_, err = payment.Settle(tx, m)
			return err
		})
	}
}

// pay presses the sandbox's button and delivers what comes at once.
func (t till) pay(top payment.TopUp, card string, pays bool) {
	t.t.Helper()
	var letters []payment.Letter
	t.do(func(tx *db.Tx) (err error) {
		letters, err = payment.PayInSandbox(tx, top, card, pays)
		return err
	})
	t.deliver(letters...)
}

// later lets time pass and delivers the letters that are due then.
func (t till) later(by time.Duration) (delivered int) {
	t.t.Helper()
	now := t.clock.Advance(by)
	var letters []payment.Letter
	t.do(func(tx *db.Tx) error {
		letters = nil
		due, err := deadline.Due(tx, now, 10)
		for _, c := range due {
			letter, failed := payment.LetterOf(tx, c)
			if failed != nil {
				return failed
			}
			letters = append(letters, letter)
		}
		return err
	})
	t.deliver(letters...)
	return len(letters)
}

func (t till) stands(top payment.TopUp, state payment.State, main money.Amount) {
	t.t.Helper()
	err := t.store.Read(context.Background(), func(tx *db.Tx) error {
		got, err := payment.Get(tx, top.ID)
		if err != nil {
			return err
		}
		has, err := ledger.Balance(tx, t.member)
		if got.State != state || has.Main != main {
			t.t.Errorf("the top-up is %s and the member has %d, want %s and %d", got.State, has.Main, state, main)
		}
		return err
	})
	if err != nil {
		t.t.Fatal(err)
	}
}

func TestEachMagicAmountDoesWhatItsLineSays(t *testing.T) {
	for _, c := range []struct {
		amount      money.Amount
		now         payment.State
		nowHas      money.Amount
		later       payment.State
		laterHas    money.Amount
		lateLetters int
	}{
		{50_00, payment.Succeeded, 50_00, payment.Succeeded, 50_00, 0},
		{50_11, payment.Failed, 0, payment.Failed, 0, 0},
		{50_22, payment.Pending, 0, payment.Succeeded, 50_22, 2},
		{50_33, payment.Succeeded, 50_33, payment.ChargedBack, 0, 1},
		{50_44, payment.Succeeded, 50_44, payment.Refunded, 0, 1},
		{50_55, payment.Refunded, 0, payment.Refunded, 0, 1},
		{50_66, payment.Succeeded, 50_66, payment.Succeeded, 50_66, 0},
		{50_77, payment.Failed, 0, payment.Succeeded, 50_77, 1},
	} {
		t.Run(fmt.Sprint(c.amount), func(t *testing.T) {
			store, clock := testkit.SQLite(t)
			till := newTill(t, store, clock)
			top := till.ask(payment.SandboxName, c.amount)
			till.pay(top, "sandbox-4242", true)
			till.stands(top, c.now, c.nowHas)
			if came := till.later(time.Minute); came != c.lateLetters {
				t.Errorf("%d late letters came, want %d", came, c.lateLetters)
			}
			till.stands(top, c.later, c.laterHas)
		})
	}
	if len(payment.Magics) != 8 {
		t.Errorf("%d magic amounts, this test knows 8", len(payment.Magics))
	}
}

func TestPressingPayTwiceChargesOnce(t *testing.T) {
	eachTill(t, func(t *testing.T, till till) {
		top := till.ask(payment.SandboxName, 50_00)
		till.pay(top, "", true)
		till.pay(top, "", true)
		till.pay(top, "", false)
		till.stands(top, payment.Succeeded, 50_00)
	})
}

func TestCardMoneyIsHeldAndOtherMoneyIsNot(t *testing.T) {
	eachTill(t, func(t *testing.T, till till) {
		till.pay(till.ask(payment.SandboxName, 50_00), "sandbox-4242", true)
		till.pay(till.ask(payment.SandboxName, 20_00), "", true)
		till.do(func(tx *db.Tx) error {
			has, err := ledger.Balance(tx, till.member)
			if has.CardHeld != 50_00 || has.Withdrawable != 20_00 {
				t.Errorf("%+v, want 5000 held for the card and 2000 free", has)
			}
			return err
		})
	})
}

func TestAForgedLetterChangesNothing(t *testing.T) {
	eachTill(t, func(t *testing.T, till till) {
		top := till.ask(payment.SandboxName, 50_00)
		var letters []payment.Letter
		till.do(func(tx *db.Tx) (err error) {
			letters, err = payment.PayInSandbox(tx, top, "", true)
			return err
		})
		good := letters[0]
		open := func(l payment.Letter) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { _, err := payment.Sandbox{}.Open(tx, l); return err }
		}
		body := append([]byte(nil), good.Body...)
		body[len(body)-3] ^= 1
		till.refused("message_forged", open(payment.Letter{Body: body, Signature: good.Signature}))
		till.refused("message_forged", open(payment.Letter{Body: good.Body, Signature: "00"}))
		till.refused("message_forged", open(payment.Letter{Body: good.Body, Signature: "no hex"}))
		till.refused("message_forged", open(payment.Letter{Body: good.Body}))
		till.stands(top, payment.Pending, 0)
		till.do(open(good))
	})
}

func TestAMessageAboutAnotherSumGoesToStaff(t *testing.T) {
	eachTill(t, func(t *testing.T, till till) {
		top := till.ask(payment.SandboxName, 50_00)
		odd := payment.Message{Provider: payment.SandboxName, ID: "m1", TopUp: top.ID, Said: payment.SaidSucceeded, Amount: 50_01}
		if got := till.settle(odd); got.Changed {
			t.Errorf("settled %+v", got)
		}
		till.stands(top, payment.Pending, 0)
		till.do(func(tx *db.Tx) error {
			listed, err := payment.OddMessages(tx, 10)
			if len(listed) != 1 || listed[0].ID != "m1" {
				t.Errorf("staff see %+v", listed)
			}
			return err
		})
	})
}

// TestMessagesInAnyOrderCountOnce sends any messages, repeated and shuffled,
// and wants the money there exactly when the top-up says it succeeded.
func TestMessagesInAnyOrderCountOnce(t *testing.T) {
	store, clock := testkit.SQLite(t)
	says := []payment.Said{payment.SaidSucceeded, payment.SaidFailed, payment.SaidRefunded, payment.SaidChargedBack}
	till := newTill(t, store, clock)
	rapid.Check(t, func(rt *rapid.T) {
		till.member = id.New[id.MemberKind](clock.Now())
		top := till.ask(payment.SandboxName, 50_00)
		ended := false
		for i := range rapid.IntRange(1, 8).Draw(rt, "messages") {
			said := rapid.SampledFrom(says).Draw(rt, "said")
			name := fmt.Sprint(top.ID, said)
			if rapid.Bool().Draw(rt, "anew") {
				name += fmt.Sprint(i)
			}
			got := till.settle(payment.Message{Provider: payment.SandboxName, ID: name, TopUp: top.ID, Said: said, Amount: 50_00})
			if ended && got.Changed {
				rt.Errorf("changed to %s after its end", got.TopUp.State)
			}
			ended = ended || got.TopUp.State == payment.Refunded || got.TopUp.State == payment.ChargedBack
			want := money.Amount(0)
			if got.TopUp.State == payment.Succeeded {
				want = 50_00
			}
			till.stands(top, got.TopUp.State, want)
		}
	})
}

func TestTopUpBoundsAreThePolicys(t *testing.T) {
	eachTill(t, func(t *testing.T, till till) {
		ask := func(amount money.Amount, provider string) func(tx *db.Tx) error {
			return func(tx *db.Tx) error {
				_, err := payment.Ask(tx, payment.Asking{ID: id.New[id.TopUpKind](tx.Now()), Member: till.member, Provider: provider, Amount: amount})
				return err
			}
		}
		rules := till.rules()
		till.refused("top_up_min", ask(rules.Policy.TopUpMin-1, payment.BankName))
		till.refused("top_up_max", ask(rules.Policy.TopUpMax+1, payment.BankName))
		till.refused("provider_unknown", ask(rules.Policy.TopUpMin, "paypal"))
		till.do(ask(rules.Policy.TopUpMin, payment.BankName))
		till.do(ask(rules.Policy.TopUpMax, payment.BankName))
	})
}

func (t till) rules() (rules rulebook.Version) {
	t.t.Helper()
	t.do(func(tx *db.Tx) (err error) {
		rules, err = rulebook.Current(tx)
		return err
	})
	return rules
}

func TestLiveBooksRefuseTheSandbox(t *testing.T) {
	eachTill(t, func(t *testing.T, till till) {
		top := till.ask(payment.SandboxName, 50_00)
		var letters []payment.Letter
		till.do(func(tx *db.Tx) (err error) {
			letters, err = payment.PayInSandbox(tx, top, "", true)
			return err
		})
		till.do(func(tx *db.Tx) error { return ledger.Begin(tx, ledger.Books{Currency: "USD", Live: true}) })
		till.refused("sandbox_refused", func(tx *db.Tx) error {
			_, err := payment.Ask(tx, payment.Asking{ID: id.New[id.TopUpKind](tx.Now()), Member: till.member, Provider: payment.SandboxName, Amount: 50_00})
			return err
		})
		till.refused("sandbox_refused", func(tx *db.Tx) error { _, err := payment.Sandbox{}.Open(tx, letters[0]); return err })
	})
}

func TestABankTransferIsMarkedByStaff(t *testing.T) {
	eachTill(t, func(t *testing.T, till till) {
		top, staff := till.ask(payment.BankName, 50_00), id.New[id.MemberKind](till.clock.Now())
		mark := func(top payment.TopUp, said payment.Said) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { _, err := payment.Mark(tx, top.ID, staff, said); return err }
		}
		for range 2 {
			till.do(mark(top, payment.SaidSucceeded))
		}
		till.stands(top, payment.Succeeded, 50_00)
		till.refused("provider_speaks", mark(till.ask(payment.SandboxName, 50_00), payment.SaidSucceeded))
	})
}

func TestAProviderThatIsAwayIsAskedAgain(t *testing.T) {
	eachTill(t, func(t *testing.T, till till) {
		top := till.ask(payment.SandboxName, 50_66)
		calls := 0
		for range 20 {
			till.do(func(tx *db.Tx) error {
				due, err := payment.Waiting(tx, tx.Now(), 10)
				for _, waiting := range due {
					calls++
					begun, failed := payment.Sandbox{}.Begin(context.Background(), payment.Charge{TopUp: waiting.ID, Amount: waiting.Amount, Tries: waiting.Tries})
					if failed != nil {
						return payment.CallFailed(tx, waiting)
					}
					return payment.Answer(tx, waiting.ID, begun)
				}
				return err
			})
			till.clock.Advance(time.Second)
		}
		till.do(func(tx *db.Tx) error {
			got, err := payment.Get(tx, top.ID)
			if calls != 3 || got.Page == "" || !got.CallAt.IsZero() {
				t.Errorf("after %d calls: %+v, want a page after the third", calls, got)
			}
			return err
		})
	})
}
