package ledger

import (
	"errors"
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
)

// Charging lowers a wallet in its first statement and reads the lots in the
// second: on PostgreSQL both travel together, the first waits until no other
// transaction holds the wallet, and the second sees what that one left. A key
// that is already known charges nothing.
const (
	chargeBoth = `UPDATE wallets SET
			bonus = CASE WHEN bonus >= $2 THEN bonus - $2 ELSE 0 END,
			main = CASE WHEN bonus >= $2 THEN main ELSE main - ($2 - bonus) END
		WHERE member = $1 AND main + bonus >= $2
			AND NOT EXISTS (SELECT 1 FROM transfers WHERE key = $3)`
	chargeMain = `UPDATE wallets SET main = main - $2
		WHERE member = $1 AND main >= $2
			AND NOT EXISTS (SELECT 1 FROM transfers WHERE key = $3)`
	readCharged = `SELECT w.main, w.bonus, t.id, t.digest,
			COALESCE(l.pot, ''), l.origin, COALESCE(l.card, ''), l.at, l.free_at, COALESCE(l.amount, 0)
		FROM wallets w
		LEFT JOIN transfers t ON t.key = $2
		LEFT JOIN lots l ON l.member = w.member AND l.amount > 0
		WHERE w.member = $1`
)

// charged is a wallet after its charge, with the lots as they were before it.
type charged struct {
	left   wallet
	lots   []Lot
	known  id.Transfer // set when the key was used before; then nothing was charged
	digest []byte
}

// charge takes amount out of the member's wallet, by one of the statements
// above, and reads what is needed to say which money that was.
func charge(tx *db.Tx, how string, member id.Member, amount money.Amount, key string) (charged, error) {
	if err := tx.Exec(how, member, amount, key); err != nil {
		return charged{}, err
	}
	var c charged
	_, err := db.All(tx, func(row db.Row) (struct{}, error) {
		var l Lot
		err := row.Scan(&c.left.main, &c.left.bonus, &c.known, &c.digest,
			&l.Pot, &l.Origin, &l.Card, &l.At, &l.FreeAt, &l.Amount)
		if l.Amount > 0 {
			c.lots = append(c.lots, l)
		}
		return struct{}{}, err
	}, readCharged, member, key)
	return c, err
}

// slices says which lots pay the charged amount, out of those that may.
// Faults: insufficient_funds{short}.
func (c charged) slices(amount money.Amount, may func(Lot) bool) ([]Slice, error) {
	var usable []Lot
	var all money.Amount
	for _, l := range c.lots {
		all = all.Plus(l.Amount)
		if may(l) {
			usable = append(usable, l)
		}
	}
	taken, short := take(usable, amount)
	if short > 0 {
		return nil, fault.Conflict("insufficient_funds", "short", short)
	}
	if left := c.left.main.Plus(c.left.bonus); left != all.Minus(amount) {
		return nil, broken("a wallet holds %d after %d of %d in its lots were spent", left, amount, all)
	}
	return taken, nil
}

func anyLot(Lot) bool    { return true }
func mainLot(l Lot) bool { return l.Pot == PotMain }
func accountOf(p Pot) Account {
	if p == PotBonus {
		return Bonus
	}
	return Main
}

// TopUpMoney is money that came in from a provider.
type TopUpMoney struct {
	Member id.Member
	TopUp  id.TopUp
	Amount money.Amount
	Card   string    // the card as the provider names it; empty when it was none
	FreeAt time.Time // when card_hold ends (MON-7); zero: at once
	Key    string
}

// TopUp adds the money to the member's main balance as a lot of its own.
func TopUp(tx *db.Tx, m TopUpMoney) error {
	origin := id.Lot(m.TopUp)
	return add(tx, posting{
		kind: KindTopUp, subject: "top_up", reference: Holder(m.TopUp), key: m.Key,
		digest: asked(KindTopUp, m.TopUp, m.Member, m.Amount, m.Card),
		entries: []Entry{
			{Account: Main, Holder: Holder(m.Member), Lot: origin, Amount: m.Amount},
			{Account: Provider, Amount: -m.Amount},
		},
		opens: []opening{{m.Member, Lot{Pot: PotMain, Origin: origin, Card: m.Card, At: tx.Now(), FreeAt: m.FreeAt}}},
	})
}

// Gift adds bonus money, which can only be spent here (MON-2).
func Gift(tx *db.Tx, member id.Member, amount money.Amount, key string) error {
	origin := id.Lot(member)
	return add(tx, posting{
		kind: KindGift, subject: "member", reference: Holder(member), key: key,
		digest: asked(KindGift, member, amount),
		entries: []Entry{
			{Account: Bonus, Holder: Holder(member), Lot: origin, Amount: amount},
			{Account: Gifts, Amount: -amount},
		},
		opens: []opening{{member, Lot{Pot: PotBonus, Origin: origin, At: tx.Now()}}},
	})
}

// add posts what only adds to a wallet, once for its key.
func add(tx *db.Tx, p posting) error {
	switch known, err := knownDigest(tx, p.key); {
	case err != nil:
		return err
	case known != nil:
		return sameAsked(known, p.digest)
	}
	return post(tx, p)
}

// knownDigest is what was asked under the key, nil when it is new.
func knownDigest(tx *db.Tx, key string) ([]byte, error) {
	digest, err := db.Value[[]byte](tx, `SELECT digest FROM transfers WHERE key = $1`, key)
	if errors.Is(err, db.ErrNoRow) {
		return nil, nil
	}
	return digest, err
}

// Balances is what a member has.
type Balances struct {
	Main, Bonus money.Amount
	// Held is the part of Main that cannot be withdrawn yet: younger card
	// money and earnings that have not cleared (MON-7, MON-11).
	CardHeld, Clearing money.Amount
	// Cards is the part of Main that can be withdrawn to one card only;
	// Withdrawable is what can be withdrawn in all, Cards included.
	Cards        []CardMoney
	Withdrawable money.Amount
	Leaving      money.Amount // in withdrawals under way
	Owed         money.Amount // claims after chargebacks (MON-20)
}

// CardMoney is money that goes back to the card it came from.
type CardMoney struct {
	Card   string
	Amount money.Amount
}

// Spendable is what an order can be paid with.
func (b Balances) Spendable() money.Amount { return b.Main.Plus(b.Bonus) }
