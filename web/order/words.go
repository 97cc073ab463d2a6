package order

import (
	"time"

	"guildhall/order"
)

// told is one consequence in words; a deadline carries what follows if nothing
// is done by then.
type told struct {
	Text  string
	Icon  string
	Mood  string
	Until time.Time
	Sure  bool // it happens then whatever anybody does
	Else  []told
}

// tell puts what an act leads to into words for this reader (ORD-30). After is
// the order as it would be then, which the deadlines are judged by.
func (p *page) tell(list []order.Consequence, after order.Order) []told {
	var lines []told
	for _, c := range list {
		switch {
		case c.Kind != order.MustAnswer && c.Kind != order.WillHappen:
			lines = append(lines, p.one(c))
		case c.Until.Equal(p.Order.Clocks[c.Deadline]):
			// runs already: the page tells it beside the act
		case c.Deadline == order.IdleDeadline && len(list) > 1:
			// the long stop behind the nearer deadline says nothing new
		default:
			lines = append(lines, p.deadline(c, after))
		}
	}
	return lines
}

// one is a consequence that takes effect at once.
func (p *page) one(c order.Consequence) told {
	look := looks[c.Kind]
	line := told{Icon: look.icon, Mood: look.mood}
	key := "orderpage.does." + string(c.Kind)
	switch c.Kind {
	case order.Becomes:
		line.Text = p.v.Say.T(key, "state", p.stateWord(c.State))
	case order.PaysSeller, order.TipsSeller:
		if c.Commission == 0 {
			key += "_whole"
		}
		line.Text = p.say(key, c.Who, "amount", c.Amount, "commission", c.Commission, "net", c.Net)
	case order.MarksSeller:
		if c.Note != "" {
			key += "_" + c.Note
		}
		line.Text = p.say(key, c.Who, "cause", p.v.Say.T("orderpage.cause."+string(c.Cause)))
	case order.OpensFeedback:
		line.Text = p.say(key, c.Who, "until", c.Until)
	default:
		line.Text = p.say(key, c.Who, "amount", c.Amount.Plus(c.Fee))
	}
	return line
}

var looks = map[order.Kind]struct{ icon, mood string }{
	order.PaysSeller: {"coin", "good"}, order.RefundsBuyer: {"return", ""}, order.HoldsMoney: {"chest", ""},
	order.TipsSeller: {"heart", "good"}, order.MarksSeller: {"flag", "harm"}, order.MarksLate: {"clock", "harm"},
	order.Unmarks: {"check", "good"}, order.OpensFeedback: {"star", ""}, order.ClosesFeedback: {"star", ""}, order.Becomes: {"next", ""},
}

// say picks the words for the reader themselves or for somebody else.
func (p *page) say(key string, who order.Side, args ...any) string {
	if who == p.Side && who != order.Nobody {
		return p.v.Say.T(key+".you", args...)
	}
	return p.v.Say.T(key+".they", append(args, "name", p.name(who))...)
}

// deadline tells who must do what until when, and what the clock does else.
func (p *page) deadline(c order.Consequence, of order.Order) told {
	sure := c.Kind == order.WillHappen
	return told{Text: p.duty(c), Icon: "clock", Until: c.Until, Sure: sure, Else: p.otherwise(c, of)}
}

// when is a deadline's moment: by then where somebody can act before.
func (p *page) when(t told) string {
	if t.Sure {
		return p.v.Say.T("orderpage.at", "moment", t.Until)
	}
	return p.v.Say.T("orderpage.by", "moment", t.Until)
}

// ifNot stands over what follows.
func (p *page) ifNot(t told) string {
	if t.Sure {
		return p.v.Say.T("orderpage.then")
	}
	return p.v.Say.T("orderpage.if_not")
}

// duty is what a deadline asks for, of whom.
func (p *page) duty(c order.Consequence) string {
	key := "orderpage.duty." + c.Deadline.String()
	if c.Kind == order.WillHappen {
		return p.v.Say.T(key + ".none")
	}
	return p.say(key, c.Who)
}

// otherwise is what the clock's own row would do to the order, asked of the
// table itself.
func (p *page) otherwise(c order.Consequence, of order.Order) []told {
	ring := order.Command{Side: order.Clock, Verb: order.RingClock, Deadline: c.Deadline, At: c.Until}
	out, err := order.Decide(of, ring, &p.Rules.Policy)
	if err != nil {
		return nil // the clock stands behind another one that comes first
	}
	var lines []told
	if key := "orderpage.else." + out.Row.ID; p.v.Say.Has(key) {
		lines = append(lines, told{Text: p.v.Say.T(key), Icon: "next"})
	}
	for _, after := range out.Promise(&p.Rules.Policy) {
		if after.Kind != order.MustAnswer && after.Kind != order.WillHappen {
			lines = append(lines, p.one(after))
		}
	}
	return lines
}

// stateWord is the state as people call it.
func (p *page) stateWord(state order.State) string { return p.v.Say.T("order.state." + string(state)) }

// mood of a state's badge.
func mood(state order.State) string {
	switch state {
	case order.Completed:
		return "good"
	case order.Placed, order.Delivered:
		return "wanted"
	case order.Late, order.Disputed:
		return "harm"
	}
	return ""
}
