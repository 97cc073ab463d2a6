package api

import (
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/moderation"
	"guildhall/reputation"
)

// feedbackOperations are about verdicts and the answers to them (REP-1, REP-2).
var feedbackOperations = []Operation{
	op("GET /orders/{order}/feedback", "getOrderFeedback", account.Deal, desk.OrderParty, getOrderFeedback).most(2),
	op("POST /orders/{order}/feedback", "leaveFeedback", account.Deal, desk.OrderParty, leaveFeedback).creating(),
	op("POST /feedback/{feedback}/response", "answerFeedback", account.Deal, desk.OrderParty, answerFeedback).creating(),
	op("GET /services/{service}/feedback", "listServiceFeedback", account.Anyone, desk.Nobodys, listServiceFeedback),
	op("GET /members/{login}/feedback", "listMemberFeedback", account.Anyone, desk.Nobodys, listMemberFeedback),
}

// responseOperations are the queue of answers that wait for moderation.
var responseOperations = []Operation{
	op("GET /staff/responses", "listWaitingResponses", account.Moderate, desk.Staffs, listWaitingResponses),
	op("POST /feedback/{feedback}/response-approval", "approveResponse", account.Moderate, desk.Staffs, judgeResponse(true)),
	op("POST /feedback/{feedback}/response-rejection", "rejectResponse", account.Moderate, desk.Staffs, judgeResponse(false)),
	op("POST /feedback/{feedback}/removal", "removeFeedback", account.Moderate, desk.Staffs, removeFeedback).creating(),
}

// Feedback is one verdict. Of a removed one only a stub with the rule is left.
type Feedback struct {
	ID       id.Feedback `json:"id"`
	Author   string      `json:"author"`
	ByBuyer  bool        `json:"by_buyer"`
	Liked    bool        `json:"liked"`
	Stars    int64       `json:"stars,omitempty"`
	Text     string      `json:"text,omitempty"`
	At       time.Time   `json:"at"`
	Changed  *time.Time  `json:"changed,omitempty"`
	Response string      `json:"response,omitempty"`
	State    string      `json:"response_state,omitempty"`
	Removed  *time.Time  `json:"removed,omitempty"`
	Rule     string      `json:"rule,omitempty" doc:"the reason it was removed for"`
}

// feedback is a verdict as the asker may see it: an answer that is not shown
// is for who gave it and for moderators.
func (c *Call) feedback(tx *db.Tx, f reputation.Feedback) (Feedback, error) {
	author, err := account.Get(tx, f.Author)
	made := Feedback{
		ID: f.ID, Author: author.Login, ByBuyer: f.ByBuyer, At: f.At, Changed: moment(f.ChangedAt),
		Removed: moment(f.RemovedAt), Rule: f.Rule,
	}
	if !f.RemovedAt.IsZero() {
		return made, err
	}
	made.Liked, made.Stars, made.Text = f.Liked, f.Stars, f.Text
	if f.Response.State == reputation.ResponseShown || c.SignedIn() && f.About == c.Member.ID || c.May(account.Moderate) {
		made.Response, made.State = f.Response.Text, string(f.Response.State)
	}
	return made, err
}

func (c *Call) feedbacks(tx *db.Tx, rows []reputation.Feedback, limit int) (List[Feedback], error) {
	var failed error
	list := listOf(rows, limit, func(f reputation.Feedback) Feedback {
		made, err := c.feedback(tx, f)
		if err != nil {
			failed = err
		}
		return made
	}, func(f reputation.Feedback) string { return f.ID.String() })
	return list, failed
}

func getOrderFeedback(c *Call, _ *struct{}) (List[Feedback], error) {
	return read(c, func(tx *db.Tx) (List[Feedback], error) {
		o, _, err := c.open(tx)
		if err != nil {
			return List[Feedback]{}, err
		}
		rows, err := reputation.OfOrder(tx, o.ID)
		if err != nil {
			return List[Feedback]{}, err
		}
		return c.feedbacks(tx, rows, len(rows))
	})
}

type verdict struct {
	Body struct {
		Liked bool   `json:"liked,omitempty"`
		Stars int64  `json:"stars,omitempty" minimum:"1" maximum:"5"`
		Text  string `json:"text,omitempty" maxLength:"5000"`
	}
}

func leaveFeedback(c *Call, in *verdict) (Feedback, error) {
	return once(c, func(tx *db.Tx) (Feedback, error) {
		o, _, err := c.open(tx)
		if err != nil {
			return Feedback{}, err
		}
		f, err := reputation.Leave(tx, reputation.Leaving{
			Order: o.ID, Author: c.Member.ID, At: c.At, Agent: c.Agent(),
			Verdict: reputation.Verdict{Liked: in.Body.Liked, Stars: in.Body.Stars, Text: in.Body.Text},
		})
		if err != nil {
			return Feedback{}, err
		}
		return c.feedback(tx, f)
	})
}

func answerFeedback(c *Call, in *edited) (Feedback, error) {
	which, err := id.Parse[id.FeedbackKind](c.Path("feedback"))
	if err != nil {
		return Feedback{}, err
	}
	return once(c, func(tx *db.Tx) (Feedback, error) {
		f, err := reputation.Answer(tx, reputation.Answering{
			Feedback: which, Author: c.Member.ID, At: c.At, Agent: c.Agent(), Text: in.Body.Text,
		})
		if err != nil {
			return Feedback{}, err
		}
		return c.feedback(tx, f)
	})
}

func listServiceFeedback(c *Call, in *Page) (List[Feedback], error) {
	behind, err := behind[id.FeedbackKind](*in)
	if err != nil {
		return List[Feedback]{}, err
	}
	return read(c, func(tx *db.Tx) (List[Feedback], error) {
		s, err := c.reachable(tx)
		if err != nil {
			return List[Feedback]{}, err
		}
		rows, err := reputation.OnService(tx, s.ID, behind, in.Limit+1)
		if err != nil {
			return List[Feedback]{}, err
		}
		return c.feedbacks(tx, rows, in.Limit)
	})
}

func listMemberFeedback(c *Call, in *Page) (List[Feedback], error) {
	behind, err := behind[id.FeedbackKind](*in)
	if err != nil {
		return List[Feedback]{}, err
	}
	return read(c, func(tx *db.Tx) (List[Feedback], error) {
		m, err := account.ByLogin(tx, c.Path("login"))
		if err != nil {
			return List[Feedback]{}, err
		}
		rows, err := reputation.About(tx, m.ID, behind, in.Limit+1)
		if err != nil {
			return List[Feedback]{}, err
		}
		return c.feedbacks(tx, rows, in.Limit)
	})
}

func listWaitingResponses(c *Call, in *waitingAsked) (List[Feedback], error) {
	return read(c, func(tx *db.Tx) (List[Feedback], error) {
		rows, err := reputation.WaitingResponses(tx, in.Limit)
		if err != nil {
			return List[Feedback]{}, err
		}
		return c.feedbacks(tx, rows, in.Limit)
	})
}

func judgeResponse(shown bool) func(*Call, *struct{}) (Feedback, error) {
	return func(c *Call, _ *struct{}) (Feedback, error) {
		which, err := id.Parse[id.FeedbackKind](c.Path("feedback"))
		if err != nil {
			return Feedback{}, err
		}
		return once(c, func(tx *db.Tx) (Feedback, error) {
			if err := reputation.JudgeResponse(tx, which, c.Member.ID, shown); err != nil {
				return Feedback{}, err
			}
			f, err := reputation.Get(tx, which)
			if err != nil {
				return Feedback{}, err
			}
			return c.feedback(tx, f)
		})
	}
}

// removeFeedback takes out what breaks the rules (REP-2, REP-19).
func removeFeedback(c *Call, in *reported) (Decision, error) {
	which, err := id.Parse[id.FeedbackKind](c.Path("feedback"))
	if err != nil {
		return Decision{}, err
	}
	return once(c, func(tx *db.Tx) (Decision, error) {
		d, err := moderation.RemoveFeedback(tx, moderation.FeedbackRemoval{
			Feedback: which, Moderator: c.Member.ID, Reason: moderation.Reason(in.Body.Reason), Remark: in.Body.Remark,
		})
		return decisionOf(d), err
	})
}
