package parts

import (
	"net/url"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/portfolio"
	"guildhall/reputation"
	"guildhall/say"
)

// FeedbackMany is how much feedback one page shows.
const FeedbackMany = 10

// Feedback is one page of what was said, on a service's page or a member's
// (REP-1).
type Feedback struct {
	Said   []Said
	Older  string // where the next page is; empty: this is the last
	Newest string // where the first is; empty: this is it
	Staff  bool   // who looks may decide about each
	Now    time.Time
}

// Said is one feedback with the people and the work it is about.
type Said struct {
	reputation.Feedback
	By      account.Member
	Of      account.Member   // who is judged
	Works   []portfolio.Work // of the order, that everybody may see: none or one
	Service catalogue.Card   // zero where the page is about it, or it is not open
}

// FeedbackBehind is the feedback that the address asks to go on behind; zero
// begins with the newest.
func FeedbackBehind(v *desk.Visit) id.Feedback {
	behind, err := id.Parse[id.FeedbackKind](v.Query("feedback"))
	if err != nil {
		return id.Feedback{}
	}
	return behind
}

// ReadFeedback makes a page of rows, of which one more than FeedbackMany was
// read. With services it names the one each is about.
func ReadFeedback(tx *db.Tx, v *desk.Visit, rows []reputation.Feedback, services bool) (Feedback, error) {
	page := Feedback{Staff: v.May(account.Moderate), Now: v.At}
	if !FeedbackBehind(v).IsZero() {
		page.Newest = v.R.URL.Path + "#feedback"
	}
	if len(rows) > FeedbackMany {
		rows = rows[:FeedbackMany]
		page.Older = v.R.URL.Path + "?" + url.Values{"feedback": {rows[len(rows)-1].ID.String()}}.Encode() + "#feedback"
	}
	var err error
	if page.Said, err = readSaid(tx, rows); err != nil || !services {
		return page, err
	}
	return page, page.nameServices(tx)
}

func readSaid(tx *db.Tx, rows []reputation.Feedback) ([]Said, error) {
	who, orders := make([]id.Member, 0, 2*len(rows)), make([]id.Order, len(rows))
	for i, f := range rows {
		who, orders[i] = append(who, f.Author, f.About), f.Order
	}
	people, err := account.Several(tx, who)
	if err != nil {
		return nil, err
	}
	works, err := portfolio.OfOrders(tx, orders)
	if err != nil {
		return nil, err
	}
	said := make([]Said, len(rows))
	for i, f := range rows {
		said[i] = Said{Feedback: f, By: people[f.Author], Of: people[f.About]}
		if f.ByBuyer {
			said[i].Works = works[i]
		}
	}
	return said, nil
}

// nameServices reads the services that strangers may look at.
func (page *Feedback) nameServices(tx *db.Tx) error {
	services := make([]id.Service, len(page.Said))
	for i, said := range page.Said {
		services[i] = said.Feedback.Service
	}
	open, err := catalogue.StillOpen(tx, services)
	if err != nil {
		return err
	}
	cards, err := catalogue.Cards(tx, open)
	if err != nil {
		return err
	}
	named := make(map[id.Service]catalogue.Card, len(cards))
	for _, card := range cards {
		named[card.Service] = card
	}
	for i, service := range services {
		page.Said[i].Service = named[service]
	}
	return nil
}

// Verdict is a verdict's word, its icon and its mood: it keeps the kind it was
// given in, whatever verdicts are now.
func Verdict(s *say.Speaker, f reputation.Feedback) (word, icon, mood string) {
	switch {
	case f.Stars > 0:
		return s.T("orderpage.feedback.star", "count", f.Stars), "star", "wanted"
	case f.Liked:
		return s.T("feedback.liked"), "like", "good"
	}
	return s.T("feedback.disliked"), "dislike", "harm"
}

// RemovedWhy says by which rule a feedback was removed (REP-19).
func RemovedWhy(s *say.Speaker, f reputation.Feedback) string {
	return s.T("feedback.removed", "why", say.Key("moderation.reason."+f.Rule))
}
