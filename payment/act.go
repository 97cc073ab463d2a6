package payment

import (
	"errors"
	"time"

	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/money"
	"guildhall/policy"
	"guildhall/rulebook"
)

// A call that failed is made again after a pause that doubles up to the last.
const (
	callPauseMin = 2 * time.Second
	callPauseMax = 10 * time.Minute
)

// Asking is a member's wish to bring money in.
type Asking struct {
	ID       id.TopUp // made by the caller, so that a repeat finds the same top-up
	Member   id.Member
	Provider string
	Amount   money.Amount
	Checkout id.Checkout
}

// Ask writes the wish down; the provider is called afterwards.
//
// Faults: custody_none, top_up_min{min}, top_up_max{max}, provider_unknown,
// sandbox_refused, all at their fields.
func Ask(tx *db.Tx, a Asking) (TopUp, error) {
	rules, err := rulebook.Current(tx)
	if err != nil {
		return TopUp{}, err
	}
	if err := allowed(tx, a, &rules.Policy); err != nil {
		return TopUp{}, err
	}
	asked := TopUp{
		ID: a.ID, Member: a.Member, Provider: a.Provider, Amount: a.Amount, State: Pending,
		Checkout: a.Checkout, CallAt: tx.Now(), AskedAt: tx.Now(),
	}
	if err := insert(tx, asked); err != nil {
		return TopUp{}, err
	}
	return asked, tell(tx, asked, "top_up_asked")
}

func allowed(tx *db.Tx, a Asking, p *policy.Policy) error {
	if p.Custody == policy.CustodyNone {
		return fault.Conflict("custody_none")
	}
	err := usable(tx, a.Provider)
	unusable, isFault := fault.As(err)
	if err != nil && !isFault {
		return err
	}
	return fault.Join(amountFault(a, p), unusable)
}

// amountFault keeps to the bounds of MON-6; what an order lacks may be less.
func amountFault(a Asking, p *policy.Policy) *fault.Fault {
	switch {
	case a.Amount <= 0, a.Amount < p.TopUpMin && a.Checkout.IsZero():
		return fault.Invalid("top_up_min", "min", p.TopUpMin).At("amount")
	case a.Amount > p.TopUpMax:
		return fault.Invalid("top_up_max", "max", p.TopUpMax).At("amount")
	}
	return nil
}

// usable refuses a provider that cannot be used on these books.
func usable(tx *db.Tx, provider string) error {
	if provider != SandboxName && provider != BankName {
		return fault.Invalid("provider_unknown").At("provider")
	}
	books, err := ledger.Kept(tx)
	if err != nil {
		return err
	}
	if books.Live && provider == SandboxName {
		return fault.Conflict("sandbox_refused").At("provider")
	}
	return nil
}

// Answer writes down what the provider answered to the charge. A second answer
// to the same charge changes nothing.
func Answer(tx *db.Tx, top id.TopUp, b Begun) error {
	return tx.Exec(`UPDATE top_ups SET reference = $1, page = $2, call_at = NULL WHERE id = $3 AND call_at IS NOT NULL`,
		b.Reference, b.Page, top)
}

// CallFailed puts the next call off (MON-16: nothing is lost, the member may
// leave the page).
func CallFailed(tx *db.Tx, t TopUp) error {
	pause := min(callPauseMin<<min(t.Tries, 16), callPauseMax)
	return tx.Exec(`UPDATE top_ups SET call_at = $1, tries = tries + 1 WHERE id = $2 AND call_at IS NOT NULL`,
		tx.Now().Add(pause), t.ID)
}

// Settle lets a provider's message take effect, once (invariant 8). A repeat
// of a message answers as it did and changes nothing; so does one that comes
// after the end. Faults: not_found when there is no such top-up.
func Settle(tx *db.Tx, m Message) (Settled, error) {
	t, err := Get(tx, m.TopUp)
	if err != nil {
		return Settled{}, err
	}
	known, err := known(tx, m)
	if err != nil || known {
		return Settled{TopUp: t}, err
	}
	to, does := decide(t, m)
	if err := remember(tx, m, does); err != nil {
		return Settled{}, err
	}
	if does == Odd {
		return Settled{TopUp: t}, tell(tx, t, "top_up_odd")
	}
	if does == Nothing {
		return Settled{TopUp: t}, nil
	}
	was := t.State
	t.State, t.SettledAt = to, tx.Now()
	if m.Card != "" {
		t.Card = m.Card
	}
	owed, err := book(tx, t, does)
	if err != nil {
		return Settled{}, err
	}
	if err := settle(tx, t, was); err != nil {
		return Settled{}, err
	}
	return Settled{TopUp: t, Changed: true, Owed: owed}, tell(tx, t, "top_up_"+string(to))
}

// book moves the money. The keys name the top-up, not the message, so that no
// two messages credit it twice. What cannot be taken back becomes a claim.
func book(tx *db.Tx, t TopUp, does Effect) (owed money.Amount, err error) {
	switch does {
	case Credit:
		return 0, credit(tx, t)
	case Revoke:
		owed, err = ledger.Revoke(tx, ledger.Revocation{
			Member: t.Member, TopUp: t.ID, Amount: t.Amount, Provider: t.Provider,
			Key: "top-up " + t.ID.String() + " revoked",
		})
		if err == nil && owed > 0 {
			err = openClaim(tx, t, owed)
		}
	}
	return owed, err
}

func credit(tx *db.Tx, t TopUp) error {
	in := ledger.TopUpMoney{
		Member: t.Member, TopUp: t.ID, Amount: t.Amount, Provider: t.Provider, Card: t.Card,
		Key: "top-up " + t.ID.String(),
	}
	if t.Card != "" {
		rules, err := rulebook.Current(tx)
		if err != nil {
			return err
		}
		in.FreeAt = tx.Now().Add(rules.Policy.CardHold) // MON-7
	}
	return ledger.TopUp(tx, in)
}

// Mark is finance staff saying that a bank transfer arrived or will not.
//
// Faults: not_found, provider_speaks when the provider tells by itself.
func Mark(tx *db.Tx, top id.TopUp, by id.Member, said Said) (Settled, error) {
	t, err := Get(tx, top)
	if err != nil {
		return Settled{}, err
	}
	if t.Provider != BankName {
		return Settled{}, fault.Conflict("provider_speaks")
	}
	settled, err := Settle(tx, Message{
		Provider: BankName, ID: top.String() + " " + string(said), TopUp: top, Said: said, Amount: t.Amount,
	})
	if err != nil || !settled.Changed {
		return settled, err
	}
	return settled, event.Note(tx, event.Entry{
		Subject: event.Of("top_up", top), Kind: "top_up_marked", Actor: by, Data: map[string]any{"said": string(said)},
	})
}

// tell writes the diary, which notifications are made from.
func tell(tx *db.Tx, t TopUp, kind string) error {
	return event.Note(tx, event.Entry{
		Subject: event.Of("top_up", t.ID), Kind: kind, Actor: t.Member,
		Data: map[string]any{"member": t.Member.String(), "amount": int64(t.Amount)},
	})
}

// known reports whether the message was received before.
func known(tx *db.Tx, m Message) (bool, error) {
	_, err := db.Value[string](tx, `SELECT effect FROM payment_messages WHERE provider = $1 AND id = $2`, m.Provider, m.ID)
	if errors.Is(err, db.ErrNoRow) {
		return false, nil
	}
	return err == nil, err
}
