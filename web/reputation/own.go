package reputation

import (
	"time"

	"guildhall/catalogue"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/policy"
	"guildhall/reputation"
	"guildhall/say"
	"guildhall/web/parts"
)

// own is a seller's record as its page shows it.
type own struct {
	reputation.Opened
	v        *desk.Visit
	Titles   map[id.Service]string
	Reply    time.Duration // usual reply time; zero: nothing known
	Buyer    reputation.BuyerStanding
	Readings []reading
}

// reading is one figure: what it is, what it would be without the last event,
// the rule, and the orders that move it.
type reading struct {
	Name   string // key
	Value  string
	Before string
	Rule   string
	Moved  []moved
	Among  int // of so many orders
}

// moved is an order that moves a figure, with how.
type moved struct {
	reputation.Entry
	How string
}

// ShowOwn is the member's own figures, each opened to its orders (REP-15).
func ShowOwn(v *desk.Visit) error {
	o := &own{v: v, Titles: map[id.Service]string{}}
	if err := v.Read(o.read); err != nil {
		return err
	}
	o.Readings = o.readings()
	return v.Render(ownPage(o))
}

func (o *own) read(tx *db.Tx) (err error) {
	if o.Opened, err = reputation.Open(tx, o.v.Member.ID); err != nil {
		return err
	}
	if o.Reply, err = conversation.UsualReply(tx, o.v.Member.ID); err != nil {
		return err
	}
	if o.Buyer, err = reputation.BuyerFor(tx, o.v.Member.ID, &o.v.Rules.Policy); err != nil {
		return err
	}
	services, err := catalogue.BySeller(tx, o.v.Member.ID)
	for _, s := range services {
		o.Titles[s.ID] = s.Title
	}
	return err
}

// readings words the figures in the order people ask for them.
func (o *own) readings() []reading {
	s, p, now, was := o.v.Say, &o.Policy, o.Figures, o.Before
	share := func(f reputation.Figures, of func(reputation.Figures) reputation.Share) string {
		return parts.Share(s, of(f))
	}
	line := func(name string, of func(reputation.Figures) reputation.Share, among int, moves func(reputation.Entry) string, args ...any) reading {
		r := reading{Name: name, Value: share(now, of), Before: share(was, of), Rule: s.T("reputation.rule."+name, args...)}
		r.Moved, r.Among = o.moved(among, moves)
		return r
	}
	stars := reading{Name: "stars", Value: parts.Stars(s, now.Tenths(p)), Before: parts.Stars(s, was.Tenths(p)),
		Rule: s.T("reputation.stars."+string(p.RatingKind), "five", p.FiveStarsFrom)}
	stars.Moved, stars.Among = o.moved(len(o.Orders), o.judged)
	return []reading{
		stars,
		line("overall", func(f reputation.Figures) reputation.Share { return f.Overall }, 0, nil,
			"start", p.RatingStart, "orders", p.RatingStartOrders),
		line("responsibility", func(f reputation.Figures) reputation.Share { return f.Responsibility }, p.ResponsibilityOrders, o.burden,
			"orders", p.ResponsibilityOrders, "late", p.LateWeight),
		line("order_rating", func(f reputation.Figures) reputation.Share { return f.OrderRating }, p.RatingOrders, o.voice,
			"orders", p.RatingOrders, "repeat", p.RepeatWeight),
		line("loss", func(f reputation.Figures) reputation.Share { return f.Loss }, p.LevelOrders, o.lost,
			"orders", p.LevelOrders, "late", p.LateWeight),
		line("successful", func(f reputation.Figures) reputation.Share { return f.Successful() }, len(o.Orders), o.unsuccessful),
		line("punctual", func(f reputation.Figures) reputation.Share { return f.Punctual() }, len(o.Orders), o.unpunctual),
	}
}

// moved lists which of the latest orders move a figure.
func (o *own) moved(among int, how func(reputation.Entry) string) ([]moved, int) {
	var list []moved
	among = min(among, len(o.Orders))
	for _, e := range o.Orders[:among] {
		if text := how(e); text != "" {
			list = append(list, moved{e, text})
		}
	}
	return list, among
}

func (o *own) judged(e reputation.Entry) string {
	switch {
	case !e.Judged:
		return ""
	case e.Stars > 0:
		return o.v.Say.T("reputation.how.stars", "stars", e.Stars)
	case e.Liked:
		return o.v.Say.T("reputation.how.liked")
	}
	return o.v.Say.T("reputation.how.disliked")
}

func (o *own) burden(e reputation.Entry) string {
	burden := e.Burden(&o.Policy)
	if burden == 0 {
		return ""
	}
	return o.v.Say.T("reputation.how.burden", "cause", o.cause(e), "weight", parts.Share(o.v.Say, burden))
}

// cause is the heaviest reason for which an order counts.
func (o *own) cause(e reputation.Entry) string {
	if e.Failed() {
		return o.v.Say.T("reputation.cause." + string(e.Cause))
	}
	return o.v.Say.T("reputation.cause.late")
}

func (o *own) voice(e reputation.Entry) string {
	text := o.judged(e)
	if !e.Returned {
		return text
	}
	if text != "" {
		text += " · "
	}
	return text + o.v.Say.T("reputation.how.returned")
}

func (o *own) lost(e reputation.Entry) string {
	if e.Disliked() {
		return o.v.Say.T("reputation.how.disliked")
	}
	return o.burden(e)
}

func (o *own) unsuccessful(e reputation.Entry) string {
	if !e.Failed() || e.Completed {
		return ""
	}
	return o.cause(e)
}

func (o *own) unpunctual(e reputation.Entry) string {
	if !e.Delivered || e.OnTime {
		return ""
	}
	return o.v.Say.T("reputation.how.late")
}

// outlook says what is missing for the next level and what endangers this one.
func (o *own) outlook() []string {
	s, out := o.v.Say, o.Outlook
	var said []string
	switch {
	case out.Next != "" && out.Never:
		said = append(said, s.T("reputation.outlook.never", "level", levelKey(out.Next)))
	case out.Next != "":
		said = append(said, s.T("reputation.outlook.next", "level", levelKey(out.Next), "count", out.Missing))
	}
	if out.Failures > 0 {
		said = append(said, s.T("reputation.outlook.risk", "count", out.Failures))
	}
	return said
}

func levelKey(level policy.Level) say.Key { return say.Key("reputation.level." + string(level)) }

// made writes what a service's rank is made of.
func (o *own) made(r reputation.Ranked) string {
	return writer{o.v.Say}.sum(reputation.Rank(r.Standing, &o.Policy))
}

// facts are the sums (REP-6, REP-14).
func (o *own) facts() []parts.Fact { return parts.StandingFacts(o.v.Say, o.Figures, o.Reply, o.Buyer) }
