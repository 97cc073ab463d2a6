package ledger

import (
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
)

// Withdrawing is money that is about to leave to a member.
type Withdrawing struct {
	Withdrawal id.Withdrawal
	Member     id.Member
	Amount     money.Amount // held from the request on, the fee in it (MON-8)
	Card       string       // to this card: only money it brought; empty: only money no card brought (MON-7)
	Key        string
}

// WithdrawHold takes the amount out of the main balance, the oldest free money
// first, and keeps it for the withdrawal.
//
// Faults: insufficient_funds{short}, counting only what may go there now;
// key_reused.
func WithdrawHold(tx *db.Tx, w Withdrawing) error {
	digest := asked(KindWithdraw, w.Withdrawal, w.Member, w.Amount, w.Card)
	c, err := charge(tx, chargeMain, w.Member, w.Amount, w.Key)
	if err != nil {
		return err
	}
	if !c.known.IsZero() {
		return sameAsked(c.digest, digest)
	}
	taken, err := c.slices(w.Amount, func(l Lot) bool {
		free := l.FreeAt.IsZero() || !l.FreeAt.After(tx.Now())
		return l.Pot == PotMain && l.Card == w.Card && free
	})
	if err != nil {
		return err
	}
	return post(tx, posting{
		kind: KindWithdraw, subject: "withdrawal", reference: Holder(w.Withdrawal), key: w.Key, digest: digest,
		entries: move(taken, walletSide(w.Member), leavingSide(w.Withdrawal)), charged: w.Member,
	})
}

func leavingSide(w id.Withdrawal) side {
	return func(Slice) (Account, Holder) { return Leaving, Holder(w) }
}

// WithdrawBack returns what is held for the withdrawal to the lots it was
// taken from: the member cancelled, or the payout came back (MON-8, MON-10).
// With nothing held it moves nothing.
func WithdrawBack(tx *db.Tx, w id.Withdrawal, member id.Member, key string) error {
	held, err := leaving(tx, w)
	if err != nil || len(held) == 0 {
		return err
	}
	return add(tx, posting{
		kind: KindWithdrawOf, subject: "withdrawal", reference: Holder(w), key: key,
		digest:  asked(KindWithdrawOf, w, member),
		entries: move(held, leavingSide(w), walletSide(member)),
	})
}

// WithdrawPaid books that the provider paid out what was held: the fee is the
// platform's, the rest has left.
//
// Faults: withdrawal_not_held when nothing is held for it.
func WithdrawPaid(tx *db.Tx, w id.Withdrawal, fee money.Amount, provider, key string) error {
	digest := asked(KindPaidOut, w, fee, provider)
	switch known, err := knownDigest(tx, key); {
	case err != nil:
		return err
	case known != nil:
		return sameAsked(known, digest)
	}
	held, err := leaving(tx, w)
	if err != nil {
		return err
	}
	if len(held) == 0 {
		return fault.Conflict("withdrawal_not_held")
	}
	net := total(held, PotMain).Minus(fee)
	entries := append(drain(held, leavingSide(w)), Entry{Account: ProviderAccount(provider), Amount: net})
	if fee > 0 {
		entries = append(entries, Entry{Account: WithdrawalFee, Amount: fee})
	}
	return post(tx, posting{
		kind: KindPaidOut, subject: "withdrawal", reference: Holder(w), key: key, digest: digest, entries: entries,
	})
}

// leaving is what is held for a withdrawal, by lot.
func leaving(tx *db.Tx, w id.Withdrawal) ([]Slice, error) {
	return db.All(tx, func(row db.Row) (Slice, error) {
		s := Slice{Pot: PotMain}
		err := row.Scan(&s.Origin, &s.Amount)
		return s, err
	}, `SELECT lot, CAST(SUM(amount) AS BIGINT) FROM entries
		WHERE holder = $1 AND account = 'leaving' GROUP BY lot HAVING SUM(amount) <> 0 ORDER BY lot`, w)
}
