package reputation

import (
	"strconv"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/reputation"
	"guildhall/say"
	"guildhall/web/parts"
)

// own is a seller's record as its page shows it.
type own struct {
	reputation.Opened
	v      *desk.Visit
	Titles map[id.Service]string
	Buyer  reputation.BuyerStanding
	Last   string // what changed the figures last
}

// ShowOwn is GET /reputation: the member's own figures, each with its rule,
// the way to its orders, and what it would be without the last event (REP-15).
func ShowOwn(v *desk.Visit) error {
	o := &own{v: v, Titles: map[id.Service]string{}}
	if err := v.Read(o.read); err != nil {
		return err
	}
	return v.Render(ownPage(o))
}

func (o *own) read(tx *db.Tx) (err error) {
	if o.Opened, err = reputation.Open(tx, o.v.Member.ID); err != nil {
		return err
	}
	if o.Last, err = o.told(tx); err != nil {
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

// told is the sentence of the last event, as the order's own time-line has it.
func (o *own) told(tx *db.Tx) (string, error) {
	last := o.Opened.Last
	if last.Kind == "" {
		return "", nil
	}
	names := map[id.Member]string{}
	for _, member := range []id.Member{last.Order.Buyer, last.Order.Seller, last.Actor} {
		if member.IsZero() {
			continue
		}
		m, err := account.Get(tx, member)
		if err != nil {
			return "", err
		}
		names[member] = m.Name()
	}
	return o.v.Say.T("order.event."+last.Kind,
		"buyer", names[last.Order.Buyer], "seller", names[last.Order.Seller], "name", names[last.Actor]), nil
}

// writeReading writes what a figure comes to.
func writeReading(s *say.Speaker, unit reputation.Unit, r reputation.Reckoned) string {
	switch {
	case !r.Known:
		return s.T("reputation.unknown")
	case unit == reputation.UnitLevel:
		return s.T(levelKey(r.Level))
	case unit == reputation.UnitStars:
		return s.T("reputation.stars.of", "stars", strconv.FormatFloat(float64(r.Value)/10, 'f', 1, 64))
	case unit == reputation.UnitSpan:
		return s.Span(time.Duration(r.Value))
	case unit == reputation.UnitCount:
		return s.Number(r.Value)
	case unit == reputation.UnitYesNo && r.Value > 0:
		return s.T("reputation.clean.yes")
	case unit == reputation.UnitYesNo:
		return s.T("reputation.clean.no")
	}
	return parts.Share(s, reputation.Share(r.Value))
}

func ruleOf(s *say.Speaker, f reputation.Figure, p *policy.Policy) string {
	key, args := f.Rule(p)
	return s.T(key, args...)
}

func figureName(s *say.Speaker, f reputation.Figure) string {
	return s.T("reputation.figure." + string(f))
}

// opening leads to what a figure comes from.
type opening struct{ Label, Address string }

func (o *own) openings(r reputation.Reading) []opening {
	s := o.v.Say
	to := func(f reputation.Figure, label string) opening { return opening{label, "/reputation/" + string(f)} }
	switch {
	case r.Name == reputation.Level:
		return []opening{to(reputation.Completed, figureName(s, reputation.Completed)), to(reputation.Loss, figureName(s, reputation.Loss))}
	case !r.Is.Known || r.Is.Of == 0 && r.Name != reputation.Overall:
		return nil
	case r.Name == reputation.Overall:
		return []opening{to(r.Name, s.T("reputation.open.parts"))}
	case r.Name == reputation.Reply:
		return []opening{to(r.Name, s.T("reputation.open.answers", "count", r.Is.Of))}
	}
	return []opening{to(r.Name, s.T("reputation.open.orders", "count", r.Is.Of))}
}

// outlook says what is missing for the next level and what endangers this one.
func (o *own) outlook() []string {
	s, out := o.v.Say, o.Outlook
	var said []string
	switch {
	case out.Next != "" && out.Never:
		said = append(said, s.T("reputation.outlook.never", "level", s.T(levelKey(out.Next))))
	case out.Next != "":
		said = append(said, s.T("reputation.outlook.next", "level", s.T(levelKey(out.Next)), "count", out.Missing))
	}
	if out.Failures > 0 {
		said = append(said, s.T("reputation.outlook.risk", "count", out.Failures))
	}
	return said
}

func levelKey(level policy.Level) string { return "reputation.level." + string(level) }

// made writes what a service's rank is made of.
func (o *own) made(r reputation.OpenedRank) string { return writer{o.v.Say}.sum(r.Parts) }

// condition says one condition of top-rated, with where the service stands.
func (o *own) condition(r reputation.OpenedRank, name string) string {
	return o.v.Say.T("reputation.top."+name, "count", r.Pleased, "asked", r.Policy.TopRatedOrders, "disliked", r.Disliked,
		"silent", parts.Share(o.v.Say, o.Silent), "most", r.Policy.TopRatedSilent, "orders", r.Policy.RatingOrders)
}

// facts are the sums (REP-6, REP-14).
func (o *own) facts() []parts.Fact {
	reply := o.Readings[len(o.Readings)-1].Is.Value
	return parts.StandingFacts(o.v.Say, o.Figures, time.Duration(reply), o.Buyer)
}

// orderAddress is the order's page.
func orderAddress(which id.Order) string { return "/orders/" + which.String() }

// causeOf is the heaviest reason for which an order counts.
func causeOf(s *say.Speaker, e reputation.Entry) string {
	switch {
	case e.Cause != order.NotCounted:
		return s.T("reputation.cause." + string(e.Cause))
	case e.Late:
		return s.T("reputation.cause.late")
	}
	return ""
}
