package api

import (
	"io"
	"strconv"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
	"guildhall/order"
)

// orderOperations is the table of what can be asked about orders. What can be
// done with one is the table of actions below.
var orderOperations = append([]Operation{
	op("GET /orders", "listOrders", account.Deal, desk.Own, listOrders),
	bytesOf("GET /orders/download", "downloadOrders", account.Deal, desk.Own, downloadOrders).
		asks("side", exportSides...).asks("tab", exportTabs...).asks("find").asks("form", exportForms...),
	op("POST /orders/preview", "previewOrder", account.Buy, desk.Own, previewOrder).looks(),
	op("POST /orders", "placeOrder", account.Buy, desk.Own, placeOrder).creating(),
	op("GET /orders/{order}", "getOrder", account.Deal, desk.OrderParty, getOrder),
	op("GET /orders/{order}/timeline", "getTimeline", account.Deal, desk.OrderParty, inPages(getTimeline, func(e Entry) string { return strconv.FormatInt(e.N, 10) })),
	op("GET /orders/{order}/brief", "getBrief", account.Deal, desk.OrderParty, inPages(getBrief, func(a BriefAnswer) string { return a.Question })),
	op("GET /orders/{order}/agreement", "getAgreement", account.Deal, desk.OrderParty, getAgreement),
	op("POST /orders/{order}/addition", "buyMore", account.Deal, desk.OrderParty, buyMore),
	op("POST /orders/{order}/brief", "handOverBrief", account.Deal, desk.OrderParty, handOverBrief),
}, orderActions()...)

type ordersAsked struct {
	Page
	Side string `query:"side" enum:"buyer,seller" default:"buyer"`
	Tab  string `query:"tab" enum:"waiting,placed,in_work,delivered,late,disputed,completed,cancelled,all" default:"all"`
	Find string `query:"find" maxLength:"100"`
}

func listOrders(c *Call, in *ordersAsked) (List[Order], error) {
	after, err := behind[id.OrderKind](in.Page)
	if err != nil {
		return List[Order]{}, err
	}
	return read(c, func(tx *db.Tx) (List[Order], error) {
		rows, err := order.List(tx, order.Filter{
			Member: c.Member.ID, Side: order.Side(in.Side), Tab: order.Tab(in.Tab), Words: in.Find, After: after, Limit: in.Limit + 1,
		})
		if err != nil {
			return List[Order]{}, err
		}
		var failed error
		list := listOf(rows, in.Limit, func(o order.Order) Order {
			made, err := c.brief(tx, o, order.Side(in.Side))
			if err != nil {
				failed = err
			}
			return made
		}, func(o order.Order) string { return o.ID.String() })
		return list, failed
	})
}

// What a download of orders can be asked for; the first is what is meant
// without asking.
var (
	exportSides = []any{string(order.Buyer), string(order.Seller)}
	exportTabs  = tabsFrom(order.TabAll)
	exportForms = []any{order.JSONLines, order.CSV}
)

// tabsFrom lists the tabs, beginning with one of them.
func tabsFrom(first order.Tab) []any {
	list := []any{string(first)}
	for _, tab := range order.Tabs {
		if tab != first {
			list = append(list, string(tab))
		}
	}
	return list
}

// downloadOrders answers all orders of a list in one file (ORD-34).
func downloadOrders(c *Call) error {
	var side, tab, form string
	err := firstOf(
		func() (err error) { side, err = c.choice("side", exportSides...); return err },
		func() (err error) { tab, err = c.choice("tab", exportTabs...); return err },
		func() (err error) { form, err = c.choice("form", exportForms...); return err },
	)
	if err != nil {
		return err
	}
	filter := order.Filter{Member: c.Member.ID, Side: order.Side(side), Tab: order.Tab(tab), Words: c.Query("find")}
	name, contentType := order.ExportName(filter.Side, form)
	return c.Stream(contentType, name, func(w io.Writer) error {
		return order.Export(c.Read, w, filter, form, c.Site.Currency)
	})
}

// Chosen is an option of a service with its quantity.
type Chosen struct {
	Code     string `json:"code" maxLength:"60"`
	Quantity int    `json:"quantity" minimum:"1" maximum:"100"`
}

// placing is what a buyer orders: a version of a service, as it was shown.
type placing struct {
	Body struct {
		Version string        `json:"service_version" format:"uuid"`
		Units   int           `json:"units,omitempty" minimum:"1" maximum:"1000" default:"1"`
		Package string        `json:"package,omitempty" enum:"economy,standard,business"`
		Options []Chosen      `json:"options,omitempty" maxItems:"20"`
		Shown   *Money        `json:"total_shown,omitempty"`
		Brief   []BriefAnswer `json:"brief,omitempty" maxItems:"30"`
	}
}

// asked makes the door's wish of what was sent.
func (in *placing) asked(c *Call) (order.Placing, error) {
	version, err := id.Parse[id.ServiceVersionKind](in.Body.Version)
	if err != nil {
		return order.Placing{}, err
	}
	wish := order.Placing{
		ID: id.New[id.OrderKind](c.At), Buyer: c.Member.ID, Version: version, Units: in.Body.Units,
		Package: in.Body.Package, At: c.At, Agent: c.Agent(),
	}
	for _, o := range in.Body.Options {
		wish.Options = append(wish.Options, catalogue.OptionChoice{Code: o.Code, Quantity: o.Quantity})
	}
	if in.Body.Shown != nil {
		if wish.Shown, err = c.amount(*in.Body.Shown, "total_shown"); err != nil {
			return order.Placing{}, err
		}
	}
	wish.Answers, err = briefAnswers(in.Body.Brief)
	return wish, err
}

// Preview is what an order would be before anybody agrees (ORD-1, MON-18).
type Preview struct {
	Total        Money       `json:"total"`
	Price        Money       `json:"price"`
	Fee          Money       `json:"fee"`
	Lead         int64       `json:"lead_seconds"`
	Policy       int64       `json:"policy"`
	Lines        []OrderLine `json:"lines" nullable:"false"`
	Consequences []Effect    `json:"consequences" nullable:"false"`
	Refused      *Refusal    `json:"refused,omitempty"`
}

// Refusal is why something cannot be done now.
type Refusal struct {
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

func (c *Call) refusal(err error) *Refusal {
	f, ok := fault.As(err)
	if !ok {
		return nil
	}
	return &Refusal{Code: f.Code, Detail: c.Say.Fault(f)}
}

func previewOrder(c *Call, in *placing) (Preview, error) {
	wish, err := in.asked(c)
	if err != nil {
		return Preview{}, err
	}
	return read(c, func(tx *db.Tx) (Preview, error) {
		p, err := order.PreviewOf(tx, wish)
		if err != nil {
			return Preview{}, err
		}
		made := Preview{
			Total: c.money(p.Total()), Price: c.money(p.Order.Price), Fee: c.money(p.Order.Fee),
			Lead: seconds(p.Order.Lead), Policy: p.Rules.Number, Lines: []OrderLine{},
			Consequences: c.effects(p.Promise), Refused: c.refusal(p.Refused),
		}
		for _, l := range p.Quote.Lines {
			made.Lines = append(made.Lines, OrderLine{Code: l.Code, Title: l.Title, Price: c.money(l.Price), Quantity: int64(l.Quantity)})
		}
		return made, nil
	})
}

func placeOrder(c *Call, in *placing) (Order, error) {
	wish, err := in.asked(c)
	if err != nil {
		return Order{}, err
	}
	return once(c, func(tx *db.Tx) (Order, error) {
		if err := c.handed(tx, wish.ID, wish.Answers); err != nil {
			return Order{}, err
		}
		out, err := order.Place(tx, wish)
		if err != nil {
			return Order{}, err
		}
		return c.whole(tx, out.After, order.Buyer)
	})
}

func getOrder(c *Call, _ *struct{}) (Order, error) {
	return read(c, func(tx *db.Tx) (Order, error) {
		o, side, err := c.open(tx)
		if err != nil {
			return Order{}, err
		}
		return c.whole(tx, o, side)
	})
}

// Entry is one line of an order's diary (ORD-33).
type Entry struct {
	N      int64          `json:"n"`
	Kind   string         `json:"kind"`
	Rule   string         `json:"rule"`
	At     time.Time      `json:"at"`
	Actor  string         `json:"actor"`
	Agent  string         `json:"agent,omitempty"`
	Policy int64          `json:"policy"`
	Data   map[string]any `json:"data,omitempty"`
}

func getTimeline(c *Call, _ *struct{}) (List[Entry], error) {
	return read(c, func(tx *db.Tx) (List[Entry], error) {
		o, _, err := c.open(tx)
		if err != nil {
			return List[Entry]{}, err
		}
		rows, err := event.History(tx, event.Of("order", o.ID))
		return listOf(rows, len(rows), func(e event.Entry) Entry {
			return Entry{e.N, e.Kind, e.Rule, e.At, actorOf(o, e.Actor), e.Agent, e.Policy, e.Data}
		}, nil), err
	})
}

// actorOf names who acted by their side; the clock and staff have none.
func actorOf(o order.Order, actor id.Member) string {
	side := o.SideOf(actor)
	switch {
	case side != order.Nobody:
		return string(side)
	case actor.IsZero():
		return string(order.Clock)
	default:
		return string(order.Staff)
	}
}

// BriefAnswer is what the buyer hands over to one question.
type BriefAnswer struct {
	Question string `json:"question" maxLength:"60"`
	Text     string `json:"text,omitempty" maxLength:"10000"`
	File     string `json:"file,omitempty" format:"uuid"`
}

func briefAnswers(sent []BriefAnswer) ([]order.Answer, error) {
	var answers []order.Answer
	for _, a := range sent {
		given := order.Answer{Question: a.Question, Text: a.Text}
		if a.File != "" {
			var err error
			if given.File, err = id.Parse[id.FileKind](a.File); err != nil {
				return nil, err
			}
		}
		answers = append(answers, given)
	}
	return answers, nil
}

// handed checks that the files of a brief were uploaded to this order by the
// asker. An order that is being placed has none yet.
func (c *Call) handed(tx *db.Tx, which id.Order, answers []order.Answer) error {
	var files []id.File
	for _, a := range answers {
		if !a.File.IsZero() {
			files = append(files, a.File)
		}
	}
	_, err := file.Held(tx, file.HolderOf("order", which), c.Member.ID, files)
	return err
}

func getBrief(c *Call, _ *struct{}) (List[BriefAnswer], error) {
	return read(c, func(tx *db.Tx) (List[BriefAnswer], error) {
		o, _, err := c.open(tx)
		if err != nil {
			return List[BriefAnswer]{}, err
		}
		rows, err := order.Brief(tx, o.ID)
		return listOf(rows, len(rows), briefAnswer, nil), err
	})
}

func briefAnswer(a order.Answer) BriefAnswer {
	made := BriefAnswer{Question: a.Question, Text: a.Text}
	if !a.File.IsZero() {
		made.File = a.File.String()
	}
	return made
}

func briefOf(answers []order.Answer) []BriefAnswer {
	var made []BriefAnswer
	for _, a := range answers {
		made = append(made, briefAnswer(a))
	}
	return made
}

type briefSent struct {
	Body struct {
		Version int64         `json:"version,omitempty"`
		Answers []BriefAnswer `json:"answers" minItems:"1" maxItems:"30"`
	}
}

func handOverBrief(c *Call, in *briefSent) (Order, error) {
	answers, err := briefAnswers(in.Body.Answers)
	if err != nil {
		return Order{}, err
	}
	return once(c, func(tx *db.Tx) (Order, error) {
		o, side, err := c.open(tx)
		if err != nil {
			return Order{}, err
		}
		if err := c.handed(tx, o.ID, answers); err != nil {
			return Order{}, err
		}
		command := c.command(o, side, order.HandBrief)
		command.Version = in.Body.Version
		out, err := order.HandOver(tx, command, answers)
		if err != nil {
			return Order{}, err
		}
		return c.whole(tx, out.After, side)
	})
}

func (c *Call) command(o order.Order, side order.Side, verb order.Verb) order.Command {
	return order.Command{Order: o.ID, Actor: c.Member.ID, Side: side, Agent: c.Agent(), Verb: verb, At: c.At}
}
