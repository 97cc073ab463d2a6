package moderation

import (
	"errors"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/rulebook"
)

// QueueMax bounds one page of the queue.
const QueueMax = 50

// Queue reads what waits, the longest first, and how much there is in all.
func Queue(tx *db.Tx) ([]Item, int64, error) {
	rules, err := rulebook.Current(tx)
	if err != nil {
		return nil, 0, err
	}
	services, total, err := catalogue.Waiting(tx, QueueMax)
	if err != nil {
		return nil, 0, err
	}
	var items []Item
	for _, service := range services {
		version, err := catalogue.GetVersion(tx, service.Pending)
		if err != nil {
			return nil, 0, err
		}
		item, err := itemOf(tx, service, version, rules.Policy.ModerationTarget)
		if err != nil {
			return nil, 0, err
		}
		items = append(items, item)
	}
	return items, total, nil
}

func itemOf(tx *db.Tx, s catalogue.Service, pending catalogue.ServiceVersion, target time.Duration) (Item, error) {
	claim, err := claimOn(tx, s.ID)
	s.Title = pending.Offer.Title
	return Item{
		Service: s, New: s.Live.IsZero(), Claim: claim, Findings: len(catalogue.Findings(pending.Offer)),
		Overdue: tx.Now().Sub(s.WaitsFrom) > target,
	}, err
}

// claimOn is who has an item now; zero when nobody.
func claimOn(tx *db.Tx, service id.Service) (Claim, error) {
	claim, err := db.One(tx, func(row db.Row) (Claim, error) {
		var c Claim
		err := row.Scan(&c.Moderator, &c.Until)
		return c, err
	}, `SELECT moderator, until FROM claims WHERE service = $1 AND until > $2`, service, tx.Now())
	if errors.Is(err, db.ErrNoRow) {
		return Claim{}, nil
	}
	return claim, err
}

// Next is the longest waiting service that the moderator may judge and nobody
// else has; fault.Missing when there is none.
func Next(tx *db.Tx, moderator id.Member) (id.Service, error) {
	services, _, err := catalogue.Waiting(tx, QueueMax)
	if err != nil {
		return id.Service{}, err
	}
	for _, service := range services {
		claim, err := claimOn(tx, service.ID)
		if err != nil {
			return id.Service{}, err
		}
		if service.Seller != moderator && (claim.Moderator.IsZero() || claim.Moderator == moderator) {
			return service.ID, nil
		}
	}
	return id.Service{}, fault.Missing()
}

// Read gathers everything needed to decide about a service that waits;
// fault.Missing when none of its versions does.
func Read(tx *db.Tx, service id.Service) (Case, error) {
	s, err := catalogue.Get(tx, service)
	if err != nil {
		return Case{}, err
	}
	if s.Pending.IsZero() {
		return Case{}, fault.Missing()
	}
	rules, err := rulebook.Current(tx)
	if err != nil {
		return Case{}, err
	}
	c := Case{Waited: tx.Now().Sub(s.WaitsFrom)}
	if c.Pending, err = catalogue.GetVersion(tx, s.Pending); err != nil {
		return Case{}, err
	}
	if c.Item, err = itemOf(tx, s, c.Pending, rules.Policy.ModerationTarget); err != nil {
		return Case{}, err
	}
	if c.Category, err = catalogue.Path(tx, c.Pending.Offer.Category); err != nil {
		return Case{}, err
	}
	c.Found = catalogue.Findings(c.Pending.Offer)
	if c.History, err = About(tx, s.Seller); err != nil {
		return Case{}, err
	}
	if s.Live.IsZero() {
		return c, nil
	}
	live, err := catalogue.GetVersion(tx, s.Live)
	c.Old, c.Changes = live.Offer, catalogue.Changes(live.Offer, c.Pending.Offer)
	return c, err
}

const decisionColumns = `id, outcome, subject, subject_id, version, about, by_member, automatic, reasons, remark, at, until, appeal_by`

func scanDecision(row db.Row) (Decision, error) {
	var d Decision
	var subject []byte
	var reasons string
	err := row.Scan(&d.ID, &d.Outcome, &d.Subject, &subject, &d.Version, &d.About, &d.By, &d.Automatic,
		&reasons, &d.Remark, &d.At, &d.Until, &d.AppealBy)
	copy(d.SubjectID[:], subject)
	d.Reasons = splitReasons(reasons)
	return d, err
}

// AboutMax bounds the decisions that are read of one member.
const AboutMax = 50

// About reads the decisions that concern a member, newest first.
func About(tx *db.Tx, member id.Member) ([]Decision, error) {
	return db.All(tx, scanDecision, `SELECT `+decisionColumns+` FROM decisions WHERE about = $1
		ORDER BY at DESC, id DESC LIMIT $2`, member, AboutMax)
}

// Get reads a decision for the member it concerns; fault.Missing for others.
func Get(tx *db.Tx, decision id.Decision, reader id.Member) (Decision, error) {
	d, err := db.One(tx, scanDecision, `SELECT `+decisionColumns+` FROM decisions WHERE id = $1`, decision)
	if errors.Is(err, db.ErrNoRow) || err == nil && d.About != reader {
		return Decision{}, fault.Missing()
	}
	return d, err
}

// Raised is a thing somebody of the staff should look at.
type Raised struct {
	ID     id.Review
	Kind   string
	Member id.Member // whom it is about
	At     time.Time

	Message  id.Message // what was reported: a message
	Service  id.Service // or a service
	Text     string     // what the message said when it was reported, or the service is called
	Reporter id.Member
	Reason   Reason
	Remark   string // the reporter's words
}

// Open lists what was raised and not closed, oldest first.
func Open(tx *db.Tx) ([]Raised, error) {
	return db.All(tx, func(row db.Row) (Raised, error) {
		var r Raised
		err := row.Scan(&r.ID, &r.Kind, &r.Member, &r.At, &r.Message, &r.Service, &r.Text, &r.Reporter, &r.Reason, &r.Remark)
		return r, err
	}, `SELECT r.id, r.kind, r.member, r.at, r.message, r.service, COALESCE((SELECT o.text FROM message_originals o
			WHERE o.message = r.message AND o.at >= r.at ORDER BY o.at LIMIT 1), m.text, s.title, ''), r.reporter, r.reason, r.remark
		FROM raised r LEFT JOIN messages m ON m.id = r.message LEFT JOIN services s ON s.id = r.service
		WHERE r.closed_at IS NULL ORDER BY r.at, r.id LIMIT $1`, QueueMax)
}

// Close marks a raised thing as looked at. Fault: not_found when it is not open.
func Close(tx *db.Tx, raised id.Review, by id.Member) error {
	return tx.ExecOne(fault.Missing(), `UPDATE raised SET closed_at = $1, closed_by = $2 WHERE id = $3 AND closed_at IS NULL`,
		tx.Now(), by, raised)
}
