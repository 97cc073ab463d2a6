// Package say holds every sentence a person reads, by key, and writes money,
// moments and numbers the way the reader's language does.
//
// Each subject keeps its English texts in a file of its own, en_<subject>.go,
// as one literal map. A text names its arguments in braces, {{.name}}. A text
// that depends on a number is a pair of keys, "cart.items.one" and
// "cart.items.other", asked for as "cart.items" with the argument "count".
package say

import (
	"strings"
	"testing"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"

	"guildhall/fault"
	"guildhall/money"
)

// Key, given as an argument, is written as the text of that key.
type Key string

// Speaker writes for one reader: in one language, time zone and currency. It
// is cheap to make and safe to share.
type Speaker struct {
	lang     string
	locale   locale
	texts    Texts
	plurals  *i18n.Localizer
	zone     *time.Location
	currency money.Currency
}

// For is the speaker for a reader. A language there are no texts for is
// answered in English, a nil zone is UTC.
func For(lang string, zone *time.Location, currency money.Currency) *Speaker {
	if zone == nil {
		zone = time.UTC
	}
	known := languageFor(lang)
	return &Speaker{
		lang: known, locale: locales[known], texts: texts[known], plurals: i18n.NewLocalizer(bundle(), known),
		zone: zone, currency: currency,
	}
}

// Language is the language the speaker writes, as in the lang attribute.
func (s *Speaker) Language() string { return s.lang }

// Zone is the reader's time zone.
func (s *Speaker) Zone() *time.Location { return s.zone }

// Currency is the currency amounts are written in.
func (s *Speaker) Currency() money.Currency { return s.currency }

// T is the text of the key with its arguments, which alternate name and value:
// T("order.paid", "amount", paid). Amounts, times, spans, rates and numbers
// are written by locale. In tests an unknown key or a missing argument panics;
// a reader sees the key.
func (s *Speaker) T(key string, args ...any) string {
	if text, plain := s.texts[key]; plain {
		return s.fill(key, text, args)
	}
	if _, plural := s.texts[key+pluralOne]; plural {
		return s.fill(key, s.plural(key, args), args)
	}
	if testing.Testing() {
		panic("say: no text for the key " + key)
	}
	return key
}

// Has reports whether there is a text for the key.
func (s *Speaker) Has(key string) bool {
	_, plain := s.texts[key]
	_, plural := s.texts[key+pluralOne]
	return plain || plural
}

// Fault is the sentence for one fault; those that came with it have their own.
func (s *Speaker) Fault(f *fault.Fault) string { return s.T("fault."+f.Code, f.Args...) }

// Placeholders look like {{.name}}.
const (
	placeOpens  = "{{."
	placeCloses = "}}"
)

// fill puts the arguments into the text.
func (s *Speaker) fill(key, text string, args []any) string {
	before, rest, found := strings.Cut(text, placeOpens)
	if !found {
		return text
	}
	var written strings.Builder
	for found {
		written.WriteString(before)
		name, after, closed := strings.Cut(rest, placeCloses)
		if !closed {
			panic("say: an open placeholder in " + key)
		}
		written.WriteString(s.argument(key, name, args))
		before, rest, found = strings.Cut(after, placeOpens)
	}
	written.WriteString(before)
	return written.String()
}

func (s *Speaker) argument(key, name string, args []any) string {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return s.write(args[i+1])
		}
	}
	if testing.Testing() {
		panic("say: " + key + " wants the argument " + name)
	}
	return "?"
}
