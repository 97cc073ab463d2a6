package api

import (
	"slices"
	"time"

	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
)

// Money is an amount in minor units of a currency: 800 USD is $8.00.
type Money struct {
	Minor    int64  `json:"minor" example:"800"`
	Currency string `json:"currency" example:"USD"`
}

func (c *Call) money(a money.Amount) Money {
	return Money{Minor: int64(a), Currency: string(c.Site.Currency)}
}

// amount reads money that was sent. Faults at the field: currency_other{want},
// amount_negative, amount_huge{max}.
func (c *Call) amount(sent Money, field string) (money.Amount, error) {
	switch {
	case sent.Currency != string(c.Site.Currency):
		return 0, fault.Invalid("api_currency", "want", string(c.Site.Currency)).At(field)
	case sent.Minor < 0:
		return 0, fault.Invalid("amount_negative").At(field)
	case sent.Minor > int64(money.Max):
		return 0, fault.Invalid("amount_huge", "max", money.Max).At(field)
	default:
		return money.Amount(sent.Minor), nil
	}
}

// Page is how much of a list is wanted. Next of one answer is After of the
// question for the following page.
type Page struct {
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
	After string `query:"after" maxLength:"200"`
}

// List is one page of something. An empty Next is the end.
type List[T any] struct {
	Items []T    `json:"items" nullable:"false"`
	Next  string `json:"next,omitempty"`
}

// listOf cuts one page out of rows, of which one more than the limit was read,
// and names where the next begins.
func listOf[R, T any](rows []R, limit int, item func(R) T, cursor func(R) string) List[T] {
	list := List[T]{Items: []T{}}
	if len(rows) > limit {
		rows = rows[:limit]
		list.Next = cursor(rows[limit-1])
	}
	for _, row := range rows {
		list.Items = append(list.Items, item(row))
	}
	return list
}

// cut is one page of rows that are all at hand, and where the next begins: the
// cursor is the key of the row before. Fault: api_cursor.
func cut[R any](rows []R, p Page, key func(R) string) ([]R, string, error) {
	if p.After != "" {
		at := slices.IndexFunc(rows, func(row R) bool { return key(row) == p.After })
		if at < 0 {
			return nil, "", fault.Invalid("api_cursor").At("after")
		}
		rows = rows[at+1:]
	}
	if len(rows) <= p.Limit {
		return rows, "", nil
	}
	return rows[:p.Limit], key(rows[p.Limit-1]), nil
}

// WidePage is how much is wanted of a list that is seldom long.
type WidePage struct {
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"100"`
	After string `query:"after" maxLength:"200"`
}

// inPages hands out in pages what whole reads in one.
func inPages[T any](whole func(*Call, *struct{}) (List[T], error), key func(T) string) func(*Call, *WidePage) (List[T], error) {
	return func(c *Call, in *WidePage) (List[T], error) {
		list, err := whole(c, nil)
		if err != nil {
			return list, err
		}
		list.Items, list.Next, err = cut(list.Items, Page(*in), key)
		return list, err
	}
}

// behind reads a cursor that is an id; empty starts. Fault: cursor_unknown.
func behind[K any](p Page) (id.Of[K], error) {
	var after id.Of[K]
	if err := after.UnmarshalText([]byte(p.After)); err != nil {
		return after, fault.Invalid("api_cursor").At("after")
	}
	return after, nil
}

// moment is a point in time, absent where there is none.
func moment(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}

// seconds writes a span.
func seconds(d time.Duration) int64 { return int64(d / time.Second) }

// Done is the answer of what has nothing further to say.
type Done struct {
	Done bool `json:"done"`
}
