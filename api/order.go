package api

import (
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
	"guildhall/order"
	"guildhall/rulebook"
)

// Order is an agreement as one of those who may read it sees it.
type Order struct {
	ID        id.Order    `json:"id"`
	Number    string      `json:"number"`
	Version   int64       `json:"version"`
	State     string      `json:"state"`
	Side      string      `json:"side" enum:"buyer,seller,arbiter,staff"`
	Title     string      `json:"title"`
	Buyer     string      `json:"buyer"`
	Seller    string      `json:"seller"`
	Service   string      `json:"service"`
	Offered   string      `json:"service_version"`
	Policy    int64       `json:"policy"`
	Custody   string      `json:"custody" enum:"escrow,none"`
	Units     int64       `json:"units"`
	Package   string      `json:"package,omitempty"`
	Money     OrderMoney  `json:"money"`
	Times     OrderTimes  `json:"times"`
	Brief     OrderBrief  `json:"brief"`
	Rounds    int64       `json:"revisions_left"`
	Request   *Request    `json:"cancellation_request,omitempty"`
	Extra     *Extra      `json:"extra,omitempty"`
	Date      *DateOffer  `json:"date,omitempty"`
	Case      *OrderCase  `json:"case,omitempty"`
	Consent   string      `json:"portfolio_consent,omitempty" enum:"agreed,refused" doc:"the buyer's word on showing the work; missing: none yet, which is no"`
	Lines     []OrderLine `json:"lines,omitempty"`
	Record    *Record     `json:"buyer_record,omitempty"`
	Deadlines []Effect    `json:"deadlines" nullable:"false"`
	Actions   []Action    `json:"actions" nullable:"false"`
	Link      string      `json:"link"`
}

// Record is what the seller sees of the buyer (ORD-48).
type Record struct {
	Orders    int64 `json:"orders"`
	Completed int64 `json:"completed"`
	Cases     int64 `json:"cases"`
	CasesLost int64 `json:"cases_lost"`
	SentBack  int64 `json:"sent_back"`
	CheckTime int64 `json:"check_seconds"`
}

// OrderMoney is where the order's money is.
type OrderMoney struct {
	Price      Money `json:"price"`
	Fee        Money `json:"fee"`
	Held       Money `json:"held"`
	ToSeller   Money `json:"to_seller"`
	ToBuyer    Money `json:"to_buyer"`
	Tipped     Money `json:"tipped"`
	Commission int64 `json:"commission_basis_points"`
}

// OrderTimes are the moments of its life so far.
type OrderTimes struct {
	Placed    *time.Time `json:"placed,omitempty"`
	Started   *time.Time `json:"started,omitempty"`
	Due       *time.Time `json:"due,omitempty"`
	Delivered *time.Time `json:"delivered,omitempty"`
	Ended     *time.Time `json:"ended,omitempty"`
	Lead      int64      `json:"lead_seconds"`
}

// OrderBrief tells whether what the seller needs is there.
type OrderBrief struct {
	Needed   bool `json:"needed"`
	Complete bool `json:"complete"`
}

// Request is a cancellation that waits for the other side.
type Request struct {
	By     string `json:"by"`
	Reason string `json:"reason"`
}

// Extra is what the seller proposes beyond the order.
type Extra struct {
	Sum  Money `json:"sum"`
	Lead int64 `json:"lead_seconds"`
}

// DateOffer is a later date that one side proposes.
type DateOffer struct {
	By  string    `json:"by"`
	Due time.Time `json:"due"`
}

// OrderCase is where the arbitration stands.
type OrderCase struct {
	By       string     `json:"by"`
	Opened   *time.Time `json:"opened,omitempty"`
	Decided  bool       `json:"decided"`
	ToSeller *Money     `json:"to_seller,omitempty"`
	Blame    string     `json:"blame,omitempty"`
	Appealed bool       `json:"appealed"`
}

// OrderLine is one line of what was bought; additions count from 1.
type OrderLine struct {
	Code     string `json:"code,omitempty"`
	Title    string `json:"title,omitempty"`
	Price    Money  `json:"price"`
	Quantity int64  `json:"quantity"`
	Addition int64  `json:"addition"`
}

// Action is something the asker can do now, with what it will do (ORD-30).
type Action struct {
	Verb         string   `json:"verb"`
	Reason       string   `json:"reason,omitempty"`
	Method       string   `json:"method"`
	Href         string   `json:"href"`
	Consequences []Effect `json:"consequences" nullable:"false"`
}

// Effect is one consequence of an action or a deadline, in data.
type Effect struct {
	Kind       string     `json:"kind"`
	Who        string     `json:"who,omitempty"`
	Amount     *Money     `json:"amount,omitempty"`
	Fee        *Money     `json:"fee,omitempty"`
	Commission *Money     `json:"commission,omitempty"`
	Net        *Money     `json:"net,omitempty"`
	Cause      string     `json:"cause,omitempty"`
	State      string     `json:"state,omitempty"`
	Until      *time.Time `json:"until,omitempty"`
	Deadline   string     `json:"deadline,omitempty"`
	Then       string     `json:"then,omitempty"`
	Note       string     `json:"note,omitempty"`
}

// sideOf is the side on which the asker reads an order. Arbiters see orders
// under arbitration, moderators all; anyone else gets the answer for an order
// that is not there (invariant 11).
func (c *Call) sideOf(o order.Order) (order.Side, error) {
	side := o.SideOf(c.Member.ID)
	switch {
	case side != order.Nobody:
		return side, nil
	case o.State == order.Disputed && c.May(account.Arbitrate):
		return order.Arbiter, nil
	case c.May(account.Moderate):
		return order.Staff, nil
	default:
		return order.Nobody, fault.Missing()
	}
}

// open reads an order that the asker may see, by the id in the address.
func (c *Call) open(tx *db.Tx) (order.Order, order.Side, error) {
	which, err := id.Parse[id.OrderKind](c.Path("order"))
	if err != nil {
		return order.Order{}, order.Nobody, err
	}
	o, err := order.Get(tx, which)
	if err != nil {
		return order.Order{}, order.Nobody, err
	}
	side, err := c.sideOf(o)
	if err != nil {
		return order.Order{}, order.Nobody, err
	}
	return o, side, c.looked(tx, o, side)
}

// whole is the order with its lines, deadlines and open actions.
func (c *Call) whole(tx *db.Tx, o order.Order, side order.Side) (Order, error) {
	rules, err := rulebook.At(tx, o.PolicyVersion)
	if err != nil {
		return Order{}, err
	}
	made, err := c.brief(tx, o, side)
	if err != nil {
		return Order{}, err
	}
	lines, err := order.Lines(tx, o.ID)
	if err != nil {
		return Order{}, err
	}
	for _, l := range lines {
		made.Lines = append(made.Lines, OrderLine{l.Code, l.Title, c.money(money.Amount(l.Price)), l.Quantity, l.Addition})
	}
	if side == order.Seller {
		r, err := order.RecordOf(tx, o.Buyer)
		if err != nil {
			return Order{}, err
		}
		made.Record = &Record{r.Orders, r.Completed, r.Cases, r.CasesLost, r.SentBack, seconds(r.CheckTime)}
	}
	made.Deadlines = c.effects(o.Ahead(&rules.Policy))
	made.Actions = c.actions(o, order.Options(o, side, c.At, &rules.Policy))
	return made, nil
}

// brief is the order as lists show it.
func (c *Call) brief(tx *db.Tx, o order.Order, side order.Side) (Order, error) {
	buyer, err := account.Get(tx, o.Buyer)
	if err != nil {
		return Order{}, err
	}
	seller, err := account.Get(tx, o.Seller)
	if err != nil {
		return Order{}, err
	}
	return Order{
		ID: o.ID, Number: o.Number, Version: o.Version, State: string(o.State), Side: string(side),
		Title: o.Title, Buyer: buyer.Login, Seller: seller.Login,
		Service: o.Service.String(), Offered: o.ServiceVersion.String(), Policy: o.PolicyVersion,
		Custody: string(o.Custody), Units: o.Units, Package: o.Package,
		Money: c.moneyOf(o), Times: timesOf(o), Brief: OrderBrief{Needed: o.BriefNeeded, Complete: o.BriefComplete},
		Rounds: o.RoundsLeft(), Request: requestOf(o), Extra: c.extraOf(o), Date: dateOf(o), Case: c.caseOf(o), Consent: string(o.Portfolio),
		Deadlines: []Effect{}, Actions: []Action{}, Link: c.Link("/orders/" + o.ID.String()),
	}, nil
}

func (c *Call) moneyOf(o order.Order) OrderMoney {
	return OrderMoney{
		Price: c.money(o.Price), Fee: c.money(o.Fee), Held: c.money(o.Held), ToSeller: c.money(o.ToSeller),
		ToBuyer: c.money(o.ToBuyer), Tipped: c.money(o.Tipped), Commission: int64(o.Commission),
	}
}

func timesOf(o order.Order) OrderTimes {
	return OrderTimes{
		Placed: moment(o.PlacedAt), Started: moment(o.StartedAt), Due: moment(o.Due),
		Delivered: moment(o.DeliveredAt), Ended: moment(o.EndedAt), Lead: seconds(o.Lead),
	}
}

func requestOf(o order.Order) *Request {
	if o.AskedBy == order.Nobody {
		return nil
	}
	return &Request{By: string(o.AskedBy), Reason: string(o.AskedReason)}
}

func (c *Call) extraOf(o order.Order) *Extra {
	if !o.ExtraOpen {
		return nil
	}
	return &Extra{Sum: c.money(o.ExtraSum), Lead: seconds(o.ExtraLead)}
}

func dateOf(o order.Order) *DateOffer {
	if o.DateBy == order.Nobody {
		return nil
	}
	return &DateOffer{By: string(o.DateBy), Due: o.DateDue}
}

func (c *Call) caseOf(o order.Order) *OrderCase {
	if o.CaseBy == order.Nobody {
		return nil
	}
	made := &OrderCase{By: string(o.CaseBy), Opened: moment(o.CaseOpenedAt), Decided: o.Decided, Appealed: o.Appealed}
	if o.Decided {
		toSeller := c.money(o.DecidedTo)
		made.ToSeller, made.Blame = &toSeller, string(o.DecidedBlame)
	}
	return made
}

// actions are the options that can be taken now, each with its address.
func (c *Call) actions(o order.Order, options []order.Option) []Action {
	list := []Action{}
	for _, option := range options {
		noun := nounOf(option.Verb)
		if option.Refused != nil || noun == "" {
			continue
		}
		list = append(list, Action{
			Verb: string(option.Verb), Reason: string(option.Reason), Method: "POST",
			Href:         Base + "/orders/" + o.ID.String() + "/" + noun,
			Consequences: c.effects(option.Promise),
		})
	}
	return list
}

func (c *Call) effects(consequences []order.Consequence) []Effect {
	list := []Effect{}
	for _, one := range consequences {
		list = append(list, c.effect(one))
	}
	return list
}

func (c *Call) effect(one order.Consequence) Effect {
	made := Effect{
		Kind: string(one.Kind), Who: string(one.Who), Cause: string(one.Cause), State: string(one.State),
		Until: moment(one.Until), Deadline: one.Deadline.String(), Then: one.Then, Note: one.Note,
	}
	sum := func(a money.Amount) *Money {
		m := c.money(a)
		return &m
	}
	switch one.Kind {
	case order.PaysSeller, order.TipsSeller:
		made.Amount, made.Commission, made.Net = sum(one.Amount), sum(one.Commission), sum(one.Net)
	case order.RefundsBuyer, order.HoldsMoney:
		made.Amount, made.Fee = sum(one.Amount), sum(one.Fee)
	}
	return made
}
