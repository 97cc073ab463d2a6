package moderation

import (
	"slices"
	"strings"

	"guildhall/conversation"
	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
)

// Report says that a message breaks the rules (TLK-7).
type Report struct {
	Message  id.Message
	Reporter id.Member
	Reason   Reason // a violation
	Remark   string
}

// messageReported is the kind of what a report raises.
const messageReported = "message_reported"

// ReportMessage puts a message before the moderators, once for each who
// reports it while it is looked at; a seller who reports a message owes it no
// answer (TLK-5). Faults: not_found for who was not written to, report_own,
// choice_unknown, remark_needed, text_long.
func ReportMessage(tx *db.Tx, r Report) error {
	r.Remark = strings.TrimSpace(r.Remark)
	m, err := conversation.Received(tx, r.Message, r.Reporter)
	if err != nil {
		return err
	}
	if m.Author == r.Reporter {
		return fault.Denied("report_own")
	}
	if err := r.check(); err != nil {
		return err
	}
	open, err := db.Value[int64](tx, `SELECT count(*) FROM raised WHERE message = $1 AND reporter = $2 AND closed_at IS NULL`,
		r.Message, r.Reporter)
	if err != nil || open > 0 {
		return err
	}
	err = tx.Exec(`INSERT INTO raised (id, kind, member, message, reporter, reason, remark, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		id.New[id.ReviewKind](tx.Now()), messageReported, m.Author, r.Message, r.Reporter, r.Reason, r.Remark, tx.Now())
	if err != nil {
		return err
	}
	if err := settle(tx, m, r.Reporter); err != nil {
		return err
	}
	return event.Note(tx, event.Entry{
		Subject: event.Of(m.Holder.Kind, m.Holder.ID), Kind: "conversation.reported", Rule: "TLK-7", Actor: r.Reporter, At: tx.Now(),
		Data: map[string]any{"message": r.Message.String(), "reason": string(r.Reason)},
	})
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

func settle(tx *db.Tx, m conversation.Message, reporter id.Member) error {
	c, err := conversation.Get(tx, id.Conversation(m.Holder.ID), reporter)
	if err != nil || c.Seller != reporter {
		return err
	}
	return conversation.Settle(tx, c.ID)
}
