package cart

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"guildhall/catalogue"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
	"guildhall/order"
	"guildhall/rulebook"
)

// BriefMax bounds the brief that all sellers of a comparison get.
const BriefMax = 5000 // characters

// Comparison is the same work ordered from several sellers (CAT-27).
type Comparison struct {
	ID       id.Comparison
	Member   id.Member
	Checkout id.Checkout
	Brief    string
	Made     time.Time
}

// Comparing is the wish for one.
type Comparing struct {
	ID    id.Comparison // made by the caller, so that a repeat finds the same
	Brief string
	CheckingOut
}

// Compare orders the same work from several sellers with one brief, all or
// none. A question that is answered with words and was left open gets the brief
// as its answer; a seller who asks no such question reads it in the order's
// conversation.
//
// Faults: compare_count{least, most}, compare_same_seller, compare_brief,
// text_long{most}, those of CheckOut.
func Compare(tx *db.Tx, wish Comparing) (Comparison, order.Checkout, error) {
	c := Comparison{
		ID: wish.ID, Member: wish.Buyer, Checkout: wish.CheckingOut.ID, Brief: strings.TrimSpace(wish.Brief), Made: tx.Now(),
	}
	if err := c.check(); err != nil {
		return Comparison{}, order.Checkout{}, err
	}
	if err := wish.sellers(tx); err != nil {
		return Comparison{}, order.Checkout{}, err
	}
	lines := slices.Clone(wish.Lines)
	for i := range lines {
		if err := lines[i].brief(tx, wish.Buyer, c.Brief); err != nil {
			return Comparison{}, order.Checkout{}, err
		}
	}
	wish.Lines = lines
	err := tx.Exec(`INSERT INTO comparisons (id, member, checkout, brief, made_at) VALUES ($1, $2, $3, $4, $5)`,
		c.ID, c.Member, c.Checkout, c.Brief, c.Made)
	if err != nil {
		return Comparison{}, order.Checkout{}, err
	}
	out, err := CheckOut(tx, wish.CheckingOut)
	return c, out, err
}

func (c Comparison) check() error {
	switch {
	case c.Brief == "":
		return fault.Invalid("compare_brief").At("brief")
	case utf8.RuneCountInString(c.Brief) > BriefMax:
		return fault.Invalid("text_long", "most", BriefMax).At("brief")
	}
	return nil
}

// sellers holds the wish to the policy: as many sellers as it compares, each
// once.
func (wish Comparing) sellers(tx *db.Tx) error {
	rules, err := rulebook.Current(tx)
	if err != nil {
		return err
	}
	least, most := rules.Policy.CompareMin, rules.Policy.CompareMax
	if n := len(wish.Lines); n < least || n > most {
		return fault.Invalid("compare_count", "least", least, "most", most)
	}
	met := map[id.Member]bool{}
	for _, agreed := range wish.Lines {
		line, err := agreed.check(tx, wish.Buyer)
		if err != nil {
			return err
		}
		service, err := catalogue.Get(tx, line.Service)
		if err != nil {
			return err
		}
		if met[service.Seller] {
			return fault.Conflict("compare_same_seller")
		}
		met[service.Seller] = true
	}
	return nil
}

// brief answers the line's open questions of words with it.
func (a *Agreed) brief(tx *db.Tx, buyer id.Member, brief string) error {
	line, err := lineOf(tx, buyer, a.Line)
	if err != nil {
		return err
	}
	version, err := catalogue.GetVersion(tx, line.Version)
	if err != nil {
		return err
	}
	a.Answers = slices.Clone(a.Answers)
	for _, q := range version.Offer.Questions {
		answered := slices.ContainsFunc(a.Answers, func(given order.Answer) bool { return given.Question == q.Code })
		if q.Kind == catalogue.AskText && q.Required && !answered {
			a.Answers = append(a.Answers, order.Answer{Question: q.Code, Text: brief, At: tx.Now()})
		}
	}
	return nil
}

// Take reads the diary: once the orders of a comparison are placed, a seller
// whose questions did not carry the brief gets it in the order's conversation.
func Take(tx *db.Tx, e event.Entry) error {
	if e.Kind != "checkout_placed" {
		return nil
	}
	c, err := comparisonBy(tx, `checkout = $1`, id.Checkout(e.Subject.ID))
	if errors.Is(err, fault.Missing()) {
		return nil
	}
	if err != nil {
		return err
	}
	placed, err := order.CheckoutOf(tx, c.Checkout, c.Member)
	if err != nil {
		return err
	}
	for _, line := range placed.Lines {
		if err := c.hand(tx, line.Order); err != nil {
			return err
		}
	}
	return nil
}

// hand says the brief in an order that has it in no answer. An order that ended
// in the moment between is left alone.
func (c Comparison) hand(tx *db.Tx, which id.Order) error {
	answers, err := order.Brief(tx, which)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(answers, func(a order.Answer) bool { return a.Text == c.Brief }) {
		return nil
	}
	_, err = order.Act(tx, order.Command{
		Order: which, Actor: c.Member, Side: order.Buyer, Agent: "comparison", Verb: order.Say, At: tx.Now(), Text: c.Brief,
	})
	if refused, ok := fault.As(err); ok && refused.Sort == fault.SortConflict {
		return nil
	}
	return err
}

const comparisonSQL = `SELECT id, member, checkout, brief, made_at FROM comparisons WHERE `

func scanComparison(row db.Row) (Comparison, error) {
	var c Comparison
	return c, row.Scan(&c.ID, &c.Member, &c.Checkout, &c.Brief, &c.Made)
}

func comparisonBy(tx *db.Tx, where string, args ...any) (Comparison, error) {
	c, err := db.One(tx, scanComparison, comparisonSQL+where, args...)
	if errors.Is(err, db.ErrNoRow) {
		return Comparison{}, fault.Missing()
	}
	return c, err
}

// ComparisonOf reads one of the member's comparisons. Fault: not_found.
func ComparisonOf(tx *db.Tx, member id.Member, comparison id.Comparison) (Comparison, error) {
	return comparisonBy(tx, `id = $1 AND member = $2`, comparison, member)
}

// Comparisons reads the member's latest ones.
func Comparisons(tx *db.Tx, member id.Member, limit int) ([]Comparison, error) {
	return db.All(tx, scanComparison, comparisonSQL+`member = $1 ORDER BY id DESC LIMIT $2`, member, limit)
}

// Outlay is how many orders a comparison has and what they cost together.
type Outlay struct {
	Orders int
	Total  money.Amount
}

// Outlays reads those of all the member's comparisons.
func Outlays(tx *db.Tx, member id.Member) (map[id.Comparison]Outlay, error) {
	of := map[id.Comparison]Outlay{}
	_, err := db.All(tx, func(row db.Row) (Outlay, error) {
		var which id.Comparison
		var o Outlay
		err := row.Scan(&which, &o.Orders, &o.Total)
		of[which] = o
		return o, err
	}, `SELECT c.id, count(*), CAST(sum(l.price + l.fee) AS BIGINT)
		FROM comparisons c JOIN checkout_lines l ON l.checkout = c.checkout WHERE c.member = $1 GROUP BY c.id`, member)
	return of, err
}

// Result is one order of a comparison, with what its seller last delivered.
type Result struct {
	order.CheckoutLine
	Placed    bool // there is an order by now
	Now       order.Order
	Delivered conversation.Message // zero before the first delivery
}

// Results reads a comparison's checkout and its orders beside each other.
func (c Comparison) Results(tx *db.Tx) (order.Checkout, []Result, error) {
	checkout, err := order.CheckoutOf(tx, c.Checkout, c.Member)
	if err != nil {
		return checkout, nil, err
	}
	results := make([]Result, len(checkout.Lines))
	for i, line := range checkout.Lines {
		results[i].CheckoutLine = line
		if checkout.State != order.CheckoutPlaced {
			continue
		}
		if err := results[i].read(tx); err != nil {
			return checkout, nil, err
		}
	}
	return checkout, results, nil
}

func (r *Result) read(tx *db.Tx) error {
	var err error
	if r.Now, err = order.Get(tx, r.Order); err != nil {
		return err
	}
	r.Placed = true
	said, err := conversation.OfOrder(tx, r.Order)
	for _, message := range said {
		if message.Act == string(order.Deliver) {
			r.Delivered = message
		}
	}
	return err
}
