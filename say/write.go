package say

import (
	"fmt"
	"math"
	"strings"
	"time"

	playground "github.com/go-playground/locales"
	"github.com/go-playground/locales/en_GB"

	"guildhall/money"
)

// locale is how one language writes. Its money is the locale's number with the
// symbol put where symbolFirst says, since the library pads currencies that
// have no decimals.
type locale struct {
	playground.Translator
	symbolFirst bool
}

var locales = map[string]locale{
	"en": {en_GB.New(), true},
}

// symbols of the currencies people know by one; the others show their code.
var symbols = map[money.Currency]string{
	"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "CN¥", "INR": "₹", "KRW": "₩", "RUB": "₽",
	"UAH": "₴", "TRY": "₺", "VND": "₫", "ILS": "₪", "NGN": "₦", "PHP": "₱", "PLN": "zł", "THB": "฿",
	"AUD": "A$", "CAD": "CA$", "NZD": "NZ$", "HKD": "HK$", "SGD": "S$", "MXN": "MX$", "BRL": "R$",
}

// noBreak keeps a figure and its unit on one line.
const noBreak = "\u00a0"

// floatExact is the largest integer that floating point holds exactly.
const floatExact = 1 << 53

// Money writes an amount with its currency: $8.00.
func (s *Speaker) Money(a money.Amount) string {
	symbol, known := symbols[s.currency]
	switch {
	case !known && s.locale.symbolFirst:
		symbol = string(s.currency) + noBreak
	case !known:
		symbol = string(s.currency)
	}
	sign := ""
	if a < 0 {
		sign = "\u2212"
	}
	if s.locale.symbolFirst {
		return sign + symbol + s.decimal(a)
	}
	return sign + s.decimal(a) + noBreak + symbol
}

// decimal writes the amount without sign and currency, digits grouped.
func (s *Speaker) decimal(a money.Amount) string {
	digits := s.currency.Digits()
	if a <= -floatExact || a >= floatExact {
		return strings.TrimPrefix(s.currency.Decimal(a), "-")
	}
	return s.locale.FmtNumber(math.Abs(float64(a))/math.Pow10(digits), uint64(digits))
}

// Moment writes a point in time in the reader's zone: Fri 27 Nov 2026, 14:05.
func (s *Speaker) Moment(at time.Time) string {
	return s.Day(at) + ", " + s.Clock(at)
}

// Day writes the day on which a moment falls for the reader: Fri 27 Nov 2026.
func (s *Speaker) Day(at time.Time) string {
	at = at.In(s.zone)
	return s.locale.WeekdayAbbreviated(at.Weekday()) + " " + s.locale.FmtDateMedium(at)
}

// Clock writes the time of day of a moment for the reader: 14:05.
func (s *Speaker) Clock(at time.Time) string { return s.locale.FmtTimeShort(at.In(s.zone)) }

// spanUnits, largest first, with the least span each is used for.
var spanUnits = []struct {
	key  string
	one  time.Duration
	from time.Duration
}{
	{"span.days", 24 * time.Hour, 48 * time.Hour},
	{"span.hours", time.Hour, time.Hour},
	{"span.minutes", time.Minute, time.Minute},
	{"span.seconds", time.Second, 0},
}

// Span writes how long something is by its two largest units, rounded down:
// 3 h 20 min, 2 days 4 h, 24 h. A span has no sign: "ago" and "in" are texts.
func (s *Speaker) Span(d time.Duration) string {
	d = max(d, -d)
	for i, unit := range spanUnits {
		if d < unit.from {
			continue
		}
		text := s.T(unit.key, "count", int64(d/unit.one))
		if i+1 == len(spanUnits) {
			return text
		}
		next := spanUnits[i+1]
		if rest := int64(d % unit.one / next.one); rest > 0 {
			text += " " + s.T(next.key, "count", rest)
		}
		return text
	}
	return "" // not reached: the last unit is used from zero on
}

// Number writes a whole number, digits grouped.
func (s *Speaker) Number(n int64) string { return s.locale.FmtNumber(float64(n), 0) }

// Percent writes a rate without needless decimals: 4.5%.
func (s *Speaker) Percent(r money.Rate) string {
	digits := uint64(2)
	for digits > 0 && r%10 == 0 {
		r /= 10
		digits--
	}
	return s.locale.FmtPercent(float64(r)/math.Pow10(int(digits)), digits)
}

// byteUnits are powers of 1024, as in the files people know.
var byteUnits = []string{"B", "kB", "MB", "GB", "TB"}

// Bytes is a size that an argument is written as: 4 MB.
type Bytes int64

// Size writes a number of bytes: 4 MB, 1.5 MB.
func (s *Speaker) Size(b Bytes) string {
	size, unit := float64(b), 0
	for size >= 1024 && unit < len(byteUnits)-1 {
		size /= 1024
		unit++
	}
	digits := uint64(1)
	if size == math.Trunc(size) {
		digits = 0
	}
	return s.locale.FmtNumber(size, digits) + noBreak + byteUnits[unit]
}

// write writes one argument by its type.
func (s *Speaker) write(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case Key:
		return s.T(string(value))
	case money.Amount:
		return s.Money(value)
	case time.Time:
		return s.Moment(value)
	case time.Duration:
		return s.Span(value)
	case money.Rate:
		return s.Percent(value)
	case Bytes:
		return s.Size(value)
	case int:
		return s.Number(int64(value))
	case int64:
		return s.Number(value)
	default:
		return fmt.Sprint(value)
	}
}
