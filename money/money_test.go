package money_test

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"guildhall/fault"
	"guildhall/money"
)

func TestSharesRoundHalfEven(t *testing.T) {
	for _, c := range []struct {
		amount money.Amount
		rate   money.Rate
		share  money.Amount
	}{
		{1000, 2000, 200}, // MON-5: $10.00 at 20%
		{1, 5000, 0},      // half a cent to the even side: down
		{3, 5000, 2},      // and up
		{5, 5000, 2},
		{7, 5000, 4},
		{1, 5001, 1},
		{1, 4999, 0},
		{-3, 5000, -2},
		{-1, 5000, 0},
		{333, 2000, 67},
		{0, 2000, 0},
		{1000, 0, 0},
		{1000, money.Whole, 1000},
		{math.MaxInt64, money.Whole, math.MaxInt64},
	} {
		if got := c.amount.Share(c.rate); got != c.share {
			t.Errorf("%d at %d is %d, want %d", c.amount, c.rate, got, c.share)
		}
	}
}

// exact is amount x of / whole rounded half-even, by big numbers.
func exact(amount, of, whole int64) *big.Int {
	product := new(big.Int).Mul(big.NewInt(amount), big.NewInt(of))
	twice := new(big.Int).Lsh(product, 1)
	twice.Add(twice, big.NewInt(whole))
	rounded, rest := new(big.Int).DivMod(twice, big.NewInt(2*whole), new(big.Int))
	if rest.Sign() == 0 && rounded.Bit(0) == 1 {
		rounded.Sub(rounded, big.NewInt(1))
	}
	return rounded
}

func TestPartsAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := rapid.Int64Range(-int64(money.Max), int64(money.Max)).Draw(t, "amount")
		whole := rapid.Int64Range(1, int64(money.Max)).Draw(t, "whole")
		of := rapid.Int64Range(0, whole).Draw(t, "of")
		got := money.Amount(amount).Part(of, whole)
		if want := exact(amount, of, whole); want.Cmp(big.NewInt(int64(got))) != 0 {
			t.Errorf("%d x %d / %d is %d, want %s", amount, of, whole, got, want)
		}
	})
}

func TestAShareAndItsRestAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := money.Amount(rapid.Int64Range(0, int64(money.Max)).Draw(t, "amount"))
		rate := money.Rate(rapid.Int64Range(0, int64(money.Whole)).Draw(t, "rate"))
		share := amount.Share(rate)
		if rest := amount.Minus(share); share < 0 || rest < 0 || share.Plus(rest) != amount {
			t.Errorf("%d at %d is %d and %d", amount, rate, share, rest)
		}
	})
}

func TestWhatDoesNotFitPanics(t *testing.T) {
	const most, least = money.Amount(math.MaxInt64), money.Amount(math.MinInt64)
	for name, overflow := range map[string]func(){
		"plus":          func() { most.Plus(1) },
		"plus, below":   func() { least.Plus(-1) },
		"minus":         func() { least.Minus(1) },
		"minus, above":  func() { most.Minus(-1) },
		"times":         func() { most.Times(2) },
		"times, least":  func() { least.Times(-1) },
		"part":          func() { most.Part(2, 1) },
		"negative part": func() { money.Amount(1).Part(-1, 2) },
		"part of none":  func() { money.Amount(1).Part(1, 0) },
		"sum":           func() { money.Sum(most, 1) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("it did not panic")
				}
			}()
			overflow()
		})
	}
}

func TestArithmeticAgreesWithBigNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Int64().Draw(t, "a"), rapid.Int64().Draw(t, "b")
		for name, op := range map[string]struct {
			want *big.Int
			do   func() money.Amount
		}{
			"plus":  {new(big.Int).Add(big.NewInt(a), big.NewInt(b)), func() money.Amount { return money.Amount(a).Plus(money.Amount(b)) }},
			"minus": {new(big.Int).Sub(big.NewInt(a), big.NewInt(b)), func() money.Amount { return money.Amount(a).Minus(money.Amount(b)) }},
			"times": {new(big.Int).Mul(big.NewInt(a), big.NewInt(b)), func() money.Amount { return money.Amount(a).Times(b) }},
		} {
			got, panicked := try(op.do)
			if panicked == op.want.IsInt64() || !panicked && op.want.Int64() != int64(got) {
				t.Errorf("%d %s %d is %d (panicked: %v), want %s", a, name, b, got, panicked, op.want)
			}
		}
	})
}

func try(do func() money.Amount) (got money.Amount, panicked bool) {
	defer func() { panicked = recover() != nil }()
	return do(), false
}

func TestWhatPeopleTypeIsRead(t *testing.T) {
	for _, c := range []struct {
		text     string
		currency money.Currency
		want     money.Amount
		code     string
	}{
		{"12", "USD", 1200, ""},
		{"12.5", "USD", 1250, ""},
		{" 12,50 ", "USD", 1250, ""},
		{"0.01", "USD", 1, ""},
		{"007", "USD", 700, ""},
		{"12.", "USD", 1200, ""},
		{"1500", "JPY", 1500, ""},
		{"1.234", "KWD", 1234, ""},
		{"10000000000", "USD", money.Max, ""},
		{"12.345", "USD", 0, "amount_decimals"},
		{"1.5", "JPY", 0, "amount_decimals"},
		{"-1", "USD", 0, "amount_negative"},
		{"10000000000.01", "USD", 0, "amount_huge"},
		{"99999999999999999999999", "USD", 0, "amount_huge"},
		{"", "USD", 0, "amount_malformed"},
		{".5", "USD", 0, "amount_malformed"},
		{"1e3", "USD", 0, "amount_malformed"},
		{"+1", "USD", 0, "amount_malformed"},
		{"1,234.56", "USD", 0, "amount_malformed"},
		{"$5", "USD", 0, "amount_malformed"},
		{"٣", "USD", 0, "amount_malformed"},
		{"0x10", "USD", 0, "amount_malformed"},
	} {
		got, err := money.Parse(c.text, c.currency)
		code := ""
		if f, ok := fault.As(err); ok {
			code = f.Code
		}
		if got != c.want || code != c.code {
			t.Errorf("%q in %s is %d and %q, want %d and %q", c.text, c.currency, got, code, c.want, c.code)
		}
	}
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := money.Amount(rapid.Int64Range(0, int64(money.Max)).Draw(t, "amount"))
		currency := rapid.SampledFrom([]money.Currency{"USD", "JPY", "KWD"}).Draw(t, "currency")
		got, err := money.Parse(currency.Decimal(amount), currency)
		if err != nil || got != amount {
			t.Errorf("%d was written %q and read as %d (%v)", amount, currency.Decimal(amount), got, err)
		}
	})
}

func TestDecimalsOfNegativeAmounts(t *testing.T) {
	for amount, want := range map[money.Amount]string{-5: "-0.05", -1250: "-12.50", 0: "0.00", math.MinInt64: "-92233720368547758.08"} {
		if got := money.Currency("USD").Decimal(amount); got != want {
			t.Errorf("%d is written %s, want %s", amount, got, want)
		}
	}
}

// FuzzParse wants every text either refused with a fault for people or read as
// an amount within bounds that is written and read back the same.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"12", "12.5", "12,50", "-1", "1e9", "", " 7 ", "10000000000.00", "1.2.3", "00000000000000000000001"} {
		f.Add(text, "USD")
	}
	f.Fuzz(func(t *testing.T, text, code string) {
		currency := money.Currency(code)
		amount, err := money.Parse(text, currency)
		if err != nil {
			if _, ok := fault.As(err); !ok || amount != 0 {
				t.Errorf("%q: %d, %v", text, amount, err)
			}
			return
		}
		again, err := money.Parse(currency.Decimal(amount), currency)
		if amount < 0 || amount > money.Max || again != amount || errors.Unwrap(err) != nil {
			t.Errorf("%q is %d, written %q and read again %d (%v)", text, amount, currency.Decimal(amount), again, err)
		}
	})
}
