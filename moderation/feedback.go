package moderation

import (
	"slices"
	"strings"

	"guildhall/account"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/reputation"
	"guildhall/rulebook"
)

// FeedbackRemoval is a moderator's verdict on a feedback that breaks the rules
// or has nothing to do with the work (REP-2).
type FeedbackRemoval struct {
	Feedback  id.Feedback
	Moderator id.Member
	Reason    Reason
	Remark    string // to its author
}

// FeedbackReasons are what a feedback is removed for.
var FeedbackReasons = []Reason{
	Unrelated, Hate, PrivateData, ContactOutside, Boosting, Spam, Adult, Illegal, FalseIdentity, Prohibited, Other,
}

// RemoveFeedback takes a feedback out of the figures, leaves a public stub with
// the reason (REP-19), and states the reasons to its author (TRU-9). Faults:
// not_found for who is no moderator, reason_needed, choice_unknown,
// remark_needed, text_long, and those of reputation.Remove.
func RemoveFeedback(tx *db.Tx, r FeedbackRemoval) (Decision, error) {
	moderator, err := account.Get(tx, r.Moderator)
	if err != nil {
		return Decision{}, err
	}
	if !moderator.May(account.Moderate) {
		return Decision{}, fault.Missing()
	}
	r.Remark = strings.TrimSpace(r.Remark)
	if err := r.check(); err != nil {
		return Decision{}, err
	}
	f, err := reputation.Remove(tx, r.Feedback, r.Moderator, string(r.Reason))
	if err != nil {
		return Decision{}, err
	}
	rules, err := rulebook.Current(tx)
	if err != nil {
		return Decision{}, err
	}
	return keep(tx, rules, Decision{
		Outcome: Removed, Subject: "feedback", SubjectID: f.ID, About: f.Author, By: r.Moderator,
		Reasons: []Reason{r.Reason}, Remark: r.Remark,
	})
}

func (r FeedbackRemoval) check() error {
	switch {
	case r.Reason == "":
		return fault.Invalid("reason_needed").At("reason")
	case !slices.Contains(FeedbackReasons, r.Reason):
		return fault.Invalid("choice_unknown").At("reason")
	case r.Reason == Other && r.Remark == "":
		return fault.Invalid("remark_needed").At("remark")
	case len(r.Remark) > remarkMax:
		return fault.Invalid("text_long", "most", remarkMax).At("remark")
	}
	return nil
}
