package reputation

import (
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/rulebook"
	"guildhall/screen"
)

// Leaving is a party's wish to judge an order.
type Leaving struct {
	Order  id.Order
	Author id.Member
	At     time.Time
	Agent  string
	Verdict
}

// Leave keeps a party's verdict, or changes the one that stands (REP-1): it can
// be changed feedback_changes times, after the other side has answered.
//
// Faults: not_found for who is no party, feedback_shut where the order opens
// none or its days are over, feedback_not_yours, feedback_given,
// feedback_removed, feedback_stars, feedback_long{most}, contact_details{found}.
func Leave(tx *db.Tx, l Leaving) (Feedback, error) {
	o, side, err := order.Party(tx, l.Order, l.Author)
	if err != nil {
		return Feedback{}, err
	}
	rules, err := rulebook.At(tx, o.PolicyVersion)
	if err != nil {
		return Feedback{}, err
	}
	p := &rules.Policy
	if err := mayJudge(o, side, l.At, p); err != nil {
		return Feedback{}, err
	}
	if err := l.Verdict.check(p); err != nil {
		return Feedback{}, err
	}
	standing, err := Of(tx, l.Order, l.Author)
	switch {
	case errors.Is(err, fault.Missing()):
		return first(tx, o, side, l)
	case err != nil:
		return Feedback{}, err
	}
	return change(tx, standing, l, p)
}

// mayJudge holds a verdict to REP-1: who, on which orders, until when.
func mayJudge(o order.Order, side order.Side, at time.Time, p *policy.Policy) error {
	switch {
	case side == order.Seller && p.FeedbackSides != policy.FeedbackByBoth:
		return fault.Denied("feedback_not_yours")
	case !o.FeedbackOpen || !at.Before(o.FeedbackUntil):
		return fault.Conflict("feedback_shut")
	}
	return nil
}

// LikedFrom is how many stars say that a buyer liked the work.
const LikedFrom = 4

func (v *Verdict) check(p *policy.Policy) error {
	v.Text = strings.TrimSpace(strings.ReplaceAll(v.Text, "\r\n", "\n"))
	if p.RatingKind == policy.RatingKindStars {
		if v.Stars < 1 || v.Stars > 5 {
			return fault.Invalid("feedback_stars").At("stars")
		}
		v.Liked = v.Stars >= LikedFrom
	} else {
		v.Stars = 0
	}
	return checkText(v.Text)
}

func checkText(text string) error {
	if text == "" {
		return fault.Invalid("feedback_empty").At("text")
	}
	if utf8.RuneCountInString(text) > TextMost {
		return fault.Invalid("feedback_long", "most", TextMost).At("text")
	}
	if found := screen.Contacts(text); len(found) > 0 {
		return fault.Invalid("contact_details", "found", found[0].Text).At("text")
	}
	return nil
}

func first(tx *db.Tx, o order.Order, side order.Side, l Leaving) (Feedback, error) {
	f := Feedback{
		ID: id.New[id.FeedbackKind](tx.Now()), Order: o.ID, Service: o.Service, Author: l.Author,
		About: o.Member(side.Other()), ByBuyer: side == order.Buyer, Verdict: l.Verdict, At: l.At,
		Counts: counts(o, l.Liked),
	}
	err := tx.Exec(`INSERT INTO feedbacks (id, order_id, service, author, about, by_buyer, liked, stars, counts, text, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		f.ID, f.Order, f.Service, f.Author, f.About, f.ByBuyer, f.Liked, f.Stars, f.Counts, f.Text, f.At)
	if err != nil {
		return Feedback{}, err
	}
	return f, note(tx, f, l.Author, l.Agent, "feedback_left", "REP-1")
}

func change(tx *db.Tx, f Feedback, l Leaving, p *policy.Policy) (Feedback, error) {
	if !f.RemovedAt.IsZero() {
		return Feedback{}, fault.Conflict("feedback_removed")
	}
	if !f.Changeable(p) {
		return Feedback{}, fault.Conflict("feedback_given")
	}
	o, err := order.Get(tx, l.Order)
	if err != nil {
		return Feedback{}, err
	}
	f.Verdict, f.Changes, f.ChangedAt = l.Verdict, f.Changes+1, l.At
	f.Counts = counts(o, l.Liked)
	err = tx.ExecOne(db.ErrAgain, `UPDATE feedbacks SET liked = $1, stars = $2, counts = $3, text = $4, changes = $5, changed_at = $6
		WHERE id = $7 AND changes = $8`, f.Liked, f.Stars, f.Counts, f.Text, f.Changes, f.ChangedAt, f.ID, f.Changes-1)
	if err != nil {
		return Feedback{}, err
	}
	return f, note(tx, f, l.Author, l.Agent, "feedback_changed", "REP-1")
}

// Answering is the seller's wish to answer in public.
type Answering struct {
	Feedback id.Feedback
	Author   id.Member
	At       time.Time
	Agent    string
	Text     string
}

// Answer keeps the public response of the one a feedback is about: once, and
// once more for each change of the feedback (REP-2). Where the policy has
// responses checked first it waits for a moderator.
//
// Faults: not_found for anyone else, response_given, feedback_empty,
// feedback_long{most}, contact_details{found}.
func Answer(tx *db.Tx, a Answering) (Feedback, error) {
	f, err := Get(tx, a.Feedback)
	if err != nil {
		return Feedback{}, err
	}
	if f.About != a.Author || !f.RemovedAt.IsZero() {
		return Feedback{}, fault.Missing()
	}
	rejected := f.Response.State == ResponseRejected
	if f.Response.Count > f.Changes && !rejected {
		return Feedback{}, fault.Conflict("response_given")
	}
	a.Text = strings.TrimSpace(strings.ReplaceAll(a.Text, "\r\n", "\n"))
	if err := checkText(a.Text); err != nil {
		return Feedback{}, err
	}
	rules, err := rulebook.Current(tx)
	if err != nil {
		return Feedback{}, err
	}
	return respond(tx, f, a, rules.Policy.ResponseModeration, rejected)
}

func respond(tx *db.Tx, f Feedback, a Answering, moderated policy.Moderation, again bool) (Feedback, error) {
	was := f.Response.Count
	f.Response = Response{Text: a.Text, At: a.At, Count: was + 1, State: ResponseShown}
	if again {
		f.Response.Count = was // sent again after a rejection, it is still the same one
	}
	if moderated == policy.ModerationBefore {
		f.Response.State = ResponseWaiting
	}
	err := tx.ExecOne(db.ErrAgain, `UPDATE feedbacks SET response = $1, responded_at = $2, responses = $3, response_state = $4
		WHERE id = $5 AND responses = $6`, a.Text, a.At, f.Response.Count, string(f.Response.State), f.ID, was)
	if err != nil {
		return Feedback{}, err
	}
	kind := "response_shown"
	if f.Response.State == ResponseWaiting {
		kind = "response_waits"
	}
	return f, note(tx, f, a.Author, a.Agent, kind, "REP-2")
}

// JudgeResponse lets a waiting response be shown, or sends it back to its
// author, who can write it anew (REP-2). The moderator's right is the desk's to
// check; a party cannot judge (TRU-28). Faults: not_found, response_judged.
func JudgeResponse(tx *db.Tx, feedback id.Feedback, moderator id.Member, shown bool) error {
	f, err := Get(tx, feedback)
	if err != nil {
		return err
	}
	if moderator == f.Author || moderator == f.About {
		return fault.Denied("order_party_cannot_judge")
	}
	state, kind := ResponseRejected, "response_rejected"
	if shown {
		state, kind = ResponseShown, "response_shown"
	}
	err = tx.ExecOne(fault.Conflict("response_judged"), `UPDATE feedbacks SET response_state = $1
		WHERE id = $2 AND response_state = 'waiting'`, string(state), feedback)
	if err != nil {
		return err
	}
	return note(tx, f, moderator, "", kind, "REP-2")
}

// Remove takes a feedback out of the figures and leaves a public stub with the
// rule it broke (REP-2, REP-19). The right to it, and the decision with its
// reasons, are moderation's; a party cannot judge (TRU-28). Faults: not_found,
// order_party_cannot_judge, feedback_removed.
func Remove(tx *db.Tx, feedback id.Feedback, by id.Member, rule string) (Feedback, error) {
	f, err := Get(tx, feedback)
	if err != nil {
		return Feedback{}, err
	}
	if by == f.Author || by == f.About {
		return Feedback{}, fault.Denied("order_party_cannot_judge")
	}
	if !f.RemovedAt.IsZero() {
		return Feedback{}, fault.Conflict("feedback_removed")
	}
	f.RemovedAt, f.Rule = tx.Now(), rule
	err = tx.ExecOne(db.ErrAgain, `UPDATE feedbacks SET removed_at = $1, removed_rule = $2
		WHERE id = $3 AND removed_at IS NULL`, f.RemovedAt, rule, feedback)
	if err != nil {
		return Feedback{}, err
	}
	return f, note(tx, f, by, "", "feedback_removed", "REP-19")
}

// note tells the diary, beside the order's chain; words stay out of it.
func note(tx *db.Tx, f Feedback, actor id.Member, agent, kind, rule string) error {
	return event.Note(tx, event.Entry{
		Subject: event.Of("order", f.Order), Kind: kind, Rule: rule, Actor: actor, Agent: agent, At: tx.Now(),
		Data: map[string]any{"feedback": f.ID.String(), "author": f.Author.String(), "about": f.About.String(), "liked": f.Liked},
	})
}
