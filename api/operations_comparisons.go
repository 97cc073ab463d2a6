package api

import (
	"time"

	"guildhall/account"
	"guildhall/cart"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/order"
	"guildhall/rulebook"
)

// comparisonOperations are about the same work from several sellers (CAT-27).
var comparisonOperations = []Operation{
	op("GET /comparisons", "listComparisons", account.SignedIn, desk.Own, listComparisons),
	op("POST /comparisons", "compareSellers", account.Buy, desk.Own, compareSellers).creating(),
	op("GET /comparisons/{comparison}", "getComparison", account.SignedIn, desk.ComparisonOwner, getComparison),
}

// Comparison is the same work ordered from several sellers, beside each other.
type Comparison struct {
	ID       id.Comparison `json:"id"`
	Brief    string        `json:"brief"`
	Made     time.Time     `json:"made"`
	Checkout Checkout      `json:"checkout"`
	Results  []Compared    `json:"results" nullable:"false"`
}

// Compared is one order of a comparison, with what was last delivered and what
// the buyer can do now.
type Compared struct {
	Order     id.Order   `json:"order"`
	Seller    string     `json:"seller"`
	Title     string     `json:"title"`
	Package   string     `json:"package,omitempty"`
	Units     int        `json:"units"`
	Total     Money      `json:"total"`
	State     string     `json:"state"`
	Due       *time.Time `json:"due,omitempty"`
	Delivered *time.Time `json:"delivered,omitempty"`
	Text      string     `json:"text,omitempty"`
	Files     []string   `json:"files,omitempty"`
	Actions   []Action   `json:"actions" nullable:"false"`
}

func (c *Call) comparison(tx *db.Tx, made cart.Comparison) (Comparison, error) {
	shown := Comparison{ID: made.ID, Brief: made.Brief, Made: made.Made, Results: []Compared{}}
	checkout, results, err := made.Results(tx)
	if err != nil {
		return shown, err
	}
	versions, err := catalogue.Versions(tx, each(results, func(r cart.Result) id.ServiceVersion { return r.Version }))
	if err != nil {
		return shown, err
	}
	sellers, err := account.Several(tx, each(results, func(r cart.Result) id.Member { return versions[r.Version].Seller }))
	if err != nil {
		return shown, err
	}
	for _, r := range results {
		one, err := c.compared(tx, r)
		if err != nil {
			return shown, err
		}
		one.Seller = sellers[versions[r.Version].Seller].Login
		shown.Results = append(shown.Results, one)
	}
	shown.Checkout, err = c.checkout(tx, checkout)
	return shown, err
}

func (c *Call) compared(tx *db.Tx, r cart.Result) (Compared, error) {
	made := Compared{
		Order: r.Order, Title: r.Title, Package: r.Package, Units: r.Units, Total: c.money(r.Total()), State: string(order.Prepared),
		Text: r.Delivered.Text, Files: names(r.Delivered.Files), Delivered: moment(r.Delivered.At), Actions: []Action{},
	}
	if !r.Placed {
		return made, nil
	}
	rules, err := rulebook.At(tx, r.Now.PolicyVersion)
	if err != nil {
		return made, err
	}
	made.State, made.Due = string(r.Now.State), moment(r.Now.Due)
	made.Actions = c.actions(r.Now, order.Options(r.Now, order.Buyer, c.At, &rules.Policy))
	return made, nil
}

func listComparisons(c *Call, in *waitingAsked) (List[Comparison], error) {
	return read(c, func(tx *db.Tx) (List[Comparison], error) {
		list := List[Comparison]{Items: []Comparison{}}
		rows, err := cart.Comparisons(tx, c.Member.ID, in.Limit)
		for _, row := range rows {
			one, err := c.comparison(tx, row)
			if err != nil {
				return list, err
			}
			list.Items = append(list.Items, one)
		}
		return list, err
	})
}

type comparing struct {
	Body struct {
		Provider string       `json:"provider,omitempty" maxLength:"40"`
		Brief    string       `json:"brief" maxLength:"5000"`
		Lines    []agreedLine `json:"lines" minItems:"1" maxItems:"20"`
	}
}

func compareSellers(c *Call, in *comparing) (Comparison, error) {
	wish, err := c.checkingOut(in.Body.Provider, in.Body.Lines)
	if err != nil {
		return Comparison{}, err
	}
	return once(c, func(tx *db.Tx) (Comparison, error) {
		made, _, err := cart.Compare(tx, cart.Comparing{ID: id.New[id.ComparisonKind](c.At), Brief: in.Body.Brief, CheckingOut: wish})
		if err != nil {
			return Comparison{}, err
		}
		return c.comparison(tx, made)
	})
}

func getComparison(c *Call, _ *struct{}) (Comparison, error) {
	which, err := id.Parse[id.ComparisonKind](c.Path("comparison"))
	if err != nil {
		return Comparison{}, err
	}
	return read(c, func(tx *db.Tx) (Comparison, error) {
		made, err := cart.ComparisonOf(tx, c.Member.ID, which)
		if err != nil {
			return Comparison{}, err
		}
		return c.comparison(tx, made)
	})
}
