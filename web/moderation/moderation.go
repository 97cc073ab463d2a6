// Package moderation is the moderators' desk: what waits, one item at a time
// with everything needed to decide, and the tree of categories.
package moderation

import (
	"errors"
	"strings"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/moderation"
	"guildhall/web/parts"
)

// Routes are the moderators' pages, for the table of all pages.
var Routes = []desk.Route{
	{Method: "GET", Pattern: "/staff/moderation", Right: account.Moderate, Whose: desk.Staffs, Handle: Queue},
	{Method: "GET", Pattern: "/staff/moderation/next", Right: account.Moderate, Whose: desk.Staffs, Handle: Next},
	{Method: "GET", Pattern: "/staff/moderation/{id}", Right: account.Moderate, Whose: desk.Staffs, Handle: Show},
	{Method: "POST", Pattern: "/staff/moderation/{id}/claim", Right: account.Moderate, Whose: desk.Staffs, Handle: Claim},
	{Method: "POST", Pattern: "/staff/moderation/{id}/return", Right: account.Moderate, Whose: desk.Staffs, Handle: Return},
	{Method: "POST", Pattern: "/staff/moderation/{id}/decision", Right: account.Moderate, Whose: desk.Staffs, Handle: Decide},
	{Method: "GET", Pattern: "/staff/services/{id}", Right: account.Moderate, Whose: desk.Staffs, Handle: ShowLive},
	{Method: "POST", Pattern: "/staff/services/{id}/decision", Right: account.Moderate, Whose: desk.Staffs, Handle: DecideLive},
	{Method: "GET", Pattern: "/staff/responses", Right: account.Moderate, Whose: desk.Staffs, Handle: Responses},
	{Method: "POST", Pattern: "/staff/responses", Right: account.Moderate, Whose: desk.Staffs, Handle: JudgeResponse},
	{Method: "GET", Pattern: "/staff/feedback/{id}", Right: account.Moderate, Whose: desk.Staffs, Handle: ShowFeedback},
	{Method: "POST", Pattern: "/staff/feedback/{id}/removal", Right: account.Moderate, Whose: desk.Staffs, Handle: RemoveFeedback},
	{Method: "GET", Pattern: "/staff/works", Right: account.Moderate, Whose: desk.Staffs, Handle: Works},
	{Method: "POST", Pattern: "/staff/works", Right: account.Moderate, Whose: desk.Staffs, Handle: JudgeWork},
	{Method: "GET", Pattern: "/decisions", Right: account.SignedIn, Whose: desk.Own, Handle: Mine},
	{Method: "POST", Pattern: "/staff/raised/{id}/closure", Right: account.Moderate, Whose: desk.Staffs, Handle: Close},
	{Method: "GET", Pattern: "/staff/categories", Right: account.Rule, Whose: desk.Staffs, Handle: Categories},
	{Method: "GET", Pattern: "/staff/categories/new", Right: account.Rule, Whose: desk.Staffs, Handle: NewCategory},
	{Method: "GET", Pattern: "/staff/categories/{id}", Right: account.Rule, Whose: desk.Staffs, Handle: ShowCategory},
	{Method: "POST", Pattern: "/staff/categories/{id}", Right: account.Rule, Whose: desk.Staffs, Handle: SaveCategory},
	{Method: "POST", Pattern: "/staff/categories/{id}/attributes", Right: account.Rule, Whose: desk.Staffs, Handle: SaveAttribute},
	{Method: "POST", Pattern: "/staff/categories/{id}/translations", Right: account.Rule, Whose: desk.Staffs, Handle: Translate},
}

// remarkMax bounds what a moderator writes to the seller, in characters.
const remarkMax = 2000

type queuePage struct {
	v      *desk.Visit
	Items  []moderation.Item
	Total  int64
	Raised []raised
	People map[id.Member]account.Member
}

type raised struct {
	moderation.Raised
	Member   account.Member
	Reporter account.Member // zero: an automatic check
}

// Queue is GET /staff/moderation.
func Queue(v *desk.Visit) error {
	p := &queuePage{v: v, People: map[id.Member]account.Member{}}
	if err := v.Read(p.read); err != nil {
		return err
	}
	return v.Render(showQueue(p))
}

func (p *queuePage) read(tx *db.Tx) error {
	var err error
	if p.Items, p.Total, err = moderation.Queue(tx); err != nil {
		return err
	}
	for _, item := range p.Items {
		for _, member := range []id.Member{item.Service.Seller, item.Claim.Moderator} {
			if err := p.person(tx, member); err != nil {
				return err
			}
		}
	}
	open, err := moderation.Open(tx)
	if err != nil {
		return err
	}
	for _, one := range open {
		member, err := account.Get(tx, one.Member)
		if err != nil {
			return err
		}
		shown := raised{Raised: one, Member: member}
		if !one.Reporter.IsZero() {
			if shown.Reporter, err = account.Get(tx, one.Reporter); err != nil {
				return err
			}
		}
		p.Raised = append(p.Raised, shown)
	}
	return nil
}

func (p *queuePage) person(tx *db.Tx, member id.Member) error {
	if _, known := p.People[member]; known || member.IsZero() {
		return nil
	}
	found, err := account.Get(tx, member)
	p.People[member] = found
	return err
}

// Next is GET /staff/moderation/next: on to what waits longest.
func Next(v *desk.Visit) error {
	var next id.Service
	err := v.Read(func(tx *db.Tx) error {
		var err error
		next, err = moderation.Next(tx, v.Member.ID)
		return err
	})
	if errors.Is(err, fault.Missing()) {
		return v.Redirect("/staff/moderation")
	}
	if err != nil {
		return err
	}
	return v.Redirect("/staff/moderation/" + next.String())
}

// casePage is one item with everything needed to decide.
type casePage struct {
	v       *desk.Visit
	Case    moderation.Case
	Seller  account.Member
	Claimer account.Member // zero: nobody
	Form    *desk.Form
}

// Show is GET /staff/moderation/{id}.
func Show(v *desk.Visit) error {
	p, err := openCase(v)
	if err != nil {
		return err
	}
	return v.Render(showCase(p))
}

func openCase(v *desk.Visit) (*casePage, error) {
	service, err := desk.PathID[id.ServiceKind](v, "id")
	if err != nil {
		return nil, err
	}
	p := &casePage{v: v}
	return p, v.Read(func(tx *db.Tx) error {
		var err error
		if p.Case, err = moderation.Read(tx, service); err != nil {
			return err
		}
		if p.Seller, err = account.Get(tx, p.Case.Service.Seller); err != nil {
			return err
		}
		if holder := p.Case.Claim.Moderator; !holder.IsZero() {
			p.Claimer, err = account.Get(tx, holder)
		}
		return err
	})
}

// Claim is POST /staff/moderation/{id}/claim: nobody else takes it for a while.
func Claim(v *desk.Visit) error {
	return held(v, moderation.Take, func(service id.Service) string { return "/staff/moderation/" + service.String() })
}

// Return is POST /staff/moderation/{id}/return: back to the queue.
func Return(v *desk.Visit) error {
	return held(v, moderation.Leave, func(id.Service) string { return "/staff/moderation" })
}

func held(v *desk.Visit, do func(*db.Tx, id.Service, id.Member) error, then func(id.Service) string) error {
	service, err := desk.PathID[id.ServiceKind](v, "id")
	if err != nil {
		return err
	}
	err = v.Write(func(tx *db.Tx) error {
		if _, err := moderation.Read(tx, service); err != nil {
			return err
		}
		return do(tx, service, v.Member.ID)
	})
	if err != nil {
		return err
	}
	return v.Redirect(then(service))
}

// Decide is POST /staff/moderation/{id}/decision; then on to the next.
func Decide(v *desk.Visit) error {
	p, err := openCase(v)
	if err != nil {
		return err
	}
	f := v.Form()
	j := moderation.Judgement{
		Service: p.Case.Service.ID, Version: desk.FormID[id.ServiceVersionKind](f, "version"), Moderator: v.Member.ID,
		Outcome: moderation.Outcome(f.Value("outcome")), Remark: f.Lines("remark", remarkMax),
	}
	if j.Outcome != moderation.Approved {
		for _, reason := range f.Many(string(j.Outcome)+"_reasons", len(moderation.Violations)) {
			j.Reasons = append(j.Reasons, moderation.Reason(reason))
		}
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
		return v.Render(showCase(p))
	}
	v.Notice("moderation.decided." + string(j.Outcome))
	return v.Redirect("/staff/moderation/next")
}

// Close is POST /staff/raised/{id}/closure.
func Close(v *desk.Visit) error {
	which, err := desk.PathID[id.ReviewKind](v, "id")
	if err != nil {
		return err
	}
	if err := v.Write(func(tx *db.Tx) error { return moderation.Close(tx, which, v.Member.ID) }); err != nil {
		return err
	}
	return v.Redirect("/staff/moderation")
}

// field is the word for a field of an offer.
func (p *casePage) field(name string) string {
	words := strings.Split(name, ".")
	text := name
	if key := "catalogue.field." + words[len(words)-1]; p.v.Say.Has(key) {
		text = p.v.Say.T(key)
	} else if key := "catalogue.part." + words[0]; p.v.Say.Has(key) {
		text = p.v.Say.T(key)
	}
	if words[0] == "packages" && len(words) > 2 && words[1] != "" {
		text += ", " + p.v.Say.T("catalogue.tier."+words[1])
	}
	return text
}

// value writes one side of a difference.
func (p *casePage) value(c catalogue.Change, text string) string {
	if !c.Amounts {
		return text
	}
	var minor int64
	for _, digit := range text {
		minor = minor*10 + int64(digit-'0')
	}
	return p.v.Say.Money(amount(minor))
}

func (p *casePage) facts() []parts.Fact {
	offer, s := p.Case.Pending.Offer, p.v.Say
	names := make([]string, len(p.Case.Category))
	for i, category := range p.Case.Category {
		names[i] = category.Name
	}
	facts := []parts.Fact{
		{Name: s.T("catalogue.field.category"), Value: strings.Join(names, " / ")},
		{Name: s.T("catalogue.field.language"), Value: offer.Language},
		{Name: s.T("catalogue.field.tags"), Value: strings.Join(offer.Tags, ", ")},
	}
	for _, offered := range offer.Packages {
		name := s.T("catalogue.unit")
		if offered.Tier != catalogue.Single {
			name = s.T("catalogue.tier." + string(offered.Tier))
		}
		facts = append(facts, parts.Fact{Name: name, Value: s.Money(offered.Price) + ", " + s.Span(offered.Lead) + ". " + offered.Description})
	}
	for _, option := range offer.Options {
		facts = append(facts, parts.Fact{Name: option.Title, Value: s.Money(option.Price)})
	}
	return facts
}

// ticked reports whether a reason was chosen in the form sent before.
func (p *casePage) ticked(outcome moderation.Outcome, reason moderation.Reason) bool {
	if p.Form == nil {
		return false
	}
	for _, chosen := range p.Form.Values(string(outcome) + "_reasons") {
		if chosen == string(reason) {
			return true
		}
	}
	return false
}

func (p *casePage) path(noun string) string {
	return "/staff/moderation/" + p.Case.Service.ID.String() + noun
}

// other reports whether another moderator has the item.
func (p *casePage) other() bool {
	return !p.Claimer.IsZero() && p.Claimer.ID != p.v.Member.ID
}
