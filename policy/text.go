package policy

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"guildhall/money"
)

// Text writes the value as it stands in p, in the form that Set reads.
func (v Value) Text(p Policy) string { return textOf(v.field(&p), p.Currency) }

// Read is the typed value as it stands in p: a time.Duration, money.Rate,
// money.Amount, int, int64, bool, string, money.Currency or a slice.
func (v Value) Read(p Policy) any {
	switch field := v.field(&p).(type) {
	case word:
		return field.get()
	case *time.Duration:
		return *field
	case *money.Rate:
		return *field
	case *money.Amount:
		return *field
	case *int:
		return *field
	case *int64:
		return *field
	case *bool:
		return *field
	case *string:
		return *field
	case *money.Currency:
		return *field
	case *[]string:
		return *field
	case *[]int:
		return *field
	case *[]time.Weekday:
		return *field
	case *[]Tier:
		return *field
	default:
		panic(fmt.Sprintf("policy: %s is a %T", v.Name, field))
	}
}

func textOf(field any, currency money.Currency) string {
	switch field := field.(type) {
	case word:
		return field.get()
	case *time.Duration:
		return spanText(*field)
	case *money.Rate:
		return rateText(*field)
	case *money.Amount:
		return currency.Decimal(*field)
	case *int:
		return countText(*field)
	case *int64:
		return bytesText(*field)
	case *bool:
		return strconv.FormatBool(*field)
	case *string:
		return *field
	case *money.Currency:
		return string(*field)
	default:
		return strings.Join(listTexts(field, currency), ", ")
	}
}

// listTexts writes each element of a list.
func listTexts(field any, currency money.Currency) []string {
	switch field := field.(type) {
	case *[]string:
		return slices.Clone(*field)
	case *[]int:
		return texts(*field, strconv.Itoa)
	case *[]time.Weekday:
		return texts(*field, func(d time.Weekday) string { return d.String()[:3] })
	case *[]Tier:
		return texts(*field, func(t Tier) string {
			return "from " + currency.Decimal(t.From) + " at " + rateText(t.Rate)
		})
	default:
		panic(fmt.Sprintf("policy: no list is a %T", field))
	}
}

func texts[T any](list []T, text func(T) string) []string {
	all := make([]string, 0, len(list))
	for _, one := range list {
		all = append(all, text(one))
	}
	return all
}

// spanUnits, largest first. Days are 24 hours; "24 h" is preferred to "1 day"
// by nobody in particular, so whole days from two on are written as days.
var spanUnits = []struct {
	name string
	one  time.Duration
}{
	{"days", day}, {"h", time.Hour}, {"min", time.Minute}, {"s", time.Second}, {"ms", time.Millisecond},
	{"us", time.Microsecond}, {"ns", 1},
}

func spanText(d time.Duration) string {
	if d == 0 {
		return "0 h"
	}
	for _, unit := range spanUnits {
		if d%unit.one == 0 && (unit.one != day || d >= 2*day) {
			return strconv.FormatInt(int64(d/unit.one), 10) + " " + unit.name
		}
	}
	return d.String()
}

// rateText writes basis points as a percentage without needless decimals.
func rateText(r money.Rate) string {
	text := fmt.Sprintf("%d.%02d", r/100, r%100)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".") + "%"
}

func countText(n int) string {
	if n == Unlimited {
		return "unlimited"
	}
	return strconv.Itoa(n)
}

// byteUnits are powers of 1024, as in the files people know.
var byteUnits = []struct {
	name string
	one  int64
}{{"TB", 1 << 40}, {"GB", 1 << 30}, {"MB", 1 << 20}, {"kB", 1 << 10}, {"B", 1}}

func bytesText(n int64) string {
	for _, unit := range byteUnits {
		if n%unit.one == 0 && n != 0 {
			return strconv.FormatInt(n/unit.one, 10) + " " + unit.name
		}
	}
	return "0 B"
}

// Bounds writes the least and the most a value may be; empty where the kind
// has none.
func (v Value) Bounds(currency money.Currency) (least, most string) {
	write := func(n int64) string {
		switch v.Shape.Kind {
		case KindSpan:
			return spanText(time.Duration(n))
		case KindRate:
			return rateText(money.Rate(n))
		case KindAmount:
			return currency.Decimal(money.Amount(n))
		case KindBytes:
			return bytesText(n)
		case KindCount, KindCounts:
			return countText(int(n))
		default:
			return ""
		}
	}
	return write(v.Shape.Min), write(v.Shape.Max)
}
