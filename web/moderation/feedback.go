package moderation

import (
	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/moderation"
	"guildhall/reputation"
	"guildhall/web/parts"
)

// feedbackPage is where staff decide about a feedback (REP-2, REP-19).
type feedbackPage struct {
	v        *desk.Visit
	Feedback reputation.Feedback
	Author   account.Member
	About    account.Member
	Form     *desk.Form
}

// ShowFeedback is GET /staff/feedback/{id}.
func ShowFeedback(v *desk.Visit) error {
	p, err := openFeedback(v)
	if err != nil {
		return err
	}
	return v.Render(showFeedback(p))
}

// openFeedback reads one that stands.
func openFeedback(v *desk.Visit) (*feedbackPage, error) {
	which, err := desk.PathID[id.FeedbackKind](v, "id")
	if err != nil {
		return nil, err
	}
	p := &feedbackPage{v: v}
	return p, v.Read(func(tx *db.Tx) error {
		if p.Feedback, err = reputation.Get(tx, which); err != nil {
			return err
		}
		if !p.Feedback.RemovedAt.IsZero() {
			return fault.Conflict("feedback_removed")
		}
		if p.Author, err = account.Get(tx, p.Feedback.Author); err != nil {
			return err
		}
		p.About, err = account.Get(tx, p.Feedback.About)
		return err
	})
}

// RemoveFeedback is POST /staff/feedback/{id}/removal.
func RemoveFeedback(v *desk.Visit) error {
	p, err := openFeedback(v)
	if err != nil {
		return err
	}
	f := v.Form()
	removal := moderation.FeedbackRemoval{
		Feedback: p.Feedback.ID, Moderator: v.Member.ID, Reason: moderation.Reason(f.Value("reason")), Remark: f.Lines("remark", remarkMax),
	}
	if !f.Bad() {
		_, err := v.Once(func(tx *db.Tx) (string, error) {
			made, err := moderation.RemoveFeedback(tx, removal)
			return made.ID.String(), err
		})
		if err := f.Take(err); err != nil {
			return err
		}
	}
	if f.Bad() {
		p.Form = f
		return v.Render(showFeedback(p))
	}
	v.Notice("moderation.feedback.done")
	return v.Redirect("/members/" + p.About.Login + "#feedback")
}

func (p *feedbackPage) reasons() parts.Input {
	in := parts.Input{Name: "reason", Label: p.v.Say.T("moderation.feedback.reason"), Required: true}
	for _, reason := range moderation.FeedbackReasons {
		in.Options = append(in.Options, parts.Option{Value: string(reason), Label: p.v.Say.T("moderation.reason." + string(reason))})
	}
	return parts.Ask(p.v.Say, p.Form, in)
}

func (p *feedbackPage) remark() parts.Input {
	in := parts.Input{Name: "remark", Label: p.v.Say.T("moderation.feedback.remark"), Rows: 4, Optional: true, LengthMax: remarkMax}
	return parts.Ask(p.v.Say, p.Form, in)
}
