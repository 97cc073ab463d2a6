package moderation

import (
	"slices"
	"strings"

	"guildhall/account"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/portfolio"
	"guildhall/rulebook"
)

// WorkJudgement is a moderator's verdict on a work of a portfolio (REP-12).
type WorkJudgement struct {
	Work      id.Work
	Moderator id.Member
	Outcome   Outcome // Approved or Rejected
	Reason    Reason  // of Rejected
	Remark    string  // shown to the seller
}

// WorkReasons are what a work is rejected for.
var WorkReasons = []Reason{
	PoorPictures, Infringement, Copy, Misleading, Adult, Hate, PrivateData, ContactOutside, Prohibited, Illegal, Other,
}

// JudgeWork shows a work that waits, or takes one away, as a statement of
// reasons (TRU-9). Faults: not_found for who is no moderator, choice_unknown,
// reason_needed, remark_needed, text_long, and those of portfolio.Judge.
func JudgeWork(tx *db.Tx, j WorkJudgement) (Decision, error) {
	moderator, err := account.Get(tx, j.Moderator)
	if err != nil {
		return Decision{}, err
	}
	if !moderator.May(account.Moderate) {
		return Decision{}, fault.Missing()
	}
	j.Remark = strings.TrimSpace(j.Remark)
	if err := j.check(); err != nil {
		return Decision{}, err
	}
	w, err := portfolio.Judge(tx, portfolio.Judgement{
		Work: j.Work, Moderator: j.Moderator, Shown: j.Outcome == Approved, Reason: string(j.Reason), Remark: j.Remark,
	})
	if err != nil {
		return Decision{}, err
	}
	rules, err := rulebook.Current(tx)
	if err != nil {
		return Decision{}, err
	}
	d := Decision{Outcome: j.Outcome, Subject: "work", SubjectID: w.ID, About: w.Seller, By: j.Moderator, Remark: j.Remark}
	if j.Reason != "" {
		d.Reasons = []Reason{j.Reason}
	}
	return keep(tx, rules, d)
}

func (j *WorkJudgement) check() error {
	switch {
	case j.Outcome == Approved:
		j.Reason = ""
		return nil
	case j.Outcome != Rejected:
		return fault.Invalid("choice_unknown").At("outcome")
	case j.Reason == "":
		return fault.Invalid("reason_needed").At("reason")
	case !slices.Contains(WorkReasons, j.Reason):
		return fault.Invalid("choice_unknown").At("reason")
	case j.Reason == Other && j.Remark == "":
		return fault.Invalid("remark_needed").At("remark")
	case len(j.Remark) > remarkMax:
		return fault.Invalid("text_long", "most", remarkMax).At("remark")
	}
	return nil
}
