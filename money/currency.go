package money

import (
	"strconv"
	"strings"
)

// Currency is an ISO 4217 code.
type Currency string

// minorDigits lists the currencies whose minor unit is not a hundredth.
var minorDigits = map[Currency]int{
	"BHD": 3, "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "IQD": 3, "ISK": 0,
	"JOD": 3, "JPY": 0, "KMF": 0, "KRW": 0, "KWD": 3, "LYD": 3, "OMR": 3,
	"PYG": 0, "RWF": 0, "TND": 3, "UGX": 0, "VND": 0, "VUV": 0, "XAF": 0,
	"XOF": 0, "XPF": 0,
}

// Digits is how many decimals the currency has.
func (c Currency) Digits() int {
	if digits, other := minorDigits[c]; other {
		return digits
	}
	return 2
}

// Decimal writes the amount plainly, as in "12.50", for forms and files. What
// people read is written by say.
func (c Currency) Decimal(a Amount) string {
	digits, sign := c.Digits(), ""
	text := strconv.FormatInt(int64(a), 10)
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	if digits == 0 {
		return sign + text
	}
	if len(text) <= digits {
		text = strings.Repeat("0", digits-len(text)+1) + text
	}
	return sign + text[:len(text)-digits] + "." + text[len(text)-digits:]
}
