package moderation

import (
	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/moderation"
	"guildhall/portfolio"
	"guildhall/web/parts"
)

// worksMost bounds each list of works on the moderators' page.
const worksMost = 30

// judgedWork is a work with its seller.
type judgedWork struct {
	portfolio.Work
	Seller account.Member
}

// worksPage lists works that wait, and the latest that are shown.
type worksPage struct {
	v       *desk.Visit
	Waiting []judgedWork
	Shown   []judgedWork
	Form    *desk.Form
}

// Works is GET /staff/works (REP-12).
func Works(v *desk.Visit) error { return works(v, nil) }

func works(v *desk.Visit, f *desk.Form) error {
	p := &worksPage{v: v, Form: f}
	err := v.Read(func(tx *db.Tx) error {
		waiting, err := portfolio.ForJudging(tx, worksMost)
		if err != nil {
			return err
		}
		if p.Waiting, err = withSellers(tx, waiting); err != nil {
			return err
		}
		shown, err := portfolio.Latest(tx, worksMost)
		if err != nil {
			return err
		}
		p.Shown, err = withSellers(tx, shown)
		return err
	})
	if err != nil {
		return err
	}
	return v.Render(showWorks(p))
}

func withSellers(tx *db.Tx, list []portfolio.Work) ([]judgedWork, error) {
	judged := make([]judgedWork, len(list))
	for i, w := range list {
		seller, err := account.Get(tx, w.Seller)
		if err != nil {
			return nil, err
		}
		judged[i] = judgedWork{w, seller}
	}
	return judged, nil
}

// JudgeWork is POST /staff/works: shows a work, or takes it away.
func JudgeWork(v *desk.Visit) error {
	f := v.Form()
	j := moderation.WorkJudgement{
		Work: desk.FormID[id.WorkKind](f, "work"), Moderator: v.Member.ID, Outcome: moderation.Outcome(f.Value("outcome")),
		Reason: moderation.Reason(f.Value("reason")), Remark: f.Lines("remark", remarkMax),
	}
	if !f.Bad() {
		_, err := v.Once(func(tx *db.Tx) (string, error) {
			made, err := moderation.JudgeWork(tx, j)
			return made.ID.String(), err
		})
		if err := f.Take(err); err != nil {
			return err
		}
	}
	if f.Bad() {
		return works(v, f)
	}
	v.Notice("moderation.work_" + string(j.Outcome))
	return v.Redirect("/staff/works")
}

// sent is the form of this work, if it was the one that was refused.
func (p *worksPage) sent(w judgedWork) *desk.Form {
	if p.Form != nil && p.Form.Value("work") == w.ID.String() {
		return p.Form
	}
	return nil
}

func (p *worksPage) reason(w judgedWork) parts.Input {
	in := parts.Input{Name: "reason", Label: p.v.Say.T("moderation.work_reason"), Attrs: map[string]any{"id": "reason-" + w.ID.String()}}
	in.Options = []parts.Option{{Label: p.v.Say.T("moderation.work_choose")}}
	for _, reason := range moderation.WorkReasons {
		in.Options = append(in.Options, parts.Option{Value: string(reason), Label: p.v.Say.T("moderation.reason." + string(reason))})
	}
	return parts.Ask(p.v.Say, p.sent(w), in)
}

func (p *worksPage) remark(w judgedWork) parts.Input {
	in := parts.Input{
		Name: "remark", Label: p.v.Say.T("moderation.remark"), Rows: 2, Optional: true, LengthMax: remarkMax,
		Attrs: map[string]any{"id": "remark-" + w.ID.String()},
	}
	return parts.Ask(p.v.Say, p.sent(w), in)
}
