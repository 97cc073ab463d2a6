package order

import (
	"errors"
	"strings"
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
)

// Get reads one order; fault.Missing when there is none. It does not ask who
// reads: callers check that with SideOf.
func Get(tx *db.Tx, order id.Order) (Order, error) {
	return found(db.One(tx, scanOrder, selectOrder+" WHERE o.id = $1", order))
}

// ByNumber reads the order with a spoken number, in any case, with or without
// its dashes.
func ByNumber(tx *db.Tx, number string) (Order, error) {
	return found(db.One(tx, scanOrder, selectOrder+" WHERE o.number = $1", spoken(number)))
}

// Party reads an order for one of its parties; fault.Missing for anyone else,
// just as for an order that does not exist (invariant 11).
func Party(tx *db.Tx, order id.Order, member id.Member) (Order, Side, error) {
	o, err := Get(tx, order)
	if err != nil {
		return Order{}, Nobody, err
	}
	side := o.SideOf(member)
	if side == Nobody {
		return Order{}, Nobody, fault.Missing()
	}
	return o, side, nil
}

func found(o Order, err error) (Order, error) {
	if errors.Is(err, db.ErrNoRow) {
		return Order{}, fault.Missing()
	}
	return o, err
}

func scanOrder(row db.Row) (Order, error) {
	var o Order
	fields := make([]any, len(columns))
	for i, c := range columns {
		fields[i] = c.field(&o)
	}
	return o, row.Scan(fields...)
}

// Tab is one of the lists of "My orders" (ORD-34).
type Tab string

// The tabs, by what needs doing.
const (
	TabWaiting   Tab = "waiting" // for me
	TabPlaced    Tab = "placed"
	TabInWork    Tab = "in_work"
	TabDelivered Tab = "delivered"
	TabLate      Tab = "late"
	TabDisputed  Tab = "disputed"
	TabCancelled Tab = "cancelled"
	TabCompleted Tab = "completed"
	TabAll       Tab = "all"
)

// Tabs lists the tabs in the order they are shown.
var Tabs = []Tab{TabWaiting, TabPlaced, TabInWork, TabDelivered, TabLate, TabDisputed, TabCompleted, TabCancelled, TabAll}

// Filter says which of a member's orders are wanted, newest first.
type Filter struct {
	Member id.Member
	Side   Side // Buyer: what they bought; Seller: what they sold
	Tab    Tab  // empty: all
	Words  string
	After  id.Order // the last one of the page before; zero starts
	Limit  int
}

// listMost bounds a page of orders.
const listMost = 100

// List reads one page of a member's orders.
func List(tx *db.Tx, f Filter) ([]Order, error) {
	where, args := f.where()
	sql := selectOrder + " WHERE " + where + " ORDER BY o.id DESC LIMIT " + placeAfter(args)
	return db.All(tx, scanOrder, sql, append(args, min(max(f.Limit, 1), listMost))...)
}

func (f Filter) where() (string, []any) {
	where, args := "o."+f.party()+" = $1", []any{f.Member}
	switch f.Tab {
	case "", TabAll:
	case TabWaiting:
		where += " AND o.waits_for_" + f.party()
	default:
		args = append(args, string(f.Tab))
		where += " AND o.state = " + place(len(args))
	}
	if !f.After.IsZero() {
		args = append(args, f.After)
		where += " AND o.id < " + place(len(args))
	}
	if words := strings.TrimSpace(f.Words); words != "" {
		args = append(args, "%"+escapeLike(strings.ToLower(words))+"%", spoken(words))
		where += " AND (lower(o.title) LIKE " + place(len(args)-1) + ` ESCAPE '\' OR o.number = ` + place(len(args)) + ")"
	}
	return where, args
}

func (f Filter) party() string {
	if f.Side == Seller {
		return "seller"
	}
	return "buyer"
}

func escapeLike(words string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(words)
}

// CountTabs counts the orders of a filter in every tab, whatever its own tab
// and place.
func CountTabs(tx *db.Tx, f Filter) (map[Tab]int64, error) {
	f.Tab, f.After = TabAll, id.Order{}
	where, args := f.where()
	type count struct {
		state   string
		n, mine int64
	}
	rows, err := db.All(tx, func(row db.Row) (count, error) {
		var c count
		return c, row.Scan(&c.state, &c.n, &c.mine)
	}, `SELECT o.state, count(*), count(*) FILTER (WHERE o.waits_for_`+f.party()+`) FROM orders AS o WHERE `+where+` GROUP BY o.state`, args...)
	if err != nil {
		return nil, err
	}
	counts := map[Tab]int64{}
	for _, c := range rows {
		counts[Tab(c.state)] += c.n
		counts[TabWaiting] += c.mine
		counts[TabAll] += c.n
	}
	return counts, nil
}

// Lines lists what was bought, additions included.
func Lines(tx *db.Tx, order id.Order) ([]Line, error) {
	return db.All(tx, func(row db.Row) (Line, error) {
		var l Line
		return l, row.Scan(&l.Addition, &l.Code, &l.Title, &l.Price, &l.Quantity, &l.Lead)
	}, `SELECT addition, code, title, price, quantity, lead FROM order_lines WHERE order_id = $1 ORDER BY addition, position`, order)
}

// Brief lists what the buyer handed over so far.
func Brief(tx *db.Tx, order id.Order) ([]Answer, error) {
	return db.All(tx, func(row db.Row) (Answer, error) {
		var a Answer
		return a, row.Scan(&a.Question, &a.Text, &a.File, &a.At)
	}, `SELECT question, text, file, at FROM order_answers WHERE order_id = $1 ORDER BY at, question`, order)
}

// Cases lists the orders under arbitration, longest waiting first.
func Cases(tx *db.Tx, limit int) ([]Order, error) {
	return db.All(tx, scanOrder, selectOrder+" WHERE o.state = 'disputed' ORDER BY o.case_opened_at LIMIT $1", limit)
}

// Objections lists ended orders whose seller objects, oldest first (ORD-39).
func Objections(tx *db.Tx, limit int) ([]Order, error) {
	return db.All(tx, scanOrder, selectOrder+" WHERE o.objection = 'made' ORDER BY o.ended_at LIMIT $1", limit)
}

// LastPlaced is when the newest order was placed, for the home page (ACC-18);
// zero when there is none.
func LastPlaced(tx *db.Tx) (time.Time, error) {
	at, err := db.One(tx, func(row db.Row) (time.Time, error) {
		var at time.Time
		return at, row.Scan(&at)
	}, `SELECT placed_at FROM orders ORDER BY id DESC LIMIT 1`)
	if errors.Is(err, db.ErrNoRow) {
		return time.Time{}, nil
	}
	return at, err
}
