// Package cart is what a member means to buy: favourites and their lists, the
// cart with its checkout, the same work from several sellers side by side, and
// what was looked at lately.
package cart

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/rulebook"
)

// LinesMax bounds a cart; one checkout can place them all.
const LinesMax = 20

// Choice is what is wanted of a version of a service.
type Choice struct {
	Version id.ServiceVersion
	Package string // empty for a service sold by the unit
	Units   int
	Options []catalogue.OptionChoice
}

// Line is one choice in a cart, as it was shown when it was put there or last
// agreed to.
type Line struct {
	ID      id.CartLine
	Member  id.Member
	Service id.Service
	Choice
	Price    money.Amount // with the buyer's fee
	Added    time.Time
	Checkout id.Checkout // of which it is part; zero for none
	Waiting  bool        // that checkout waits for money
}

func (l Line) placing(tx *db.Tx, version id.ServiceVersion) order.Placing {
	return order.Placing{
		Buyer: l.Member, Version: version, Units: l.Units, Package: l.Package, Options: l.Options, At: tx.Now(),
	}
}

// State is how a line stands now.
type State string

// The closed list of states.
const (
	Ready   State = "ready"   // can be ordered as shown
	Changed State = "changed" // text or price changed since; has to be agreed to
	Unfit   State = "unfit"   // what was chosen is no longer offered like this
	Closed  State = "closed"  // cannot be ordered now
	Waiting State = "waiting" // part of a checkout that waits for money
)

// Item is a line of the cart beside what it would be today.
type Item struct {
	Line
	State   State
	Offered catalogue.Service
	Offer   catalogue.Offer // of the live version, else of the one that was chosen
	Now     order.Preview   // of the live version; empty when Unfit
	Refused *fault.Fault    // why it is Unfit or Closed
	Until   time.Time       // when it leaves the cart (CAT-26)
}

// Dearer is what it costs more than shown; negative when it became cheaper.
func (i Item) Dearer() money.Amount { return i.Now.Total().Minus(i.Price) }

const lineColumns = `l.id, l.member, l.service, l.version, l.package, l.units, l.options, l.price, l.added_at, l.checkout,
	COALESCE(c.state, '') = 'waiting'`

// standing are the lines that are still in a cart: not too old, and not placed
// by their checkout meanwhile. One that waits for money stays until it ends.
const standing = ` FROM cart_lines l LEFT JOIN checkouts c ON c.id = l.checkout
	WHERE COALESCE(c.state, '') <> 'placed' AND (l.added_at > $1 OR COALESCE(c.state, '') = 'waiting') AND l.member = $2`

func scanLine(row db.Row) (Line, error) {
	var l Line
	var options string
	err := row.Scan(&l.ID, &l.Member, &l.Service, &l.Version, &l.Package, &l.Units, &options, &l.Price, &l.Added, &l.Checkout, &l.Waiting)
	l.Options = readOptions(options)
	return l, err
}

// oldest is the moment before which lines have left the cart.
func oldest(tx *db.Tx) (time.Time, time.Duration, error) {
	rules, err := rulebook.Current(tx)
	lasts := stay(&rules.Policy)
	return tx.Now().Add(-lasts), lasts, err
}

func stay(p *policy.Policy) time.Duration { return time.Duration(p.CartDays) * 24 * time.Hour }

// Lines reads the member's cart, the last added first.
func Lines(tx *db.Tx, member id.Member) ([]Line, error) {
	since, _, err := oldest(tx)
	if err != nil {
		return nil, err
	}
	return db.All(tx, scanLine, `SELECT `+lineColumns+standing+` ORDER BY l.added_at DESC, l.id DESC`, since, member)
}

// Count is how many lines stand in the cart and wait for nothing, under the
// policy in force: every page of a member shows it.
func Count(tx *db.Tx, member id.Member, p *policy.Policy) (int, error) {
	return db.Value[int](tx, `SELECT count(*)`+standing+` AND COALESCE(c.state, '') <> 'waiting'`, tx.Now().Add(-stay(p)), member)
}

// lineOf reads one of the member's lines. Fault: not_found, also for one that
// has left the cart.
func lineOf(tx *db.Tx, member id.Member, line id.CartLine) (Line, error) {
	since, _, err := oldest(tx)
	if err != nil {
		return Line{}, err
	}
	found, err := db.One(tx, scanLine, `SELECT `+lineColumns+standing+` AND l.id = $3`, since, member, line)
	if errors.Is(err, db.ErrNoRow) {
		return Line{}, fault.Missing()
	}
	return found, err
}

// Items reads the cart with what each line would be today.
func Items(tx *db.Tx, member id.Member) ([]Item, error) {
	lines, err := Lines(tx, member)
	if err != nil {
		return nil, err
	}
	return looks(tx, lines)
}

// ItemOf reads one line of the cart with what it would be today. Fault:
// not_found.
func ItemOf(tx *db.Tx, member id.Member, line id.CartLine) (Item, error) {
	found, err := lineOf(tx, member, line)
	if err != nil {
		return Item{}, err
	}
	items, err := looks(tx, []Line{found})
	if err != nil {
		return Item{}, err
	}
	return items[0], nil
}

// looks compares lines with what is offered now; services and versions are read
// together.
func looks(tx *db.Tx, lines []Line) ([]Item, error) {
	_, lasts, err := oldest(tx)
	if err != nil {
		return nil, err
	}
	services := make([]id.Service, len(lines))
	for i, line := range lines {
		services[i] = line.Service
	}
	offered, err := catalogue.Several(tx, services)
	if err != nil {
		return nil, err
	}
	items, meant := make([]Item, len(lines)), make([]id.ServiceVersion, len(lines))
	for i, line := range lines {
		items[i] = Item{Line: line, State: Ready, Until: line.Added.Add(lasts), Offered: offered[line.Service]}
		meant[i] = line.Version
		if items[i].Offered.Stored == catalogue.Live {
			meant[i] = items[i].Offered.Live
		}
	}
	versions, err := catalogue.Versions(tx, meant)
	for i, version := range meant {
		if err == nil {
			err = items[i].look(tx, versions[version])
		}
	}
	return items, err
}

// look compares a line with the version that is meant now.
func (i *Item) look(tx *db.Tx, meant catalogue.ServiceVersion) error {
	i.Offer = meant.Offer
	var err error
	i.Now, err = order.PreviewOf(tx, i.placing(tx, meant.ID))
	if refused, ok := fault.As(err); ok {
		i.State, i.Refused, err = Unfit, refused, nil
	} else if refused, ok := fault.As(i.Now.Refused); ok {
		i.State, i.Refused = Closed, refused
	} else if meant.ID != i.Version || i.Now.Total() != i.Price {
		i.State = Changed
	}
	if i.Waiting {
		i.State = Waiting
	}
	return err
}

// Tidy drops lines that have left their carts: too old, or placed by their
// checkout. A duty of the sweeper; readers leave them out before that.
func Tidy(tx *db.Tx) error {
	since, _, err := oldest(tx)
	if err != nil {
		return err
	}
	return tx.Exec(`DELETE FROM cart_lines WHERE id IN (SELECT l.id FROM cart_lines l LEFT JOIN checkouts c ON c.id = l.checkout
		WHERE c.state = 'placed' OR l.added_at <= $1 AND COALESCE(c.state, '') <> 'waiting')`, since)
}

// Options are stored as "colour 2, express 1", sorted, so that the same choice
// is the same text.
func writeOptions(options []catalogue.OptionChoice) string {
	sorted := slices.SortedFunc(slices.Values(options), func(a, b catalogue.OptionChoice) int { return cmp.Compare(a.Code, b.Code) })
	texts := make([]string, len(sorted))
	for i, o := range sorted {
		texts[i] = fmt.Sprintf("%s %d", o.Code, o.Quantity)
	}
	return strings.Join(texts, ", ")
}

func readOptions(text string) []catalogue.OptionChoice {
	var options []catalogue.OptionChoice
	for one := range strings.SplitSeq(text, ", ") {
		code, quantity, ok := strings.Cut(one, " ")
		if n, err := strconv.Atoi(quantity); ok && err == nil {
			options = append(options, catalogue.OptionChoice{Code: code, Quantity: n})
		}
	}
	return options
}
