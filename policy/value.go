package policy

import (
	"time"

	"guildhall/money"
)

// Value is one row of the table: a value's name, what it can be, the rule it
// belongs to, and where it stands in a Policy. Its sentence is the text with
// the key Key.
type Value struct {
	Name  string
	Shape Shape
	Spec  string // the rule's id, e.g. ORD-6
	field func(*Policy) any
}

// Kind is what a value is, and so how it is written.
type Kind string

// The kinds, each with an example of how its values are written.
const (
	KindSpan     Kind = "span"     // 24 h, 3 days, 20 min, 5 s
	KindRate     Kind = "rate"     // 20%, 4.5%
	KindAmount   Kind = "amount"   // 10.00, in the policy's currency
	KindCount    Kind = "count"    // 12
	KindBytes    Kind = "bytes"    // 4 MB
	KindSwitch   Kind = "switch"   // true
	KindChoice   Kind = "choice"   // escrow
	KindCurrency Kind = "currency" // USD
	KindZone     Kind = "zone"     // Europe/Berlin
	KindLanguage Kind = "language" // en
	KindNames    Kind = "names"    // jpg, png
	KindCounts   Kind = "counts"   // 1, 7, 20
	KindWeekdays Kind = "weekdays" // Mon, Wed, Fri
	KindTiers    Kind = "tiers"    // from 1000.00 at 15%, from 5000.00 at 10%
)

// Shape says what a value may be. Min and Max are in the kind's own unit:
// nanoseconds, basis points, minor units, pieces, bytes; of a list they bound
// each element of a list of counts.
type Shape struct {
	Kind     Kind
	Min, Max int64
	Choices  []string
}

func span(least, most time.Duration) Shape {
	return Shape{Kind: KindSpan, Min: int64(least), Max: int64(most)}
}

func rate(least, most money.Rate) Shape {
	return Shape{Kind: KindRate, Min: int64(least), Max: int64(most)}
}

func amount(least, most money.Amount) Shape {
	return Shape{Kind: KindAmount, Min: int64(least), Max: int64(most)}
}

func count(least, most int) Shape {
	return Shape{Kind: KindCount, Min: int64(least), Max: int64(most)}
}

func size(least, most int64) Shape { return Shape{Kind: KindBytes, Min: least, Max: most} }

func of(kind Kind) Shape { return Shape{Kind: kind} }

func choice[T ~string](choices ...T) Shape {
	shape := Shape{Kind: KindChoice}
	for _, c := range choices {
		shape.Choices = append(shape.Choices, string(c))
	}
	return shape
}

// word reaches a field of any choice type.
type word interface {
	get() string
	set(string)
}

type wordAt[T ~string] struct{ field *T }

func (w wordAt[T]) get() string     { return string(*w.field) }
func (w wordAt[T]) set(text string) { *w.field = T(text) }

func pick[T ~string](field *T) word { return wordAt[T]{field} }

// Key is the key of the sentence in say that tells what the value does.
func (v Value) Key() string { return "policy." + v.Name }

// Find is the row of that name.
func Find(name string) (Value, bool) {
	for _, v := range Values {
		if v.Name == name {
			return v, true
		}
	}
	return Value{}, false
}

// Values is the table of every value, in the order people read it.
var Values = join(kindValues, orderValues, moneyValues, peopleValues, offerValues, standingValues, rankingValues, lawValues)

func join(parts ...[]Value) []Value {
	var all []Value
	for _, part := range parts {
		all = append(all, part...)
	}
	return all
}
