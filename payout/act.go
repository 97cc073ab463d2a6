package payout

import (
	"strings"
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/money"
	"guildhall/policy"
	"guildhall/rulebook"
)

// Asking is a member's wish to take money out.
type Asking struct {
	ID     id.Withdrawal // made by the caller, so that a repeat finds the same one
	Member id.Member
	Amount money.Amount
	Card   string // back to the card the money came from; empty: to the payout details
}

// Ask holds the sum and puts the withdrawal on the next payout day.
//
// Faults: custody_none; at their fields withdrawal_min{min},
// withdrawal_identity{limit}, withdrawal_details, withdrawal_new_limit{limit,
// left, until}, withdrawal_short{most}; withdrawal_hold.
func Ask(tx *db.Tx, a Asking) (Withdrawal, error) {
	rules, err := rulebook.Current(tx)
	if err != nil {
		return Withdrawal{}, err
	}
	if err := allowed(tx, a, &rules.Policy); err != nil {
		return Withdrawal{}, err
	}
	w := Withdrawal{
		ID: a.ID, Member: a.Member, Amount: a.Amount, Fee: Fee(a.Amount, &rules.Policy), Card: a.Card,
		State: Requested, RequestedAt: tx.Now(), ChangedAt: tx.Now(),
		DueAt: NextDay(tx.Now(), Zone(&rules.Policy), rules.Policy.PayoutDays),
	}
	if w.Card == "" {
		if err := w.toDetails(tx, &rules.Policy); err != nil {
			return Withdrawal{}, err
		}
	}
	if err := hold(tx, w); err != nil {
		return Withdrawal{}, err
	}
	if err := insert(tx, w); err != nil {
		return Withdrawal{}, err
	}
	return w, tell(tx, w, a.Member)
}

// Zone is the marketplace's, in which payout days are counted.
func Zone(p *policy.Policy) *time.Location {
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

func allowed(tx *db.Tx, a Asking, p *policy.Policy) error {
	switch {
	case p.Custody == policy.CustodyNone:
		return fault.Conflict("custody_none")
	case a.Amount < p.WithdrawalMin:
		return fault.Invalid("withdrawal_min", "min", p.WithdrawalMin).At("amount")
	}
	if err := known(tx, a, p); err != nil {
		return err
	}
	switch held, err := LegalHoldOf(tx, a.Member); {
	case err != nil:
		return err
	case !held.IsZero():
		return fault.Conflict("withdrawal_hold")
	}
	return nil
}

// known holds large withdrawals to ACC-19: whose money it is was checked.
func known(tx *db.Tx, a Asking, p *policy.Policy) error {
	if p.WithdrawalKycLimit == 0 || a.Amount <= p.WithdrawalKycLimit {
		return nil
	}
	m, err := account.Get(tx, a.Member)
	if err == nil && !m.Verified() {
		err = fault.Conflict("withdrawal_identity", "limit", p.WithdrawalKycLimit).At("amount")
	}
	return err
}

// toDetails copies the payout details onto the withdrawal and counts it
// against the limit on new ones (MON-9). The count is guarded: of two at once
// the later one starts again and finds less room.
func (w *Withdrawal) toDetails(tx *db.Tx, p *policy.Policy) error {
	d, err := DetailsOf(tx, w.Member)
	if err != nil {
		return err
	}
	if d.IsZero() {
		return fault.Conflict("withdrawal_details").At("number")
	}
	if room, until, limited := d.Room(tx.Now(), p); limited && w.Amount > room {
		return fault.Conflict("withdrawal_new_limit", "limit", p.NewDetailsLimit, "left", room, "until", until).At("amount")
	}
	w.Owner, w.Number = d.Owner, d.Number
	return tx.ExecOne(db.ErrAgain,
		`UPDATE payout_details SET withdrawn = withdrawn + $1 WHERE member = $2 AND withdrawn = $3`,
		w.Amount, w.Member, d.Withdrawn)
}

// hold asks the ledger for the sum, and says how much would have been possible
// where it is too little.
func hold(tx *db.Tx, w Withdrawal) error {
	err := ledger.WithdrawHold(tx, ledger.Withdrawing{
		Withdrawal: w.ID, Member: w.Member, Amount: w.Amount, Card: w.Card, Key: "withdrawal " + w.ID.String(),
	})
	short, ok := fault.As(err)
	if !ok || short.Code != "insufficient_funds" {
		return err
	}
	most := w.Amount.Minus(short.Args[1].(money.Amount))
	if most <= 0 && w.Card != "" {
		return fault.Conflict("withdrawal_card").At("card")
	}
	return fault.Conflict("withdrawal_short", "most", most).At("amount")
}

// Change is something done to a withdrawal.
type Change struct {
	Withdrawal id.Withdrawal
	Actor      id.Member
	Verb       Verb
	Reason     string // for Return, shown to the member
}

// Act changes a withdrawal's state and moves its money. Who may do what is the
// desk's to check, but for this: only its member cancels.
//
// Faults: not_found, withdrawal_moved{state}.
func Act(tx *db.Tx, c Change) (Withdrawal, error) {
	w, err := Get(tx, c.Withdrawal)
	if err != nil {
		return Withdrawal{}, err
	}
	if c.Verb == Cancel && c.Actor != w.Member {
		return Withdrawal{}, fault.Missing()
	}
	step, err := decide(w.State, c.Verb)
	if err != nil {
		return Withdrawal{}, err
	}
	was := w.State
	w.State, w.ChangedAt, w.Reason = step.to, tx.Now(), strings.TrimSpace(c.Reason)
	if err := move(tx, w, step.money); err != nil {
		return Withdrawal{}, err
	}
	if err := update(tx, w, was); err != nil {
		return Withdrawal{}, err
	}
	return w, tell(tx, w, c.Actor)
}

func move(tx *db.Tx, w Withdrawal, how movement) error {
	key := "withdrawal " + w.ID.String() + " " + string(w.State)
	switch how {
	case leaves:
		return ledger.WithdrawPaid(tx, w.ID, w.Fee, provider(w), key)
	case comesBack:
		if err := uncount(tx, w); err != nil {
			return err
		}
		return ledger.WithdrawBack(tx, w.ID, w.Member, key)
	}
	return nil
}

// provider is through whom the money leaves: cards are paid by who charged
// them, and their names begin with its own.
func provider(w Withdrawal) string {
	if name, _, ok := strings.Cut(w.Card, "-"); ok {
		return name
	}
	return "bank"
}

// uncount gives back the room that a withdrawal took of the limit on new
// details, unless they changed since.
func uncount(tx *db.Tx, w Withdrawal) error {
	if w.Card != "" {
		return nil
	}
	return tx.Exec(`UPDATE payout_details SET withdrawn = withdrawn - $1
		WHERE member = $2 AND changed_at <= $3 AND withdrawn >= $1`, w.Amount, w.Member, w.RequestedAt)
}

// SetDetails says where a member's money goes from now on. New details limit
// withdrawals for security_hold (MON-9); the same ones again change nothing.
//
// Faults: withdrawal_details at its field, withdrawal_locked{until}.
func SetDetails(tx *db.Tx, member id.Member, owner, number string) error {
	owner, number = strings.TrimSpace(owner), strings.TrimSpace(number)
	if owner == "" || number == "" || len(owner) > OwnerLengthMax || len(number) > NumberLengthMax {
		return fault.Invalid("withdrawal_details").At("number")
	}
	was, err := DetailsOf(tx, member)
	switch {
	case err != nil:
		return err
	case was.Owner == owner && was.Number == number:
		return nil
	case was.LockedUntil.After(tx.Now()):
		return fault.Conflict("withdrawal_locked", "until", was.LockedUntil).At("number")
	}
	return tx.Exec(`INSERT INTO payout_details (member, owner_name, number, changed_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (member) DO UPDATE SET owner_name = excluded.owner_name, number = excluded.number,
			changed_at = excluded.changed_at, withdrawn = 0`, member, owner, number, tx.Now())
}

// LockDetails keeps the details as they are for a while: the member's address
// or login was changed (ACC-9, ACC-10). limit also counts them as new (MON-9).
func LockDetails(tx *db.Tx, member id.Member, until time.Time, limit bool) error {
	if limit {
		return tx.Exec(`UPDATE payout_details SET locked_until = $1, changed_at = $2, withdrawn = 0 WHERE member = $3`,
			until, tx.Now(), member)
	}
	return tx.Exec(`UPDATE payout_details SET locked_until = $1 WHERE member = $2`, until, member)
}

// tell writes the diary, which notifications are made from.
func tell(tx *db.Tx, w Withdrawal, actor id.Member) error {
	return event.Note(tx, event.Entry{
		Subject: event.Of("withdrawal", w.ID), Kind: "withdrawal_" + string(w.State), Actor: actor,
		Data: map[string]any{"member": w.Member.String(), "amount": int64(w.Amount), "fee": int64(w.Fee)},
	})
}
