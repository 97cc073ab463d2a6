package moderation

import (
	"slices"
	"strings"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/rulebook"
)

// remarkMax bounds what a moderator writes, in bytes.
const remarkMax = 4000

// Judgement is a moderator's verdict on the pending version of a service.
type Judgement struct {
	Service   id.Service
	Version   id.ServiceVersion // the one that was looked at
	Moderator id.Member
	Outcome   Outcome
	Reasons   []Reason
	Remark    string    // shown to the seller
	Until     time.Time // Unlisted: when it ends by itself
}

// Judge carries out a verdict and stores it as a statement of reasons. Faults:
// choice_unknown, reason_needed, remark_needed, text_long, item_claimed when
// another moderator has it, and those of catalogue.Act.
func Judge(tx *db.Tx, j Judgement) (Decision, error) {
	j.Remark = strings.TrimSpace(j.Remark)
	if err := j.check(); err != nil {
		return Decision{}, err
	}
	if err := claimFree(tx, j.Service, j.Moderator); err != nil {
		return Decision{}, err
	}
	reason := ""
	if len(j.Reasons) > 0 {
		reason = string(j.Reasons[0])
	}
	service, err := j.carryOut(tx, reason)
	if err != nil {
		return Decision{}, err
	}
	if err := tx.Exec(`DELETE FROM claims WHERE service = $1`, j.Service); err != nil {
		return Decision{}, err
	}
	return state(tx, j, service.Seller)
}

// carryOut does in the catalogue what was decided. Unlisting is a cause with
// an end; nobody unlists their own (TRU-28).
func (j Judgement) carryOut(tx *db.Tx, reason string) (catalogue.Service, error) {
	if j.Outcome != Unlisted {
		return catalogue.Act(tx, catalogue.Command{
			Service: j.Service, Version: j.Version, Actor: j.Moderator, Verb: j.Outcome.verb(), Reason: reason, Remark: j.Remark,
		})
	}
	service, err := catalogue.Get(tx, j.Service)
	if err != nil {
		return catalogue.Service{}, err
	}
	moderator, err := account.Get(tx, j.Moderator)
	switch {
	case err != nil:
		return catalogue.Service{}, err
	case !moderator.May(account.Moderate) || !service.Reachable():
		return catalogue.Service{}, fault.Missing()
	case service.Seller == j.Moderator:
		return catalogue.Service{}, fault.Denied("own_service_judged")
	}
	return service, catalogue.WithholdService(tx, j.Service, catalogue.CauseUnlisted, reason, j.Until)
}

func (j Judgement) check() error {
	allowed := j.Outcome.reasons()
	switch {
	case !j.Outcome.known():
		return fault.Invalid("choice_unknown").At("outcome")
	case j.Outcome == Unlisted && j.Until.IsZero():
		return fault.Invalid("required").At("until")
	case allowed != nil && len(j.Reasons) == 0:
		return fault.Invalid("reason_needed").At("reasons")
	case slices.Contains(j.Reasons, Other) && j.Remark == "":
		return fault.Invalid("remark_needed").At("remark")
	case len(j.Remark) > remarkMax:
		return fault.Invalid("text_long", "most", remarkMax).At("remark")
	}
	for _, reason := range j.Reasons {
		if !slices.Contains(allowed, reason) {
			return fault.Invalid("choice_unknown").At("reasons")
		}
	}
	return nil
}

// state writes the statement of reasons and notes it for whoever tells the
// member. An appeal is open for appeal_months (TRU-10).
func state(tx *db.Tx, j Judgement, about id.Member) (Decision, error) {
	rules, err := rulebook.Current(tx)
	if err != nil {
		return Decision{}, err
	}
	return keep(tx, rules, Decision{
		Outcome: j.Outcome, Subject: "service", SubjectID: j.Service,
		Version: j.Version, About: about, By: j.Moderator, Reasons: j.Reasons, Remark: j.Remark, Until: j.Until,
	})
}

// keep writes a statement of reasons.
func keep(tx *db.Tx, rules rulebook.Version, d Decision) (Decision, error) {
	d.ID, d.At = id.New[id.DecisionKind](tx.Now()), tx.Now()
	if d.Outcome != Approved {
		d.AppealBy = tx.Now().AddDate(0, rules.Policy.AppealMonths, 0)
	}
	err := tx.Exec(`INSERT INTO decisions (id, outcome, subject, subject_id, version, about, by_member, automatic,
			reasons, remark, at, until, appeal_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		d.ID, d.Outcome, d.Subject, d.SubjectID[:], d.Version, d.About, d.By, d.Automatic,
		joinReasons(d.Reasons), d.Remark, d.At, d.Until, d.AppealBy)
	if err != nil {
		return Decision{}, err
	}
	return d, event.Note(tx, event.Entry{
		Subject: event.Of("decision", d.ID), Kind: "decision." + string(d.Outcome), Rule: "TRU-9", Actor: d.By, At: d.At,
		Policy: rules.Number, Data: map[string]any{"about": d.About.String(), d.Subject: id.Event(d.SubjectID).String()},
	})
}

func joinReasons(reasons []Reason) string {
	texts := make([]string, len(reasons))
	for i, reason := range reasons {
		texts[i] = string(reason)
	}
	return strings.Join(texts, ",")
}

func splitReasons(stored string) []Reason {
	var reasons []Reason
	for reason := range strings.SplitSeq(stored, ",") {
		if reason != "" {
			reasons = append(reasons, Reason(reason))
		}
	}
	return reasons
}

// Take claims an item for a moderator for 15 minutes, again and again.
// Fault: item_claimed{until} when another has it.
func Take(tx *db.Tx, service id.Service, moderator id.Member) error {
	if err := claimFree(tx, service, moderator); err != nil {
		return err
	}
	return tx.ExecOne(fault.Conflict("item_claimed", "until", tx.Now().Add(claimFor)),
		`INSERT INTO claims (service, moderator, until) VALUES ($1, $2, $3)
		ON CONFLICT (service) DO UPDATE SET moderator = excluded.moderator, until = excluded.until
		WHERE claims.moderator = $2 OR claims.until <= $4`,
		service, moderator, tx.Now().Add(claimFor), tx.Now())
}

// Leave gives an item back to the queue.
func Leave(tx *db.Tx, service id.Service, moderator id.Member) error {
	return tx.Exec(`DELETE FROM claims WHERE service = $1 AND moderator = $2`, service, moderator)
}

func claimFree(tx *db.Tx, service id.Service, moderator id.Member) error {
	claim, err := claimOn(tx, service)
	if err != nil {
		return err
	}
	if claim.Moderator != moderator && claim.Until.After(tx.Now()) {
		return fault.Conflict("item_claimed", "until", claim.Until)
	}
	return nil
}

// Strike notes that a member's contact details were refused; the
// contact_strikes-th within contact_window raises an item for staff (TRU-6).
// Called in a transaction of its own, since the refused one left no trace.
func Strike(tx *db.Tx, member id.Member) error {
	rules, err := rulebook.Current(tx)
	if err != nil {
		return err
	}
	err = tx.Exec(`INSERT INTO contact_strikes (id, member, at) VALUES ($1, $2, $3)`,
		id.New[id.ReviewKind](tx.Now()), member, tx.Now())
	if err != nil {
		return err
	}
	strikes, err := db.Value[int64](tx, `SELECT count(*) FROM contact_strikes WHERE member = $1 AND at > $2`,
		member, tx.Now().Add(-rules.Policy.ContactWindow))
	if err != nil || strikes < int64(rules.Policy.ContactStrikes) {
		return err
	}
	return raise(tx, "contact_strikes", member, tx.Now().Add(-rules.Policy.ContactWindow))
}

// raise puts a thing before staff, unless the same was raised since.
func raise(tx *db.Tx, kind string, member id.Member, since time.Time) error {
	return tx.Exec(`INSERT INTO raised (id, kind, member, at)
		SELECT $1, $2, $3, $4 WHERE NOT EXISTS (SELECT 1 FROM raised WHERE kind = $2 AND member = $3 AND at > $5)`,
		id.New[id.ReviewKind](tx.Now()), kind, member, tx.Now(), since)
}
