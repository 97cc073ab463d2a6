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
	readCharged = `SELECT w.main, w.bonus, w.owed, t.id, t.digest,
			COALESCE(l.pot, ''), l.origin, COALESCE(l.card, ''), l.at, l.free_at, COALESCE(l.amount, 0)
		FROM wallets w
		LEFT JOIN transfers t ON t.key = $2
		LEFT JOIN lots l ON l.member = w.member AND l.amount > 0
		WHERE w.member = $1`
)

// charged is a wallet after its charge, with the lots as they were before it.
type charged struct {
	left   wallet
	owed   money.Amount // claims on the member (MON-20)
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
		err := row.Scan(&c.left.main, &c.left.bonus, &c.owed, &c.known, &c.digest,
			&l.Pot, &l.Origin, &l.Card, &l.At, &l.FreeAt, &l.Amount)
		if l.Amount > 0 {
			c.lots = append(c.lots, l)
		}
		return struct{}{}, err
	}, readCharged, member, key)
	if err == nil && !c.known.IsZero() && c.left.main.Plus(c.left.bonus) != c.all() {
		// The same key at the same instant: while this statement waited for
		// the wallet, the other transfer was written that it could not see.
		return charged{}, db.ErrAgain
	}
	return c, err
}

// all is what the lots held before the charge.
func (c charged) all() money.Amount {
	var sum money.Amount
	for _, l := range c.lots {
		sum = sum.Plus(l.Amount)
	}
	return sum
}

// slices says which lots pay the charged amount, out of those that may.
// Faults: insufficient_funds{short}.
func (c charged) slices(amount money.Amount, may func(Lot) bool) ([]Slice, error) {
	var usable []Lot
	for _, l := range c.lots {
		if may(l) {
			usable = append(usable, l)
		}
	}
	taken, short := take(usable, amount)
	if short > 0 {
		return nil, fault.Conflict("insufficient_funds", "short", short)
	}
	if left := c.left.main.Plus(c.left.bonus); left != c.all().Minus(amount) {
		return nil, broken("a wallet holds %d after %d of %d in its lots were spent", left, amount, c.all())
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
	Member   id.Member
	TopUp    id.TopUp
	Amount   money.Amount
	Provider string    // who holds it for us: "sandbox", "bank", …
	Card     string    // the card as the provider names it; empty when it was none
	FreeAt   time.Time // when card_hold ends (MON-7); zero: at once
	Key      string
}

// TopUp adds the money to the member's main balance as a lot of its own.
func TopUp(tx *db.Tx, m TopUpMoney) error {
	origin := id.Lot(m.TopUp)
	return add(tx, posting{
		kind: KindTopUp, subject: "top_up", reference: Holder(m.TopUp), key: m.Key,
		digest: asked(KindTopUp, m.TopUp, m.Member, m.Amount, m.Provider, m.Card),
		entries: []Entry{
			{Account: Main, Holder: Holder(m.Member), Lot: origin, Amount: m.Amount},
			{Account: ProviderAccount(m.Provider), Amount: -m.Amount},
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

// Revocation takes a top-up's money back: the provider refunded it or the card
// holder's bank charged it back (MON-6).
type Revocation struct {
	Member   id.Member
	TopUp    id.TopUp
	Amount   money.Amount
	Provider string
	Key      string
}

// Revoke takes back what is left of the top-up's lot; what is already spent
// becomes a claim on the member, a debt of its own and not a balance below
// zero (MON-20). The answer is the claim. Faults: key_reused.
func Revoke(tx *db.Tx, r Revocation) (owed money.Amount, err error) {
	digest := asked(KindRevoke, r.Member, r.TopUp, r.Amount, r.Provider)
	c, err := charge(tx, chargeMain, r.Member, 0, r.Key) // locks the wallet, reads its lots
	if err != nil {
		return 0, err
	}
	if !c.known.IsZero() {
		before, err := repeated(tx, c.known, c.digest, digest)
		return -sums(before)[Claim], err
	}
	var left money.Amount
	for _, l := range c.lots {
		if l.Pot == PotMain && l.Origin == id.Lot(r.TopUp) {
			left = min(l.Amount, r.Amount)
		}
	}
	owed = r.Amount.Minus(left)
	entries := []Entry{{Account: ProviderAccount(r.Provider), Amount: r.Amount}}
	if left > 0 {
		entries = append(entries, Entry{Main, Holder(r.Member), id.Lot(r.TopUp), -left})
	}
	if owed > 0 {
		entries = append(entries, Entry{Account: Claim, Holder: Holder(r.Member), Amount: -owed})
	}
	return owed, post(tx, posting{
		kind: KindRevoke, subject: "top_up", reference: Holder(r.TopUp), key: r.Key, digest: digest, entries: entries,
	})
}
