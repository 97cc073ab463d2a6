package order

import (
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
	"guildhall/order"
	"guildhall/say"
	"guildhall/web/parts"
)

// questionField is the name of a question's field.
func questionField(code string) string { return "answer." + code }

func choiceInput(s *say.Speaker, q catalogue.Question, given string) parts.Input {
	options := []parts.Option{{Value: "", Label: s.T("orderpage.choose")}}
	for _, choice := range q.Choices {
		options = append(options, parts.Option{Value: choice, Label: choice})
	}
	return parts.Input{Name: questionField(q.Code), Label: q.Text, Value: given, Options: options, Optional: !q.Required}
}

// fileInput tells which file is kept already; another one takes its place.
func fileInput(s *say.Speaker, q catalogue.Question, kept string) parts.Input {
	in := parts.Input{Name: questionField(q.Code), Label: q.Text, Optional: !q.Required}
	if kept != "" {
		in.Hint = s.T("orderpage.brief.kept", "name", kept)
	}
	return in
}

// showBrief shows the questions with what was answered so far.
func showBrief(v *desk.Visit) error {
	p, err := open(v)
	if err != nil {
		return err
	}
	if _, can := p.option(order.HandBrief); !can {
		return v.Redirect(p.path("#brief"))
	}
	return v.Render(briefPage(p, nil))
}

// handBrief hands the answers over (ORD-16): files first, then everything in
// one transaction.
func handBrief(v *desk.Visit) error {
	p, err := open(v)
	if err != nil {
		return err
	}
	f := v.Form()
	questions := p.Version.Offer.Questions
	given, err := readBrief(v, f, questions)
	if err := f.Take(err); err != nil {
		return err
	}
	if !f.Bad() {
		_, err = v.Once(func(tx *db.Tx) (string, error) { return "", p.handOver(tx, given) })
		if err := f.Take(err); err != nil {
			return err
		}
	}
	if f.Bad() {
		return v.Render(briefPage(p, f))
	}
	v.Notice("orderpage.done.hand_brief", "name", p.Seller.Name())
	return v.Redirect(p.path(""))
}

func (p *page) handOver(tx *db.Tx, given brief) error {
	all, err := attachAnswers(tx, file.HolderOf("order", p.Order.ID), p.v.Member.ID, given)
	if err != nil {
		return err
	}
	c := order.Command{Order: p.Order.ID, Actor: p.v.Member.ID, Side: p.Side, At: p.v.At}
	_, err = order.HandOver(tx, c, all)
	return err
}

// brief is what was typed for the seller, and the files beside it, by question.
type brief struct {
	answers []order.Answer
	taken   map[string]file.Taken
}

func readBrief(v *desk.Visit, f *desk.Form, questions []catalogue.Question) (brief, error) {
	taken, err := takeAnswers(v, f, questions)
	return brief{readAnswers(f, questions), taken}, err
}

// attachAnswers gives the taken files to their holder and names them as answers.
func attachAnswers(tx *db.Tx, holder file.Holder, owner id.Member, given brief) ([]order.Answer, error) {
	answers := given.answers
	for code, t := range given.taken {
		attached, err := file.Attach(tx, t, holder, owner)
		if err != nil {
			return nil, err
		}
		answers = append(answers, order.Answer{Question: code, File: attached.ID, At: tx.Now()})
	}
	return answers, nil
}

// readAnswers takes what was typed; a question left empty is left out.
func readAnswers(f *desk.Form, questions []catalogue.Question) []order.Answer {
	var answers []order.Answer
	for _, q := range questions {
		if q.Kind == catalogue.AskFile {
			continue
		}
		if text := f.Lines(questionField(q.Code), textMax); text != "" {
			answers = append(answers, order.Answer{Question: q.Code, Text: text})
		}
	}
	return answers
}

func takeAnswers(v *desk.Visit, f *desk.Form, questions []catalogue.Question) (map[string]file.Taken, error) {
	limits := file.Limits{BytesMax: v.Rules.Policy.FileMax, Types: v.Rules.Policy.FileTypes}
	taken := map[string]file.Taken{}
	for _, q := range questions {
		upload := f.Upload(questionField(q.Code))
		if upload == nil {
			continue
		}
		one, err := takeOne(v, upload, limits)
		if refused, ok := fault.As(err); ok {
			return nil, refused.At(questionField(q.Code))
		}
		if err != nil {
			return nil, err
		}
		taken[q.Code] = one
	}
	return taken, nil
}

// givenAnswers are the texts answered so far, by question.
func (p *page) givenAnswers() map[string]string {
	given := map[string]string{}
	for _, a := range p.Answers {
		given[a.Question] = a.Text
	}
	return given
}

func (p *page) answer(code string) (order.Answer, bool) {
	for _, a := range p.Answers {
		if a.Question == code && (a.Text != "" || !a.File.IsZero()) {
			return a, true
		}
	}
	return order.Answer{}, false
}

func fileOf(a order.Answer) []id.File { return []id.File{a.File} }

func (p *page) briefMood() string {
	if p.Order.BriefComplete {
		return "small"
	}
	return "primary small"
}

func (p *page) briefButton() string {
	if p.Order.BriefComplete {
		return p.v.Say.T("orderpage.brief.add")
	}
	return p.v.Say.T("orderpage.brief.hand")
}
