package reputation

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/policy"
	"guildhall/rulebook"
)

// FiguresFor reads a seller's figures; a member who never sold has those of a
// newbie.
func FiguresFor(tx *db.Tx, member id.Member) (Figures, error) {
	r, err := recordOf(tx, member)
	return r.Figures, err
}

// ServiceFor reads what the record says of one service, and whether it is
// top-rated.
func ServiceFor(tx *db.Tx, service id.Service) (Ranked, error) {
	r, err := db.One(tx, scanRanked, selectRanked+` WHERE service = $1`, service)
	if errors.Is(err, db.ErrNoRow) {
		return Ranked{}, fault.Missing()
	}
	return r, err
}

// Opened is a seller's record with all that it comes from (REP-15).
type Opened struct {
	Figures
	Before   Figures // without the last event
	Last     Event   // the zero event: nothing has happened yet
	Policy   policy.Policy
	Orders   []Entry // the latest that any figure looks at, newest first
	Outlook  Outlook
	Services []Ranked
}

// Event is what changed a record last.
type Event struct {
	Kind  string // of the diary
	Order id.Order
	At    time.Time
}

// Entry is one order of the record, by its number.
type Entry struct {
	Mark
	Number   string
	Title    string
	Returned bool // its buyer had completed another of these before (REP-5)
}

// Open reads a seller's record in full, for the seller alone: the public sees
// FiguresFor.
func Open(tx *db.Tx, seller id.Member) (Opened, error) {
	r, err := recordOf(tx, seller)
	if err != nil {
		return Opened{}, err
	}
	rules, err := rulebook.Current(tx)
	if r.Version > 0 {
		rules, err = rulebook.At(tx, r.Policy)
	}
	if err != nil {
		return Opened{}, err
	}
	o := Opened{Figures: r.Figures, Policy: rules.Policy}
	window := WindowOf(&o.Policy)
	marks, err := latest(tx, seller, window+1) // one more for the record without the last event
	if err != nil {
		return Opened{}, err
	}
	o.Outlook = OutlookOf(o.Figures, newest(marks, window), &o.Policy)
	if o.Orders, err = entries(tx, newest(marks, window), o.Policy.RatingOrders); err != nil {
		return Opened{}, err
	}
	if o.Last, o.Before, err = before(tx, r, marks, &o.Policy); err != nil {
		return Opened{}, err
	}
	o.Services, err = RankedOf(tx, seller)
	return o, err
}

// entries names the orders of marks.
func entries(tx *db.Tx, marks []Mark, rated int) ([]Entry, error) {
	asked := make([]*db.Answer[Entry], len(marks))
	for i, m := range marks {
		asked[i] = db.Ask(tx, func(row db.Row) (Entry, error) {
			var e Entry
			return e, row.Scan(&e.Number, &e.Title)
		}, `SELECT number, title FROM orders WHERE id = $1`, m.Order)
	}
	list := make([]Entry, len(marks))
	for i, m := range marks {
		e, err := asked[i].One()
		if err != nil {
			return nil, err
		}
		e.Mark, e.Returned = m, i < rated && returned(newest(marks, rated), i)
		list[i] = e
	}
	return list, nil
}

// before computes the figures as they would be without the last event.
func before(tx *db.Tx, r record, marks []Mark, p *policy.Policy) (Event, Figures, error) {
	last, err := db.One(tx, scanKept, selectMark+` WHERE seller = $1 ORDER BY changed_at DESC, order_id DESC LIMIT 1`, r.Seller)
	if errors.Is(err, db.ErrNoRow) {
		return Event{}, r.Figures, nil
	}
	if err != nil {
		return Event{}, Figures{}, err
	}
	was := last.Mark
	was.Outcome = last.Was
	window := WindowOf(p)
	return Event{last.ChangedBy, last.Order, last.ChangedAt},
		FiguresOf(r.Totals.Without(last.Mark).With(was), newest(replaced(marks, was), window), p), nil
}

// replaced is the marks, newest first, with one of them as it was: gone, where
// it had not ended.
func replaced(marks []Mark, was Mark) []Mark {
	list := slices.DeleteFunc(slices.Clone(marks), func(m Mark) bool { return m.Order == was.Order })
	if was.Ended {
		list = append(list, was)
	}
	slices.SortStableFunc(list, func(a, b Mark) int {
		return cmp.Or(b.EndedAt.Compare(a.EndedAt), slices.Compare(b.Order[:], a.Order[:]))
	})
	return list
}

// BuyerFor reads a member's standing as a buyer (REP-10).
func BuyerFor(tx *db.Tx, member id.Member, p *policy.Policy) (BuyerStanding, error) {
	since := tx.Now().AddDate(0, -p.SuperBuyerMonths, 0)
	return db.One(tx, func(row db.Row) (BuyerStanding, error) {
		var all, recent int64
		err := row.Scan(&all, &recent)
		return BuyerStandingOf(all, recent, p), err
	}, `SELECT count(*), count(*) FILTER (WHERE ended_at >= $1) FROM marks WHERE buyer = $2 AND ended AND completed`, since, member)
}

// BuyerShownTo reports whether a member's level as a buyer is shown to who
// looks: to everyone, but of a member who mainly sells only to themselves and
// to those they buy from or talk to as a buyer (REP-10).
func BuyerShownTo(tx *db.Tx, member, reader id.Member, purchases int64) (bool, error) {
	sold, err := FiguresFor(tx, member)
	if err != nil || sold.Completed <= purchases || member == reader {
		return err == nil, err
	}
	if reader.IsZero() {
		return false, nil
	}
	known, err := db.Value[int64](tx, `SELECT (SELECT count(*) FROM (SELECT 1 AS one FROM orders WHERE buyer = $1 AND seller = $2 LIMIT 1) AS bought)
		+ (SELECT count(*) FROM (SELECT 1 AS one FROM conversations WHERE buyer = $1 AND seller = $2 LIMIT 1) AS talked)`, member, reader)
	return known > 0, err
}
