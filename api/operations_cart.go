package api

import (
	"time"

	"guildhall/account"
	"guildhall/cart"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
)

// cartOperations are about the cart and its checkout (CAT-26).
var cartOperations = []Operation{
	op("GET /account/cart", "getCart", account.SignedIn, desk.Own, getCart).most(cart.LinesMax),
	op("POST /account/cart", "addToCart", account.Favour, desk.Own, addToCart).creating(),
	op("PUT /account/cart/{line}", "changeCartLine", account.Favour, desk.CartLineOwner, changeCartLine),
	op("POST /account/cart/{line}/agreement", "agreeToCartLine", account.Favour, desk.CartLineOwner, agreeToCartLine),
	op("DELETE /account/cart/{line}", "removeCartLine", account.Favour, desk.CartLineOwner, removeCartLine),
	op("POST /account/cart/checkout", "checkOutCart", account.Buy, desk.Own, checkOutCart).creating(),
}

// CartLine is one choice in the cart beside what it would be today. A line that
// is "changed" has to be agreed to before it can be ordered.
type CartLine struct {
	ID       id.CartLine       `json:"id"`
	Service  id.Service        `json:"service"`
	Version  id.ServiceVersion `json:"service_version"`
	Live     id.ServiceVersion `json:"service_version_now"`
	Seller   string            `json:"seller"`
	Title    string            `json:"title"`
	Package  string            `json:"package,omitempty"`
	Units    int               `json:"units"`
	Options  []Chosen          `json:"options,omitempty"`
	Total    Money             `json:"total"`
	TotalNow *Money            `json:"total_now,omitempty"`
	State    string            `json:"state" enum:"ready,changed,unfit,closed,waiting"`
	Refused  *Refusal          `json:"refused,omitempty"`
	Checkout string            `json:"checkout,omitempty"`
	Added    time.Time         `json:"added"`
	Leaves   time.Time         `json:"leaves"`
}

func getCart(c *Call, _ *struct{}) (List[CartLine], error) { return read(c, c.cart) }

func (c *Call) cart(tx *db.Tx) (List[CartLine], error) {
	items, err := cart.Items(tx, c.Member.ID)
	if err != nil {
		return List[CartLine]{}, err
	}
	sellers, err := account.Several(tx, each(items, func(i cart.Item) id.Member { return i.Offered.Seller }))
	return List[CartLine]{Items: each(items, func(i cart.Item) CartLine {
		return c.cartItem(i, sellers[i.Offered.Seller].Login)
	})}, err
}

func (c *Call) cartLine(tx *db.Tx, line id.CartLine) (CartLine, error) {
	item, err := cart.ItemOf(tx, c.Member.ID, line)
	if err != nil {
		return CartLine{}, err
	}
	seller, err := account.Get(tx, item.Offered.Seller)
	return c.cartItem(item, seller.Login), err
}

func (c *Call) cartItem(item cart.Item, seller string) CartLine {
	made := CartLine{
		ID: item.ID, Service: item.Service, Version: item.Version, Live: item.Offered.Live, Seller: seller,
		Title: item.Offer.Title, Package: item.Package, Units: item.Units, Total: c.money(item.Price),
		State: string(item.State), Added: item.Added, Leaves: item.Until,
	}
	for _, o := range item.Options {
		made.Options = append(made.Options, Chosen{o.Code, o.Quantity})
	}
	if item.State != cart.Unfit {
		now := c.money(item.Now.Total())
		made.TotalNow = &now
	}
	if item.Refused != nil {
		made.Refused = c.refusal(item.Refused)
	}
	if item.Waiting {
		made.Checkout = item.Checkout.String()
	}
	return made
}

// choosing is what is put into the cart: a version of a service, as chosen.
type choosing struct {
	Body struct {
		Version string   `json:"service_version" format:"uuid"`
		Units   int      `json:"units,omitempty" minimum:"1" maximum:"1000" default:"1"`
		Package string   `json:"package,omitempty" enum:"economy,standard,business"`
		Options []Chosen `json:"options,omitempty" maxItems:"20"`
	}
}

func addToCart(c *Call, in *choosing) (CartLine, error) {
	var one placing
	one.Body.Version, one.Body.Units, one.Body.Package, one.Body.Options = in.Body.Version, in.Body.Units, in.Body.Package, in.Body.Options
	ask, err := one.asked(c)
	if err != nil {
		return CartLine{}, err
	}
	return once(c, func(tx *db.Tx) (CartLine, error) {
		added, err := cart.Add(tx, c.Member.ID, cart.Choice{Version: ask.Version, Package: ask.Package, Units: ask.Units, Options: ask.Options})
		if err != nil {
			return CartLine{}, err
		}
		return c.cartLine(tx, added.ID)
	})
}

type recounting struct {
	Body struct {
		Units   int    `json:"units" minimum:"1" maximum:"1000"`
		Package string `json:"package,omitempty" enum:"economy,standard,business"`
	}
}

func changeCartLine(c *Call, in *recounting) (CartLine, error) {
	line, err := id.Parse[id.CartLineKind](c.Path("line"))
	if err != nil {
		return CartLine{}, err
	}
	return write(c, func(tx *db.Tx) (CartLine, error) {
		if _, err := cart.Change(tx, c.Member.ID, line, in.Body.Package, in.Body.Units); err != nil {
			return CartLine{}, err
		}
		return c.cartLine(tx, line)
	})
}

type agreeing struct {
	Body struct {
		Version string `json:"service_version" format:"uuid"`
		Total   Money  `json:"total_shown"`
	}
}

func agreeToCartLine(c *Call, in *agreeing) (CartLine, error) {
	line, err := id.Parse[id.CartLineKind](c.Path("line"))
	if err != nil {
		return CartLine{}, err
	}
	version, err := id.Parse[id.ServiceVersionKind](in.Body.Version)
	if err != nil {
		return CartLine{}, err
	}
	total, err := c.amount(in.Body.Total, "total_shown")
	if err != nil {
		return CartLine{}, err
	}
	return once(c, func(tx *db.Tx) (CartLine, error) {
		if _, err := cart.Agree(tx, c.Member.ID, line, version, total); err != nil {
			return CartLine{}, err
		}
		return c.cartLine(tx, line)
	})
}

func removeCartLine(c *Call, _ *struct{}) (List[CartLine], error) {
	line, err := id.Parse[id.CartLineKind](c.Path("line"))
	if err != nil {
		return List[CartLine]{}, err
	}
	return write(c, func(tx *db.Tx) (List[CartLine], error) {
		if err := cart.Remove(tx, c.Member.ID, line); err != nil {
			return List[CartLine]{}, err
		}
		return c.cart(tx)
	})
}

// agreedLine is a line of the cart as it was shown, with what its seller is
// told at once.
type agreedLine struct {
	Line  string        `json:"line" format:"uuid"`
	Total Money         `json:"total_shown"`
	Brief []BriefAnswer `json:"brief,omitempty" maxItems:"30"`
}

type checkingCartOut struct {
	Body struct {
		Provider string       `json:"provider,omitempty" maxLength:"40"`
		Lines    []agreedLine `json:"lines" minItems:"1" maxItems:"20"`
	}
}

// checkingOut is the wish that the lines make.
func (c *Call) checkingOut(provider string, lines []agreedLine) (cart.CheckingOut, error) {
	wish := cart.CheckingOut{
		ID: id.New[id.CheckoutKind](c.At), TopUp: id.New[id.TopUpKind](c.At), Buyer: c.Member.ID, Provider: provider,
	}
	if provider == "" {
		wish.Provider = c.Config.Provider
	}
	wish.Key = wish.ID.String()
	for _, sent := range lines {
		var one cart.Agreed
		err := firstOf(
			func() (err error) { one.Line, err = id.Parse[id.CartLineKind](sent.Line); return err },
			func() (err error) { one.Total, err = c.amount(sent.Total, "total_shown"); return err },
			func() (err error) { one.Answers, err = briefAnswers(sent.Brief); return err },
		)
		if err != nil {
			return cart.CheckingOut{}, err
		}
		wish.Lines = append(wish.Lines, one)
	}
	return wish, nil
}

// checkOutCart places one order for each line, or lets them wait together for
// the top-up of what the balance lacks.
func checkOutCart(c *Call, in *checkingCartOut) (Checkout, error) {
	wish, err := c.checkingOut(in.Body.Provider, in.Body.Lines)
	if err != nil {
		return Checkout{}, err
	}
	return once(c, func(tx *db.Tx) (Checkout, error) {
		made, err := cart.CheckOut(tx, wish)
		if err != nil {
			return Checkout{}, err
		}
		return c.checkout(tx, made)
	})
}
