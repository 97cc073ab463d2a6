package reputation

import (
	"slices"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/policy"
	"guildhall/rulebook"
)

// Figure names a figure of a record: what is opened (REP-15).
type Figure string

// The figures, and OfService: the orders of one service.
const (
	Stars          Figure = "stars"
	Overall        Figure = "overall"
	Responsibility Figure = "responsibility"
	OrderRating    Figure = "order_rating"
	Completed      Figure = "completed"
	Level          Figure = "level"
	Loss           Figure = "loss"
	Successful     Figure = "successful"
	Punctual       Figure = "punctual"
	Lead           Figure = "lead"
	Wait           Figure = "wait"
	Reply          Figure = "reply"
	Silent         Figure = "silent"
	Clean          Figure = "clean"
	OfService      Figure = "service"
)

// source is which marks a figure comes from.
type source struct {
	latest func(*policy.Policy) int // so many of the latest that ended; nil: all
	which  string                   // of them, as Totals.plus and FiguresOf count
}

func levelOrders(p *policy.Policy) int          { return p.LevelOrders }
func ratingOrders(p *policy.Policy) int         { return p.RatingOrders }
func responsibilityOrders(p *policy.Policy) int { return p.ResponsibilityOrders }

// sources are the figures that come from orders. Overall, Level and Reply come
// from other figures and from conversations.
var sources = map[Figure]source{
	Stars:          {nil, `judged`},
	Responsibility: {responsibilityOrders, `ended`},
	OrderRating:    {ratingOrders, `ended`},
	Completed:      {nil, `completed`},
	Loss:           {levelOrders, `ended`},
	Successful:     {nil, `(completed OR cause <> '')`},
	Punctual:       {nil, `(delivered OR late)`},
	Lead:           {nil, `completed AND lead > 0`},
	Wait:           {nil, `started`},
	Silent:         {ratingOrders, `completed`},
	Clean:          {ratingOrders, `ended`},
	OfService:      {nil, `ended`},
}

// Latest is how many of the latest ended orders a figure looks at; 0: all.
func (f Figure) Latest(p *policy.Policy) int {
	if from := sources[f]; from.latest != nil {
		return from.latest(p)
	}
	return 0
}

// Asked is which page of the orders behind a figure is wanted.
type Asked struct {
	Figure  Figure
	Service id.Service // with OfService
	After   id.Order   // the order before; zero starts
	Limit   int
}

// Entry is one order of the record, by its number.
type Entry struct {
	Mark
	Number   string
	Title    string
	Returned bool // its buyer had completed another of these before (REP-5)
}

// Behind lists the orders that a seller's figure comes from, newest first, and
// the policy it is computed under. Fault: not_found for what is no figure of
// orders, and for a page behind another's order.
func Behind(tx *db.Tx, seller id.Member, a Asked) ([]Entry, policy.Policy, error) {
	from, known := sources[a.Figure]
	after, err := standing(tx, a.After)
	if err != nil {
		return nil, policy.Policy{}, err
	}
	if !known || !a.After.IsZero() && after.Seller != seller {
		return nil, policy.Policy{}, fault.Missing()
	}
	r, err := recordOf(tx, seller)
	if err != nil {
		return nil, policy.Policy{}, err
	}
	p, err := r.rules(tx)
	if err != nil {
		return nil, policy.Policy{}, err
	}
	most := r.Ended
	if from.latest != nil {
		most = int64(from.latest(&p))
	}
	marks, err := db.All(tx, scanMark, selectMark+` WHERE order_id IN (
			SELECT order_id FROM marks WHERE seller = $1 AND ended ORDER BY ended_at DESC, order_id DESC LIMIT $2)
		AND `+from.which+` AND ($3 OR service = $4) AND ($5 OR (ended_at, order_id) < ($6, $7))
		ORDER BY ended_at DESC, order_id DESC LIMIT $8`,
		seller, most, a.Figure != OfService, a.Service, a.After.IsZero(), after.EndedAt, a.After, a.Limit)
	if err != nil {
		return nil, policy.Policy{}, err
	}
	list, err := named(tx, marks)
	if err == nil && a.Figure == OrderRating {
		err = markReturns(tx, seller, list, &p)
	}
	return list, p, err
}

// rules are those that the figures of a record were computed under.
func (r record) rules(tx *db.Tx) (policy.Policy, error) {
	if r.Version == 0 {
		rules, err := rulebook.Current(tx)
		return rules.Policy, err
	}
	rules, err := rulebook.At(tx, r.Policy)
	return rules.Policy, err
}

// named finds the orders of marks.
func named(tx *db.Tx, marks []Mark) ([]Entry, error) {
	asked := make([]*db.Answer[Entry], len(marks))
	for i, m := range marks {
		asked[i] = askName(tx, m.Order)
	}
	list := make([]Entry, len(marks))
	for i, m := range marks {
		e, err := asked[i].One()
		if err != nil {
			return nil, err
		}
		e.Mark = m
		list[i] = e
	}
	return list, nil
}

func askName(tx *db.Tx, order id.Order) *db.Answer[Entry] {
	return db.Ask(tx, func(row db.Row) (Entry, error) {
		var e Entry
		return e, row.Scan(&e.Number, &e.Title)
	}, `SELECT number, title FROM orders WHERE id = $1`, order)
}

// markReturns finds which of the orders are of buyers who came back.
func markReturns(tx *db.Tx, seller id.Member, list []Entry, p *policy.Policy) error {
	rated, err := latest(tx, seller, p.RatingOrders)
	if err != nil {
		return err
	}
	for i := range list {
		at := slices.IndexFunc(rated, func(m Mark) bool { return m.Order == list[i].Order })
		list[i].Returned = at >= 0 && returned(rated, at)
	}
	return nil
}
