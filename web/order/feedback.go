package order

import (
	"strconv"

	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/reputation"
	"guildhall/web/parts"
)

// leaveFeedback keeps the reader's verdict on the order (REP-1).
func leaveFeedback(v *desk.Visit) error {
	p, err := open(v)
	if err != nil {
		return err
	}
	f := v.Form()
	leaving := reputation.Leaving{Order: p.Order.ID, Author: v.Member.ID, At: v.At, Verdict: p.verdict(f)}
	return p.judge(f, "feedback", func(tx *db.Tx) error {
		_, err := reputation.Leave(tx, leaving)
		return err
	})
}

func (p *page) verdict(f *desk.Form) reputation.Verdict {
	made := reputation.Verdict{Text: f.RequiredLines("text", reputation.TextMost)}
	if p.stars() {
		made.Stars = int64(f.Int("stars", 1, starsMost))
		return made
	}
	made.Liked = f.Choice("liked", "yes", "no") == "yes"
	return made
}

// answerFeedback keeps the reader's public answer to what was said of them
// (REP-2).
func answerFeedback(v *desk.Visit) error {
	p, err := open(v)
	if err != nil {
		return err
	}
	about, found := p.aboutMe()
	if !found {
		return fault.Missing()
	}
	f := v.Form()
	answering := reputation.Answering{Feedback: about.ID, Author: v.Member.ID, At: v.At, Text: f.RequiredLines("text", reputation.TextMost)}
	return p.judge(f, "response", func(tx *db.Tx) error {
		_, err := reputation.Answer(tx, answering)
		return err
	})
}

// judge writes once what a form beside the time-line says, and shows the page
// again with what was typed where it was refused.
func (p *page) judge(f *desk.Form, noun string, write func(*db.Tx) error) error {
	if !f.Bad() {
		_, err := p.v.Once(func(tx *db.Tx) (string, error) { return "", write(tx) })
		if err := f.Take(err); err != nil {
			return err
		}
	}
	if f.Bad() {
		fresh, err := open(p.v)
		if err != nil {
			return err
		}
		fresh.Judged, fresh.JudgedAs = f, noun
		return p.v.Render(showPage(fresh))
	}
	p.v.Notice("orderpage.done."+noun, "name", p.other().Name())
	return p.v.Redirect(p.path("#feedback"))
}

// sent is the refused form, where it was this one.
func (p *page) sent(noun string) *desk.Form {
	if p.JudgedAs != noun {
		return nil
	}
	return p.Judged
}

// starsMost is the best verdict in stars.
const starsMost = 5

func (p *page) stars() bool { return p.Rules.Policy.RatingKind == policy.RatingKindStars }

// mayJudge tells whether the reader can leave feedback now, or change the one
// that stands.
func (p *page) mayJudge() bool {
	if !p.Order.FeedbackOpen || !p.Now.Before(p.Order.FeedbackUntil) || p.Side.Other() == order.Nobody {
		return false
	}
	if standing, left := p.byMe(); left && !standing.Changeable(&p.Rules.Policy) {
		return false
	}
	return p.Side == order.Buyer || p.Rules.Policy.FeedbackSides == policy.FeedbackByBoth
}

func (p *page) byMe() (reputation.Feedback, bool) {
	for _, one := range p.Feedback {
		if one.Author == p.v.Member.ID {
			return one, true
		}
	}
	return reputation.Feedback{}, false
}

func (p *page) aboutMe() (reputation.Feedback, bool) {
	for _, one := range p.Feedback {
		if one.About == p.v.Member.ID {
			return one, true
		}
	}
	return reputation.Feedback{}, false
}

// mayRespond tells whether the reader's answer to this feedback is open.
func (p *page) mayRespond(f reputation.Feedback) bool {
	return f.About == p.v.Member.ID && f.RemovedAt.IsZero() &&
		(f.Response.Count <= f.Changes || f.Response.State == reputation.ResponseRejected)
}

// verdictInput asks for the verdict; what stands is chosen already.
func (p *page) verdictInput() parts.Input {
	s := p.v.Say
	standing, left := p.byMe()
	if p.stars() {
		in := parts.Input{Name: "stars", Label: s.T("orderpage.feedback.stars"), Required: true}
		if left {
			in.Value = strconv.FormatInt(standing.Stars, 10)
		}
		for n := starsMost; n > 0; n-- {
			in.Options = append(in.Options, parts.Option{Value: strconv.Itoa(n), Label: s.T("orderpage.feedback.star", "count", n)})
		}
		return in
	}
	in := parts.Input{Name: "liked", Label: s.T("orderpage.feedback.verdict"), Required: true, Options: []parts.Option{
		{Value: "yes", Label: s.T("feedback.liked")}, {Value: "no", Label: s.T("feedback.disliked")},
	}}
	if left && standing.Liked {
		in.Value = "yes"
	} else if left {
		in.Value = "no"
	}
	return in
}

// verdictText asks for the words; those that stand are there already.
func (p *page) verdictText() parts.Input {
	standing, _ := p.byMe()
	return parts.Input{
		Name: "text", Label: p.v.Say.T("orderpage.feedback.text"), Hint: p.v.Say.T("orderpage.feedback.hint"), Value: standing.Text,
		Required: true, LengthMax: reputation.TextMost, Rows: 3, Attrs: fieldID("feedback-", "text"),
	}
}

// responseWord tells where an answer stands that is not shown to everyone yet.
func (p *page) responseWord(f reputation.Feedback) string {
	if f.Response.State == reputation.ResponseShown {
		return ""
	}
	return p.v.Say.T("orderpage.feedback.response." + string(f.Response.State))
}
