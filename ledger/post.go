package ledger

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
)

// posting is a transfer about to be written.
type posting struct {
	kind      Kind
	subject   string // "order", "top_up", "withdrawal", "member"
	reference Holder
	key       string
	digest    []byte
	entries   []Entry
	opens     []opening // lots that may not exist yet
	charged   id.Member // whose wallet charge has already lowered
}

// opening is what a new lot is like; its amount is in the entries.
type opening struct {
	member id.Member
	lot    Lot
}

// asked is the digest of what stands behind an idempotency key.
func asked(kind Kind, what ...any) []byte {
	sum := sha256.Sum256(fmt.Append(append([]byte(kind), ' '), what...))
	return sum[:]
}

// sameAsked refuses a key that stood for something else (invariant 7).
func sameAsked(known, now []byte) error {
	if bytes.Equal(known, now) {
		return nil
	}
	return fault.Conflict("key_reused")
}

// broken ends a transaction whose books do not add up: nothing is paid out on
// them, and `guildhall verify` names the rows.
func broken(what string, args ...any) error {
	return fmt.Errorf("ledger: the books are broken: "+what, args...)
}

// post writes a transfer and every running amount that follows from its
// entries: wallets first and in the order of their ids, so that two transfers
// never wait for each other crosswise, then their lots.
func post(tx *db.Tx, p posting) error {
	if sum := unbalanced(p.entries); sum != 0 {
		panic(fmt.Sprintf("ledger: entries of a %s sum to %d", p.kind, sum))
	}
	transfer := transferID(tx.Now(), p.kind)
	err := tx.Exec(`INSERT INTO transfers (id, kind, subject, reference, key, digest, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		transfer, p.kind, p.subject, p.reference, p.key, p.digest, tx.Now())
	if err != nil {
		return err
	}
	if err := writeEntries(tx, transfer, p.entries); err != nil {
		return err
	}
	if err := moveWallets(tx, p); err != nil {
		return err
	}
	if err := moveClaims(tx, p.entries); err != nil {
		return err
	}
	return moveLots(tx, p)
}

// transferID makes ids that sort by moment and, within one, money in before
// money out, so that no statement shows a balance below zero when a top-up and
// the orders it pays for are one transaction.
func transferID(at time.Time, kind Kind) id.Transfer {
	made := id.New[id.TransferKind](at)
	rank := byte(8)
	switch kind {
	case KindTopUp, KindGift:
		rank = 0
	case KindRelease, KindRefund, KindSplit, KindWithdrawOf:
		rank = 4
	}
	made[6] = 0x70 | rank
	return made
}

func writeEntries(tx *db.Tx, transfer id.Transfer, entries []Entry) error {
	var sql strings.Builder
	sql.WriteString(`INSERT INTO entries (transfer, n, account, holder, lot, amount) VALUES `)
	args := make([]any, 0, 1+5*len(entries))
	args = append(args, transfer)
	for n, e := range entries {
		if n > 0 {
			sql.WriteString(", ")
		}
		at := len(args)
		fmt.Fprintf(&sql, "($1, $%d, $%d, $%d, $%d, $%d)", at+1, at+2, at+3, at+4, at+5)
		args = append(args, n, e.Account, e.Holder, e.Lot, e.Amount)
	}
	return tx.Exec(sql.String(), args...)
}

// wallet is what a member has, as the wallets table keeps it.
type wallet struct{ main, bonus money.Amount }

func moveWallets(tx *db.Tx, p posting) error {
	moves := map[id.Member]wallet{}
	for _, e := range p.entries {
		member := id.Member(e.Holder)
		move := moves[member]
		switch e.Account {
		case Main:
			move.main = move.main.Plus(e.Amount)
		case Bonus:
			move.bonus = move.bonus.Plus(e.Amount)
		default:
			continue
		}
		moves[member] = move
	}
	for _, member := range slices.SortedFunc(maps.Keys(moves), byID) {
		if member == p.charged {
			continue
		}
		if err := credit(tx, member, moves[member]); err != nil {
			return err
		}
	}
	return nil
}

func byID(a, b id.Member) int { return bytes.Compare(a[:], b[:]) }

// credit adds to a wallet, or takes what is known to be in it; the table's
// CHECK has the last word.
func credit(tx *db.Tx, member id.Member, by wallet) error {
	if by.main < 0 || by.bonus < 0 {
		return tx.ExecOne(broken("member %s has no wallet to take %d from", member, by.main),
			`UPDATE wallets SET main = main + $1, bonus = bonus + $2 WHERE member = $3`, by.main, by.bonus, member)
	}
	return tx.Exec(`INSERT INTO wallets (member, main, bonus) VALUES ($1, $2, $3)
		ON CONFLICT (member) DO UPDATE SET main = wallets.main + excluded.main, bonus = wallets.bonus + excluded.bonus`,
		member, by.main, by.bonus)
}

func moveLots(tx *db.Tx, p posting) error {
	for _, e := range p.entries {
		pot := PotMain
		switch e.Account {
		case Main:
		case Bonus:
			pot = PotBonus
		default:
			continue
		}
		if err := moveLot(tx, p.opens, id.Member(e.Holder), pot, e); err != nil {
			return err
		}
	}
	return nil
}

func moveLot(tx *db.Tx, opens []opening, member id.Member, pot Pot, e Entry) error {
	for _, o := range opens {
		if o.member == member && o.lot.Pot == pot && o.lot.Origin == e.Lot {
			return openLot(tx, member, o.lot, e.Amount)
		}
	}
	return tx.ExecOne(broken("member %s has no %s lot %s for %d", member, pot, e.Lot, e.Amount),
		`UPDATE lots SET amount = amount + $1
		WHERE member = $2 AND pot = $3 AND origin = $4 AND amount + $1 >= 0`,
		e.Amount, member, pot, e.Lot)
}

// openLot makes the lot, or adds to it where the same origin paid before.
func openLot(tx *db.Tx, member id.Member, l Lot, amount money.Amount) error {
	return tx.Exec(`INSERT INTO lots (member, pot, origin, card, at, free_at, amount)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (member, pot, origin) DO UPDATE
		SET amount = lots.amount + excluded.amount, free_at = COALESCE(excluded.free_at, lots.free_at)`,
		member, l.Pot, l.Origin, l.Card, l.At, l.FreeAt, amount)
}

// repeated finds what was written under a key, for doors that have read the
// key's digest: the entries, if it was asked for the same.
func repeated(tx *db.Tx, transfer id.Transfer, known, now []byte) ([]Entry, error) {
	if err := sameAsked(known, now); err != nil {
		return nil, err
	}
	return entriesOf(tx, transfer)
}

func entriesOf(tx *db.Tx, transfer id.Transfer) ([]Entry, error) {
	return db.All(tx, func(row db.Row) (Entry, error) {
		var e Entry
		err := row.Scan(&e.Account, &e.Holder, &e.Lot, &e.Amount)
		return e, err
	}, `SELECT account, holder, lot, amount FROM entries WHERE transfer = $1 ORDER BY n`, transfer)
}
