package reputation

import (
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/policy"
	"guildhall/reputation"
	"guildhall/say"
	"guildhall/web/parts"
)

// behindAtOnce is how many orders one page of a figure lists.
const behindAtOnce = 50

// opened is one figure with what it comes from.
type opened struct {
	v      *desk.Visit
	Figure reputation.Figure
	Title  string
	Policy policy.Policy
	Value  string // empty for the orders of a service
	Before string
	Rule   string
	Orders []reputation.Entry
	Parts  []reputation.OverallPart
	Own    reputation.Opened
	After  string // address of the next page
}

// ShowFigure is GET /reputation/{figure}: the orders, answers or other figures
// that one figure comes from. With ?service= the figure "service" is the orders
// of one service.
func ShowFigure(v *desk.Visit) error {
	f := &opened{v: v, Figure: reputation.Figure(v.Path("figure"))}
	if err := v.Read(f.read); err != nil {
		return err
	}
	return v.Render(figurePage(f))
}

func (f *opened) read(tx *db.Tx) error {
	asked, err := f.asked()
	if err != nil {
		return err
	}
	if f.Own, err = reputation.Open(tx, f.v.Member.ID); err != nil {
		return err
	}
	f.Policy = f.Own.Policy
	if err := f.head(tx, asked.Service); err != nil {
		return err
	}
	switch f.Figure {
	case reputation.Reply:
		return nil
	case reputation.Overall:
		parts := f.Own.OverallParts(&f.Policy)
		f.Parts = parts[:]
		return nil
	}
	if f.Orders, _, err = reputation.Behind(tx, f.v.Member.ID, asked); err != nil {
		return err
	}
	if len(f.Orders) > behindAtOnce {
		f.Orders = f.Orders[:behindAtOnce]
		f.After = f.address(asked.Service, f.Orders[behindAtOnce-1].Order)
	}
	return nil
}

// asked reads the address; what is no id is nowhere.
func (f *opened) asked() (reputation.Asked, error) {
	a := reputation.Asked{Figure: f.Figure, Limit: behindAtOnce + 1}
	for name, to := range map[string]interface{ UnmarshalText([]byte) error }{"service": &a.Service, "after": &a.After} {
		if text := f.v.Query(name); text != "" && to.UnmarshalText([]byte(text)) != nil {
			return a, fault.Missing()
		}
	}
	return a, nil
}

func (f *opened) address(service id.Service, after id.Order) string {
	address := "/reputation/" + string(f.Figure) + "?after=" + after.String()
	if f.Figure == reputation.OfService {
		address += "&service=" + service.String()
	}
	return address
}

// head names what is opened. Another's service is not found.
func (f *opened) head(tx *db.Tx, service id.Service) error {
	s := f.v.Say
	if f.Figure == reputation.OfService {
		of, err := catalogue.Get(tx, service)
		if err == nil && of.Seller != f.v.Member.ID {
			err = fault.Missing()
		}
		f.Title, f.Rule = of.Title, s.T("reputation.rule.service")
		return err
	}
	for _, r := range f.Own.Readings {
		if r.Name == f.Figure && r.Name != reputation.Level {
			f.Title, f.Rule = figureName(s, r.Name), ruleOf(s, r.Name, &f.Policy)
			f.Value, f.Before = writeReading(s, r.Unit, r.Is), writeReading(s, r.Unit, r.Before)
			return nil
		}
	}
	return fault.Missing()
}

// how says what an order has to do with the figure.
func (f *opened) how(e reputation.Entry) string {
	w := entryWriter{f.v.Say, &f.Policy}
	switch f.Figure {
	case reputation.Stars, reputation.Silent:
		return w.verdict(e)
	case reputation.Completed, reputation.Successful, reputation.OfService:
		return w.ended(e) + " · " + w.verdict(e)
	case reputation.Punctual:
		return w.punctual(e)
	case reputation.Lead:
		return w.say.Span(e.Lead)
	case reputation.Wait:
		return w.say.Span(e.Wait)
	case reputation.OrderRating:
		return w.voice(e)
	case reputation.Loss:
		if e.Disliked() {
			return w.weight(w.say.T("reputation.how.disliked"), e.Loss(&f.Policy))
		}
	}
	return w.weight(causeOf(w.say, e), e.Burden(&f.Policy))
}

// entryWriter words what an order says.
type entryWriter struct {
	say    *say.Speaker
	policy *policy.Policy
}

func (w entryWriter) verdict(e reputation.Entry) string {
	switch {
	case !e.Judged:
		return w.say.T("reputation.how.silent")
	case e.Stars > 0:
		return w.say.T("reputation.how.stars", "count", e.Stars)
	case e.Liked:
		return w.say.T("reputation.how.liked")
	}
	return w.say.T("reputation.how.disliked")
}

func (w entryWriter) ended(e reputation.Entry) string {
	if e.Completed {
		return w.say.T("reputation.how.completed")
	}
	if cause := causeOf(w.say, e); e.Failed() {
		return cause
	}
	return w.say.T("reputation.how.cancelled")
}

func (w entryWriter) punctual(e reputation.Entry) string {
	switch {
	case e.Delivered && e.OnTime:
		return w.say.T("reputation.how.on_time")
	case e.Delivered:
		return w.say.T("reputation.how.late")
	}
	return w.say.T("reputation.how.never")
}

func (w entryWriter) voice(e reputation.Entry) string {
	if !e.Returned {
		return w.verdict(e)
	}
	return w.verdict(e) + " · " + w.say.T("reputation.how.returned")
}

func (w entryWriter) weight(cause string, weight reputation.Share) string {
	if weight == 0 {
		return w.say.T("reputation.how.nothing")
	}
	return w.say.T("reputation.how.burden", "cause", cause, "weight", parts.Share(w.say, weight))
}

// answers is how many the usual reply time comes from.
func (f *opened) answers() int { return int(f.Own.Readings[len(f.Own.Readings)-1].Is.Of) }

// partFigure is the figure that opens a part of the overall rating.
func partFigure(name string) reputation.Figure {
	switch name {
	case "quantity":
		return reputation.Completed
	case "quality":
		return reputation.Stars
	}
	return reputation.Figure(name)
}
