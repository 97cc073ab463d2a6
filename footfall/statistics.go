package footfall

import (
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/id"
)

// The weeks that statistics look back (CAT-28).
const (
	Weeks = 13
	week  = 7
)

// Span is how far they look back.
const Span = Weeks * week * 24 * time.Hour

// Week is what was seen and ordered in seven days.
type Week struct {
	Begins time.Time
	catalogue.Viewed
	Orders int64
}

// Statistics are a service's figures of the last weeks.
type Statistics struct {
	Weeks []Week // the oldest first
	Sum   catalogue.Viewed
	// Orders of the whole span, those cancelled since included: somebody who
	// looked decided to buy.
	Orders int64
}

// Conversion is the share of views that became orders, in parts of one; 0
// without a view.
func (s Statistics) Conversion() float64 { return share(s.Orders, s.Sum.Views) }

// Opening is the share of the times in a list that led to the page.
func (s Statistics) Opening() float64 { return share(s.Sum.Opened, s.Sum.Shown) }

func share(part, whole int64) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// Of reads a service's statistics up to today.
func Of(tx *db.Tx, service id.Service) (Statistics, error) {
	today := catalogue.DayOf(tx.Now())
	first := today - Weeks*week + 1
	s := Statistics{Weeks: make([]Week, Weeks)}
	for i := range s.Weeks {
		s.Weeks[i].Begins = momentOf(first + int64(i*week))
	}
	days, err := catalogue.ViewDays(tx, service, momentOf(first))
	if err != nil {
		return Statistics{}, err
	}
	for _, day := range days {
		if i := int(day.Day-first) / week; i < Weeks {
			s.Weeks[i].Viewed = s.Weeks[i].Plus(day)
			s.Sum = s.Sum.Plus(day)
		}
	}
	placed, err := db.All(tx, func(row db.Row) (time.Time, error) {
		var at time.Time
		return at, row.Scan(&at)
	}, `SELECT placed_at FROM orders WHERE service = $1 AND placed_at >= $2`, service, momentOf(first))
	for _, at := range placed {
		if i := int(catalogue.DayOf(at)-first) / week; i < Weeks {
			s.Weeks[i].Orders++
			s.Orders++
		}
	}
	return s, err
}

// momentOf is when a day began.
func momentOf(day int64) time.Time { return time.Unix(day*24*60*60, 0).UTC() }
