package moderation

import (
	"slices"
	"strings"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
)

// Report says that a message (TLK-7) or a service (CAT-24) breaks the rules.
type Report struct {
	Message  id.Message
	Service  id.Service
	Reporter id.Member
	Reason   Reason // a violation
	Remark   string
}

// The kinds of what a report raises.
const (
	messageReported = "message_reported"
	serviceReported = "service_reported"
)

// ReportMessage puts a message before the moderators, once for each who
// reports it while it is looked at; a seller who reports a message owes it no
// answer (TLK-5). Faults: not_found for who was not written to, report_own,
// choice_unknown, remark_needed, text_long.
func ReportMessage(tx *db.Tx, r Report) error {
	m, err := Received(tx, r.Message, r.Reporter)
	if err != nil {
		return err
	}
	if m.Author == r.Reporter {
		return fault.Denied("report_own")
	}
	fresh, err := r.raise(tx, messageReported, m.Author)
	if err != nil || !fresh {
		return err
	}
	if err := settle(tx, m, r.Reporter); err != nil {
		return err
	}
	return event.Note(tx, event.Entry{
		Subject: event.Of("message", m.ID), Kind: "conversation.reported", Rule: "TLK-7", Actor: r.Reporter, At: tx.Now(),
		Data: map[string]any{"reason": string(r.Reason)},
	})
}

// ReportService puts a service that buyers see before the moderators, once for
// each who reports it while it is looked at. Faults: not_found for a service
// nobody sees, report_own_service, choice_unknown, remark_needed, text_long.
func ReportService(tx *db.Tx, r Report) error {
	s, err := catalogue.Get(tx, r.Service)
	if err != nil {
		return err
	}
	if s.Seller == r.Reporter {
		return fault.Denied("report_own_service")
	}
	if !s.Reachable() {
		return fault.Missing()
	}
	fresh, err := r.raise(tx, serviceReported, s.Seller)
	if err != nil || !fresh {
		return err
	}
	return event.Note(tx, event.Entry{
		Subject: event.Of("service", s.ID), Kind: "service.reported", Rule: "CAT-24", Actor: r.Reporter, At: tx.Now(),
		Data: map[string]any{"reason": string(r.Reason)},
	})
}

// raise puts what is reported before staff; not fresh: the reporter has done so
// and nobody has looked at it yet.
func (r Report) raise(tx *db.Tx, kind string, about id.Member) (fresh bool, err error) {
	r.Remark = strings.TrimSpace(r.Remark)
	if err := r.check(); err != nil {
		return false, err
	}
	open, err := db.Value[int64](tx, `SELECT count(*) FROM raised
		WHERE reporter = $1 AND message IS NOT DISTINCT FROM $2 AND service IS NOT DISTINCT FROM $3 AND closed_at IS NULL`,
		r.Reporter, r.Message, r.Service)
	if err != nil || open > 0 {
		return false, err
	}
	err = tx.ExecOne(db.ErrAgain, `INSERT INTO raised (id, kind, member, message, service, reporter, reason, remark, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
		id.New[id.ReviewKind](tx.Now()), kind, about, r.Message, r.Service, r.Reporter, r.Reason, r.Remark, tx.Now())
	return err == nil, err
}

func (r Report) check() error {
	switch {
	case !slices.Contains(Violations, r.Reason):
		return fault.Invalid("choice_unknown").At("reason")
	case r.Reason == Other && r.Remark == "":
		return fault.Invalid("remark_needed").At("remark")
	case len(r.Remark) > remarkMax:
		return fault.Invalid("text_long", "most", remarkMax).At("remark")
	}
	return nil
}
