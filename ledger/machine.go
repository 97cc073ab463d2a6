package ledger

import (
	"bytes"
	"cmp"
	"slices"

	"guildhall/fault"
	"guildhall/money"
)

// spendingOrder is how money is spent: bonus first, then card money, then the
// rest; the oldest first in each (MON-2, MON-7).
func spendingOrder(a, b Lot) int {
	rank := func(l Lot) int {
		switch {
		case l.Pot == PotBonus:
			return 0
		case l.Card != "":
			return 1
		default:
			return 2
		}
	}
	return cmp.Or(
		cmp.Compare(rank(a), rank(b)),
		a.At.Compare(b.At),
		bytes.Compare(a.Origin[:], b.Origin[:]),
	)
}

// take cuts want out of the lots in spending order. short is what is missing;
// it is zero when the slices add up to want.
func take(lots []Lot, want money.Amount) (taken []Slice, short money.Amount) {
	sorted := slices.SortedFunc(slices.Values(lots), spendingOrder)
	for _, l := range sorted {
		part := min(l.Amount, want)
		if part <= 0 {
			continue
		}
		taken = append(taken, Slice{l.Pot, l.Origin, part})
		want = want.Minus(part)
	}
	return taken, want
}

// total adds the slices of the given pots.
func total(slices []Slice, pots ...Pot) money.Amount {
	var sum money.Amount
	for _, s := range slices {
		for _, pot := range pots {
			if s.Pot == pot {
				sum = sum.Plus(s.Amount)
			}
		}
	}
	return sum
}

// portion is amount's share of the sources in proportion (MON-3): the part of
// main is rounded half-even and bonus gets the rest, the odd cent with it;
// within each pot the lots share in the same way one after the other. It never
// takes more from a source than it has, and adds up to amount exactly.
// It wants 0 <= amount <= the sum of the sources.
func portion(sources []Slice, amount money.Amount) []Slice {
	inMain, inBonus := total(sources, PotMain), total(sources, PotBonus)
	if amount == 0 {
		return nil
	}
	fromMain := amount.Part(int64(inMain), int64(inMain.Plus(inBonus)))
	return append(
		portionOf(sources, PotMain, inMain, fromMain),
		portionOf(sources, PotBonus, inBonus, amount.Minus(fromMain))...)
}

func portionOf(sources []Slice, pot Pot, held, amount money.Amount) []Slice {
	var parts []Slice
	for _, s := range sources {
		if s.Pot != pot || s.Amount == 0 {
			continue
		}
		part := amount.Part(int64(s.Amount), int64(held))
		amount, held = amount.Minus(part), held.Minus(s.Amount)
		if part > 0 {
			parts = append(parts, Slice{pot, s.Origin, part})
		}
	}
	return parts
}

// without is sources less parts, where parts were cut from them.
func without(sources, parts []Slice) []Slice {
	left := slices.Clone(sources)
	for _, p := range parts {
		at := slices.IndexFunc(left, func(s Slice) bool { return s.Pot == p.Pot && s.Origin == p.Origin })
		left[at].Amount = left[at].Amount.Minus(p.Amount)
	}
	return left
}

// division is what becomes of a pot: gross of the price goes to the seller's
// side, back to the buyer; the buyer's fee follows in proportion.
type division struct {
	gross, commission  money.Amount
	feeTaken           money.Amount
	back, feeBack      money.Amount
	released, returned []Slice // the money of each, by where it came from
}

// divide plans the division (MON-3, MON-4, MON-5, MON-18). gross + back may
// leave something in the pot. Faults: escrow_short{held} when the pot has less.
// Negative amounts are a mistake of the program and panic.
func divide(pot EscrowState, gross, back money.Amount, commission money.Rate) (division, error) {
	if gross < 0 || back < 0 {
		panic("ledger: a pot is divided into negative parts")
	}
	if gross.Plus(back) > pot.Price {
		return division{}, fault.Conflict("escrow_short", "held", pot.Price)
	}
	d := division{gross: gross, commission: gross.Share(commission), back: back}
	d.feeBack = feePart(pot.Fee, back, pot.Price)
	d.feeTaken = feePart(pot.Fee.Minus(d.feeBack), gross, pot.Price.Minus(back))
	d.returned = portion(pot.sources, back.Plus(d.feeBack))
	d.released = portion(without(pot.sources, d.returned), gross.Plus(d.feeTaken))
	return d, nil
}

// feePart is the fee's part that goes with part of price, half-even.
func feePart(fee, part, price money.Amount) money.Amount {
	if part == 0 {
		return 0
	}
	return fee.Part(int64(part), int64(price))
}

// sums adds entries by account.
func sums(entries []Entry) map[Account]money.Amount {
	by := map[Account]money.Amount{}
	for _, e := range entries {
		by[e.Account] = by[e.Account].Plus(e.Amount)
	}
	return by
}

// unbalanced is what the entries sum to; zero in sound books (MON-1).
func unbalanced(entries []Entry) money.Amount {
	var sum money.Amount
	for _, e := range entries {
		sum = sum.Plus(e.Amount)
	}
	return sum
}
