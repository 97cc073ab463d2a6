package moderation

import (
	"slices"
	"time"

	"github.com/a-h/templ"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/moderation"
	"guildhall/portfolio"
	"guildhall/reputation"
	"guildhall/web/parts"
)

// unlistedDaysMax bounds how long one decision takes a service out of the lists.
const unlistedDaysMax = 365

// livePage is where staff decide about a service that buyers see already.
type livePage struct {
	v       *desk.Visit
	Service catalogue.Service
	Seller  account.Member
	Form    *desk.Form
}

// ShowLive is GET /staff/services/{id}.
func ShowLive(v *desk.Visit) error {
	p, err := openLive(v)
	if err != nil {
		return err
	}
	return v.Render(showLive(p))
}

func openLive(v *desk.Visit) (*livePage, error) {
	service, err := desk.PathID[id.ServiceKind](v, "id")
	if err != nil {
		return nil, err
	}
	p := &livePage{v: v}
	return p, v.Read(func(tx *db.Tx) error {
		if p.Service, err = catalogue.Get(tx, service); err != nil {
			return err
		}
		if p.Service.Live.IsZero() || p.Service.Stored == catalogue.Removed {
			return fault.Missing()
		}
		p.Seller, err = account.Get(tx, p.Service.Seller)
		return err
	})
}

// DecideLive is POST /staff/services/{id}/decision: removed for a violation,
// or out of the lists for a time.
func DecideLive(v *desk.Visit) error {
	p, err := openLive(v)
	if err != nil {
		return err
	}
	f := v.Form()
	j := moderation.Judgement{
		Service: p.Service.ID, Moderator: v.Member.ID, Remark: f.Lines("remark", remarkMax),
		Outcome: moderation.Outcome(f.Choice("outcome", string(moderation.Removed), string(moderation.Unlisted))),
	}
	for _, reason := range f.Many(string(j.Outcome)+"_reasons", len(moderation.Violations)) {
		j.Reasons = append(j.Reasons, moderation.Reason(reason))
	}
	if j.Outcome == moderation.Unlisted {
		j.Until = v.At.Add(time.Duration(f.Int("until", 1, unlistedDaysMax)) * 24 * time.Hour)
	}
	if !f.Bad() {
		_, err = v.Once(func(tx *db.Tx) (string, error) {
			made, err := moderation.Judge(tx, j)
			return made.ID.String(), err
		})
		if err := f.Take(err); err != nil {
			return err
		}
	}
	if f.Bad() {
		p.Form = f
		return v.Render(showLive(p))
	}
	v.Notice("moderation.decided." + string(j.Outcome))
	return v.Redirect("/staff/moderation")
}

// minePage lists the decisions that concern the reader.
type minePage struct {
	v         *desk.Visit
	Decisions []moderation.Decision
	Titles    map[[16]byte]string
}

// Mine is GET /decisions.
func Mine(v *desk.Visit) error {
	p := &minePage{v: v, Titles: map[[16]byte]string{}}
	err := v.Read(func(tx *db.Tx) error {
		var err error
		if p.Decisions, err = moderation.About(tx, v.Member.ID); err != nil {
			return err
		}
		for _, d := range p.Decisions {
			if p.Titles[d.SubjectID], err = title(tx, d); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return v.Render(showMine(p))
}

// title is what a decision is about, as its member called it.
func title(tx *db.Tx, d moderation.Decision) (string, error) {
	if d.Subject == "work" {
		work, err := portfolio.Find(tx, id.Work(d.SubjectID))
		return work.Title, err
	}
	which := id.Service(d.SubjectID)
	if d.Subject == "feedback" {
		said, err := reputation.Get(tx, id.Feedback(d.SubjectID))
		if err != nil {
			return "", err
		}
		which = said.Service
	}
	service, err := catalogue.Get(tx, which)
	return service.Title, err
}

// facts are what a statement of reasons says (TRU-9).
func (p *minePage) facts(d moderation.Decision) []parts.Fact {
	s := p.v.Say
	reasons := ""
	for i, reason := range d.Reasons {
		if i > 0 {
			reasons += " "
		}
		reasons += s.T("moderation.reason." + string(reason))
	}
	what := p.Titles[d.SubjectID]
	if d.Subject == "feedback" {
		what = s.T("moderation.decided_feedback", "title", what)
	}
	facts := []parts.Fact{
		{Name: s.T("moderation.decided_what"), Value: what},
		{Name: s.T("moderation.decided_at"), Value: s.Moment(d.At)},
	}
	if reasons != "" {
		facts = append(facts, parts.Fact{Name: s.T("moderation.decided_why"), Value: reasons})
	}
	if !d.Until.IsZero() {
		facts = append(facts, parts.Fact{Name: s.T("moderation.decided_until"), Value: s.Moment(d.Until)})
	}
	if !d.AppealBy.IsZero() {
		facts = append(facts, parts.Fact{Name: s.T("moderation.appeal_by"), Value: s.Day(d.AppealBy)})
	}
	return facts
}

func outcomeMood(o moderation.Outcome) string {
	switch o {
	case moderation.Approved:
		return "good"
	case moderation.Removed:
		return "harm"
	}
	return "wanted"
}

// sent is the form that was refused, if it was this outcome's.
func (p *livePage) sent(outcome moderation.Outcome) *desk.Form {
	if p.Form == nil || p.Form.Value("outcome") != string(outcome) {
		return nil
	}
	return p.Form
}

func (p *livePage) reasons(outcome moderation.Outcome) []moderation.Reason {
	if outcome == moderation.Unlisted {
		return moderation.Demerits
	}
	return moderation.Violations
}

func (p *livePage) ticked(outcome moderation.Outcome, reason moderation.Reason) bool {
	sent := p.sent(outcome)
	return sent != nil && slices.Contains(sent.Values(string(outcome)+"_reasons"), string(reason))
}

func (p *livePage) remark(outcome moderation.Outcome) parts.Input {
	in := parts.Input{
		Name: "remark", Label: p.v.Say.T("moderation.remark"), LengthMax: remarkMax,
		Attrs: templ.Attributes{"id": "remark-" + string(outcome)},
	}
	return parts.Ask(p.v.Say, p.sent(outcome), in)
}

func (p *livePage) until() parts.Input {
	in := parts.Input{Name: "until", Label: p.v.Say.T("moderation.until"), Value: "14", Short: true, InputMode: "numeric"}
	return parts.Ask(p.v.Say, p.sent(moderation.Unlisted), in)
}
