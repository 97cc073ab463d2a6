package ledger

import (
	"slices"
	"strings"

	"guildhall/db"
	"guildhall/id"
	"guildhall/money"
)

// Balances is what a member has.
type Balances struct {
	Main, Bonus money.Amount
	// CardHeld and Clearing are the parts of Main that cannot be withdrawn
	// yet: younger card money and earnings that have not cleared (MON-7,
	// MON-11). Main = Withdrawable + CardHeld + Clearing.
	CardHeld, Clearing money.Amount
	Withdrawable       money.Amount
	// Cards is the part of Withdrawable that goes back to the card it came
	// from; the rest goes where the member likes.
	Cards []CardMoney
	// Owed is what the member owes after a chargeback (MON-20).
	Owed money.Amount
}

// CardMoney is withdrawable money that goes to one card only.
type CardMoney struct {
	Card   string
	Amount money.Amount
}

// Spendable is what an order can be paid with.
func (b Balances) Spendable() money.Amount { return b.Main.Plus(b.Bonus) }

// Free is the part of Withdrawable that goes where the member likes.
func (b Balances) Free() money.Amount {
	free := b.Withdrawable
	for _, c := range b.Cards {
		free = free.Minus(c.Amount)
	}
	return free
}

// Balance reads what the member has now. Who never had money has zeros.
func Balance(tx *db.Tx, member id.Member) (Balances, error) {
	lots, err := lotsOf(tx, member)
	if err != nil {
		return Balances{}, err
	}
	b := summarise(lots, tx.Now().UnixMicro())
	owed, err := db.Value[money.Amount](tx,
		`SELECT CAST(COALESCE(-SUM(amount), 0) AS BIGINT) FROM entries WHERE holder = $1 AND account = 'claim'`, member)
	b.Owed = owed
	return b, err
}

func lotsOf(tx *db.Tx, member id.Member) ([]Lot, error) {
	return db.All(tx, func(row db.Row) (Lot, error) {
		var l Lot
		err := row.Scan(&l.Pot, &l.Origin, &l.Card, &l.At, &l.FreeAt, &l.Amount)
		return l, err
	}, `SELECT pot, origin, card, at, free_at, amount FROM lots WHERE member = $1 AND amount > 0`, member)
}

// summarise adds lots up as of a moment, in microseconds.
func summarise(lots []Lot, now int64) Balances {
	var b Balances
	cards := map[string]money.Amount{}
	for _, l := range lots {
		if l.Pot == PotBonus {
			b.Bonus = b.Bonus.Plus(l.Amount)
			continue
		}
		b.Main = b.Main.Plus(l.Amount)
		held := !l.FreeAt.IsZero() && l.FreeAt.UnixMicro() > now
		switch {
		case held && l.Card != "":
			b.CardHeld = b.CardHeld.Plus(l.Amount)
		case held:
			b.Clearing = b.Clearing.Plus(l.Amount)
		default:
			b.Withdrawable = b.Withdrawable.Plus(l.Amount)
			if l.Card != "" {
				cards[l.Card] = cards[l.Card].Plus(l.Amount)
			}
		}
	}
	for card, amount := range cards {
		b.Cards = append(b.Cards, CardMoney{card, amount})
	}
	slices.SortFunc(b.Cards, func(x, y CardMoney) int { return strings.Compare(x.Card, y.Card) })
	return b
}

// Platform is what one of the marketplace's own accounts stands at: the sum of
// its entries.
func Platform(tx *db.Tx, account Account) (money.Amount, error) {
	return db.Value[money.Amount](tx,
		`SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM entries WHERE account = $1 AND holder IS NULL`, account)
}
