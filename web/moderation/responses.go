package moderation

import (
	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/reputation"
)

// responsesMost bounds the list of answers on one page.
const responsesMost = 50

// waiting is an answer to feedback that nobody has looked at yet.
type waiting struct {
	reputation.Feedback
	Buyer  account.Member
	Seller account.Member
}

// Responses lists the answers to feedback that wait to be shown (REP-2).
func Responses(v *desk.Visit) error { return responses(v, v.Blank()) }

func responses(v *desk.Visit, f *desk.Form) error {
	var list []waiting
	err := v.Read(func(tx *db.Tx) error {
		found, err := reputation.WaitingResponses(tx, responsesMost)
		if err != nil {
			return err
		}
		list = make([]waiting, len(found))
		for i, feedback := range found {
			list[i].Feedback = feedback
			if list[i].Buyer, err = account.Get(tx, feedback.Author); err != nil {
				return err
			}
			if list[i].Seller, err = account.Get(tx, feedback.About); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return v.Render(responsesPage(v, list, f))
}

// JudgeResponse shows an answer, or gives it back to its author.
func JudgeResponse(v *desk.Visit) error {
	f := v.Form()
	which, verdict := desk.FormID[id.FeedbackKind](f, "feedback"), f.Choice("verdict", "shown", "rejected")
	if !f.Bad() {
		err := v.Write(func(tx *db.Tx) error {
			return reputation.JudgeResponse(tx, which, v.Member.ID, verdict == "shown")
		})
		if err := f.Take(err); err != nil {
			return err
		}
	}
	if f.Bad() {
		return responses(v, f)
	}
	v.Notice("moderation.response_" + verdict)
	return v.Redirect("/staff/responses")
}
