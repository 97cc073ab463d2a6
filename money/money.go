// Package money counts money exactly: integers of the currency's minor unit,
// checked arithmetic, percentages rounded half-even (MON-4).
package money

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"

	"guildhall/fault"
)

// Amount is a sum in minor units (cents) of the marketplace's one currency.
type Amount int64

// Max bounds every amount that comes from outside. Sums of a million such
// amounts still fit, so an overflow inside means broken books and panics.
const Max Amount = 1_000_000_000_000

// Rate is a share in basis points: 2000 is 20%.
type Rate int64

// Whole is 100%.
const Whole Rate = 10_000

// Plus adds; it panics where the sum does not fit.
func (a Amount) Plus(b Amount) Amount {
	sum := a + b
	if (sum > a) != (b > 0) && b != 0 {
		panic(fmt.Sprintf("money: %d + %d overflows", a, b))
	}
	return sum
}

// Minus subtracts; it panics where the difference does not fit.
func (a Amount) Minus(b Amount) Amount {
	difference := a - b
	if (difference < a) != (b > 0) && b != 0 {
		panic(fmt.Sprintf("money: %d - %d overflows", a, b))
	}
	return difference
}

// Times multiplies by a count; it panics where the product does not fit.
func (a Amount) Times(n int64) Amount {
	if a == 0 || n == 0 {
		return 0
	}
	product := int64(a) * n
	if product/n != int64(a) || (a == -1<<63 && n == -1) || (n == -1<<63 && a == -1) {
		panic(fmt.Sprintf("money: %d x %d overflows", a, n))
	}
	return Amount(product)
}

// Share is the rate's part of a, rounded half-even. The rest, a.Minus(share),
// belongs to the other side, so the two always add up (MON-4).
func (a Amount) Share(rate Rate) Amount { return a.Part(int64(rate), int64(Whole)) }

// Part is a x of / whole, rounded half-even. It wants 0 <= of, 0 < whole, and
// panics otherwise or where the result does not fit.
func (a Amount) Part(of, whole int64) Amount {
	if of < 0 || whole <= 0 {
		panic(fmt.Sprintf("money: part %d of %d", of, whole))
	}
	negative, size := a < 0, uint64(a)
	if negative {
		size = uint64(-a)
	}
	high, low := bits.Mul64(size, uint64(of))
	if high >= uint64(whole) {
		panic(fmt.Sprintf("money: %d x %d / %d overflows", a, of, whole))
	}
	quotient, rest := bits.Div64(high, low, uint64(whole))
	half := uint64(whole) - rest
	if rest > half || (rest == half && quotient%2 == 1) {
		quotient++
	}
	if quotient > 1<<63-1 {
		panic(fmt.Sprintf("money: %d x %d / %d overflows", a, of, whole))
	}
	if negative {
		return -Amount(quotient)
	}
	return Amount(quotient)
}

// Sum adds all amounts.
func Sum(amounts ...Amount) Amount {
	var total Amount
	for _, a := range amounts {
		total = total.Plus(a)
	}
	return total
}

// Parse reads what a person typed ("12", "12.5", "12,50") in the currency.
// Faults: amount_malformed, amount_decimals{digits}, amount_negative,
// amount_huge{max}. Grouping is not read, since "1,234" means two things.
func Parse(text string, currency Currency) (Amount, error) {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "-") {
		return 0, fault.Invalid("amount_negative")
	}
	whole, decimals, _ := strings.Cut(strings.Replace(text, ",", ".", 1), ".")
	if whole == "" || !onlyDigits(whole) || !onlyDigits(decimals) {
		return 0, fault.Invalid("amount_malformed")
	}
	if len(decimals) > currency.Digits() {
		return 0, fault.Invalid("amount_decimals", "digits", currency.Digits())
	}
	padded := strings.TrimLeft(whole, "0") + decimals + strings.Repeat("0", currency.Digits()-len(decimals))
	minor, err := strconv.ParseInt("0"+padded, 10, 64)
	if err != nil || Amount(minor) > Max {
		return 0, fault.Invalid("amount_huge", "max", Max)
	}
	return Amount(minor), nil
}

func onlyDigits(text string) bool {
	return strings.Trim(text, "0123456789") == ""
}
