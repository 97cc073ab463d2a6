package order

import (
	"errors"
	"mime/multipart"
	"time"

	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
	"guildhall/order"
)

// Bounds of what is typed on an order page.
const (
	textMax  = 5000 // characters
	filesMax = 10   // with one message
	linksMax = 5
	leadDays = 365
)

// confirm shows what the action will do, on a page of its own, before it is
// done. It reads what changes the consequences from the address.
func (a Action) confirm(v *desk.Visit) error {
	switch a.Verb {
	case order.HandBrief:
		return showBrief(v)
	case order.BuyMore:
		return showAddition(v)
	}
	p, err := open(v)
	if err != nil {
		return err
	}
	return v.Render(confirmPage(p, p.plan(a, v.Form())))
}

// carryOut does it: once, however often the form is sent (ORD-35).
func (a Action) carryOut(v *desk.Visit) error {
	switch a.Verb {
	case order.HandBrief:
		return handBrief(v)
	case order.BuyMore:
		return buyMore(v)
	}
	p, err := open(v)
	if err != nil {
		return err
	}
	f := v.Form()
	command := p.command(a, f)
	if f.Bad() {
		return p.again(a, f)
	}
	taken, err := take(v, f, a)
	if err := f.Take(err); err != nil {
		return err
	}
	if f.Bad() {
		return p.again(a, f)
	}
	_, err = v.Once(func(tx *db.Tx) (string, error) { return "", p.act(tx, command, taken) })
	if err := f.Take(err); err != nil {
		return err
	}
	if f.Bad() {
		return p.again(a, f)
	}
	v.Notice("orderpage.done."+string(a.Verb), "name", p.other().Name())
	return v.Redirect(p.path(""))
}

// again shows the form as it was typed. What was typed beside the time-line is
// shown there; where the order moved on meanwhile, the page tells the new state.
func (p *page) again(a Action, f *desk.Form) error {
	fresh, err := open(p.v)
	if err != nil {
		return err
	}
	fresh.Form = f
	if a.Rank == OwnPlace {
		return p.v.Render(showPage(fresh))
	}
	return p.v.Render(confirmPage(fresh, fresh.plan(a, f)))
}

func (p *page) act(tx *db.Tx, c order.Command, taken []file.Taken) error {
	for _, t := range taken {
		attached, err := file.Attach(tx, t, file.HolderOf("order", p.Order.ID), c.Actor)
		if err != nil {
			return err
		}
		c.Attachments = append(c.Attachments, attached.ID)
	}
	_, err := order.Act(tx, c)
	return err
}

// command reads the form into what the door wants. Faults stay in the form.
func (p *page) command(a Action, f *desk.Form) order.Command {
	c := order.Command{
		Order: p.Order.ID, Actor: p.v.Member.ID, Side: p.Side, Verb: a.Verb, At: p.v.At, Version: f.Version(),
	}
	if a.Verb == order.Say {
		c.Version = 0 // words are never stale
	}
	for _, ask := range a.Asks {
		p.readAsk(ask, f, &c)
	}
	return c
}

func (p *page) readAsk(ask Ask, f *desk.Form, c *order.Command) {
	switch ask {
	case AsksText:
		c.Text = f.Lines("text", textMax)
	case AsksWords:
		c.Text = words(f)
	case AsksFiles:
		c.Files = len(f.Uploads("files", filesMax))
	case AsksWork:
		c.Files = len(f.Uploads("files", filesMax)) + links(c.Text)
	case AsksPoint:
		c.Point = f.Flag("point")
	case AsksReason:
		c.Reason = order.Reason(f.Text("reason", 40))
	case AsksSum:
		c.Sum = f.Amount("sum")
	case AsksLead:
		c.Lead = time.Duration(f.OptionalInt("lead", 0, leadDays, 0)) * 24 * time.Hour
	case AsksDue:
		c.Due = f.Moment("due")
	case AsksSplit:
		c.Sum = p.split(f)
	case AsksBlame:
		c.Blame = order.Blame(f.Choice("blame", "", string(order.BlameSeller), string(order.BlameBuyer), string(order.BlameOverreach)))
	}
}

// words are needed, unless files say it all.
func words(f *desk.Form) string {
	if len(f.Uploads("files", filesMax)) > 0 {
		return f.Lines("text", textMax)
	}
	return f.RequiredLines("text", textMax)
}

// take keeps the uploaded files' bytes, outside any transaction.
func take(v *desk.Visit, f *desk.Form, a Action) ([]file.Taken, error) {
	if !a.uploads() {
		return nil, nil
	}
	limits := file.Limits{BytesMax: v.Rules.Policy.FileMax, Types: v.Rules.Policy.FileTypes}
	var taken []file.Taken
	for _, upload := range f.Uploads("files", filesMax) {
		one, err := takeOne(v, upload, limits)
		if refused, ok := fault.As(err); ok {
			return nil, refused.At("files")
		}
		if err != nil {
			return nil, err
		}
		taken = append(taken, one)
	}
	return taken, nil
}

func takeOne(v *desk.Visit, upload *multipart.FileHeader, limits file.Limits) (taken file.Taken, err error) {
	content, err := upload.Open()
	if err != nil {
		return file.Taken{}, err
	}
	defer func() { err = errors.Join(err, content.Close()) }()
	return v.Files.Take(content, upload.Filename, v.At, limits)
}

// pathOf is the page of an order.
func pathOf(of id.Order) string { return "/orders/" + of.String() }
