package reputation

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"guildhall/conversation"
	"guildhall/db"
	"guildhall/event"
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

// Opened is a seller's record with all that it comes from (REP-15). The orders
// behind a figure are read by Behind.
type Opened struct {
	Figures
	Before   Figures // without the last event
	Last     Event   // the zero event: nothing has happened yet
	Policy   policy.Policy
	Readings []Reading
	Answers  []conversation.Answered // what the usual reply time comes from
	Outlook  Outlook
	Services []OpenedRank
}

// Event is what changed a record last: a row of the diary, about an order.
type Event struct {
	Kind  string
	Order Entry
	Actor id.Member // zero: the clock, or the house
	At    time.Time
}

// OpenedRank is one service's rank with what it is made of, and how far it
// is from the mark of top-rated.
type OpenedRank struct {
	Ranked
	Parts      Parts
	Before     Share // the rank without the last event
	Conditions [4]Condition
	Policy     policy.Policy // it was ranked under
}

// Open reads a seller's record in full, for the seller alone: the public sees
// FiguresFor.
func Open(tx *db.Tx, seller id.Member) (Opened, error) {
	r, err := recordOf(tx, seller)
	if err != nil {
		return Opened{}, err
	}
	o := Opened{Figures: r.Figures, Before: r.Figures}
	if o.Policy, err = r.rules(tx); err != nil {
		return Opened{}, err
	}
	window := WindowOf(&o.Policy)
	marks, err := latest(tx, seller, window+1) // one more for the record without the last event
	if err != nil {
		return Opened{}, err
	}
	o.Outlook = OutlookOf(o.Figures, newest(marks, window), &o.Policy)
	last, err := db.One(tx, scanKept, selectMark+` WHERE seller = $1 ORDER BY changed_at DESC, order_id DESC LIMIT 1`, seller)
	if err != nil && !errors.Is(err, db.ErrNoRow) {
		return Opened{}, err
	}
	if err == nil {
		o.Before = before(r, last, marks, &o.Policy)
		if o.Last, err = eventOf(tx, last); err != nil {
			return Opened{}, err
		}
	}
	if o.Answers, err = conversation.Answers(tx, seller); err != nil {
		return Opened{}, err
	}
	o.Readings = append(readings(o.Figures, o.Before, &o.Policy), replies(o.Answers))
	o.Services, err = openRanks(tx, seller, last, o.Before)
	return o, err
}

// eventOf names what changed a mark last.
func eventOf(tx *db.Tx, last kept) (Event, error) {
	e, err := askName(tx, last.Order).One()
	if err != nil {
		return Event{}, err
	}
	e.Mark = last.Mark
	made := Event{Kind: last.ChangedBy, Order: e, At: last.ChangedAt}
	history, err := event.History(tx, event.Of("order", last.Order))
	for _, entry := range history {
		if entry.Kind == made.Kind && !entry.At.After(made.At) {
			made.Actor = entry.Actor
		}
	}
	return made, err
}

// before computes the figures as they would be without the last event.
func before(r record, last kept, marks []Mark, p *policy.Policy) Figures {
	was := last.was()
	return FiguresOf(r.Totals.Without(last.Mark).With(was), newest(replaced(marks, was), WindowOf(p)), p)
}

// was is the mark as it stood before it changed last.
func (k kept) was() Mark {
	m := k.Mark
	m.Outcome = k.Was
	return m
}

// openRanks reads the ranks of a seller, each under the policy that it was
// computed by.
func openRanks(tx *db.Tx, seller id.Member, last kept, before Figures) ([]OpenedRank, error) {
	ranked, err := RankedOf(tx, seller)
	if err != nil {
		return nil, err
	}
	figures, err := FiguresFor(tx, seller)
	if err != nil {
		return nil, err
	}
	list := make([]OpenedRank, len(ranked))
	for i, r := range ranked {
		rules, err := rulebook.At(tx, r.Policy)
		if err != nil {
			return nil, err
		}
		p := rules.Policy
		list[i] = OpenedRank{Ranked: r, Parts: Rank(r.Standing, &p), Conditions: Conditions(r.Service, figures, &p), Policy: p}
		list[i].Before = rankBefore(r, last, before, &p)
	}
	return list, nil
}

// rankBefore is a rank as it would be without the last event.
func rankBefore(r Ranked, last kept, seller Figures, p *policy.Policy) Share {
	if !last.ChangedAt.IsZero() && !last.ChangedAt.After(r.At) {
		if last.Service == r.Service.Service {
			r.Service = r.Service.with(last.Mark, -1).with(last.was(), 1)
		}
		r.Overall, r.TopRated = seller.Overall, topRated(r.Service, seller, p)
		r.Standing.Orders, r.Bad = r.Service.Orders, r.Failed+r.Disliked
	}
	return Rank(r.Standing, p).Rank()
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
