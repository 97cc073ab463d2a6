package catalogue

import (
	"guildhall/account"
	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/policy"
	"guildhall/rulebook"
)

// Command asks for one verb on one service.
type Command struct {
	Service id.Service
	Version id.ServiceVersion // Approve, Reject: the pending version that was looked at
	Actor   id.Member         // zero only for the operator's own tools, named by Agent
	Agent   string            // "import", "demo"; empty for a person
	Verb    Verb
	Reason  string // Reject, Remove: key of the list of reasons (TRU-4)
	Remark  string // and the moderator's words
}

// move is a command being carried out.
type move struct {
	Command
	was     Service
	rules   rulebook.Version
	step    Step
	offer   Offer             // Submit: what is handed in
	version id.ServiceVersion // Submit: the row it became
}

// Act is the one door for what happens to a service. It answers the service
// as it is afterwards. Faults: not_found for who is no party to it,
// service_moved_on when the verb does not fit the state any more,
// service_version_looked_at when another version waits than was judged, the
// faults of Rules.Check and Screen for Submit, and the limits of CAT-9.
func Act(tx *db.Tx, c Command) (Service, error) {
	was, err := Get(tx, c.Service)
	if err != nil {
		return Service{}, err
	}
	who, err := allowed(tx, was, c)
	if err != nil {
		return Service{}, err
	}
	m := move{Command: c, was: was}
	if m.rules, err = rulebook.Current(tx); err != nil {
		return Service{}, err
	}
	facts := FactsOf(was)
	if c.Verb == Submit {
		if facts.Checked, err = m.handIn(tx); err != nil {
			return Service{}, err
		}
	}
	if m.step, err = Decide(facts, who, c.Verb); err != nil {
		return Service{}, err
	}
	return m.carryOut(tx)
}

// allowed says in which role the actor acts: the seller on their own service,
// a moderator on anybody else's (TRU-28), the operator's tool as both.
func allowed(tx *db.Tx, s Service, c Command) (Who, error) {
	who := TheSeller
	switch c.Verb {
	case Approve, Reject, Remove, Restore:
		who = AModerator
	}
	if c.Actor.IsZero() && c.Agent != "" || who == TheSeller && c.Actor == s.Seller {
		return who, nil
	}
	if who == TheSeller || c.Actor.IsZero() {
		return who, fault.Missing()
	}
	actor, err := account.Get(tx, c.Actor)
	if err != nil {
		return who, err
	}
	if !actor.May(account.Moderate) {
		return who, fault.Missing()
	}
	if c.Actor == s.Seller {
		return who, fault.Denied("own_service_judged")
	}
	if !c.Version.IsZero() && c.Version != s.Pending {
		return who, fault.Conflict("service_version_looked_at")
	}
	return who, nil
}

// handIn checks the draft and writes it as a version. It answers whether
// somebody must look at it before it is shown (TRU-1, CAT-11).
func (m *move) handIn(tx *db.Tx) (mustWait bool, err error) {
	if m.offer, err = Editing(tx, m.was.ID); err != nil {
		return false, err
	}
	if err := m.mayOffer(tx); err != nil {
		return false, err
	}
	rules, err := RulesFor(tx, m.offer.Category, m.rules.Policy)
	if err != nil {
		return false, err
	}
	m.offer = rules.Resolve(m.offer)
	if err := rules.Check(m.offer); err != nil {
		return false, err
	}
	if err := Screen(m.offer); err != nil {
		return false, err
	}
	if m.version, err = addVersion(tx, m.was, m.offer, m.rules.Number); err != nil {
		return false, err
	}
	if m.was.Live.IsZero() {
		return m.rules.Policy.ServiceModeration == policy.ModerationBefore, nil
	}
	live, err := GetVersion(tx, m.was.Live)
	if err != nil {
		return false, err
	}
	return m.rules.Policy.EditModeration == policy.ModerationBefore && Matters(live.Offer, m.offer), nil
}

// mayOffer holds the seller to CAT-9: a confirmed address, no restriction.
func (m *move) mayOffer(tx *db.Tx) error {
	if m.Actor.IsZero() {
		return nil
	}
	return maySell(tx, m.Actor)
}

func maySell(tx *db.Tx, member id.Member) error {
	seller, err := account.Get(tx, member)
	switch {
	case err != nil:
		return err
	case !seller.Confirmed:
		return fault.Denied("email_not_confirmed")
	case !seller.May(account.Sell):
		return fault.Denied("selling_restricted")
	}
	return nil
}

// carryOut writes what the step does: counters, row, event, search.
func (m *move) carryOut(tx *db.Tx) (Service, error) {
	now := m.after(tx)
	if m.Verb == Discard {
		return now, m.discard(tx)
	}
	offer, err := m.shown(tx, now)
	if err != nil {
		return Service{}, err
	}
	if now.Live != m.was.Live {
		now.Title, now.Category = offer.Title, offer.Category
	}
	if err := count(tx, m.was, now, m.rules.Policy); err != nil {
		return Service{}, err
	}
	if err := store(tx, m.was, now); err != nil {
		return Service{}, err
	}
	if err := m.note(tx); err != nil {
		return Service{}, err
	}
	return now, publish(tx, now, offer)
}

// shown is the offer that buyers see once the step is taken; empty while
// there is none.
func (m *move) shown(tx *db.Tx, now Service) (Offer, error) {
	if now.Live.IsZero() || now.Stored != Live && now.Live == m.was.Live {
		return Offer{}, nil
	}
	if now.Live == m.version {
		return m.offer, nil
	}
	version, err := GetVersion(tx, now.Live)
	return version.Offer, err
}

// after is the service as the step leaves it.
func (m *move) after(tx *db.Tx) Service {
	now := m.was
	now.Stored, now.ChangedAt, now.Guard = m.step.To, tx.Now(), m.was.Guard+1
	switch m.step.Does {
	case Put:
		now.Pending, now.WaitsFrom = m.version, tx.Now()
	case Straight:
		now.Live, now.Pending = m.version, id.ServiceVersion{}
	case Promote:
		now.Live, now.Pending = m.was.Pending, id.ServiceVersion{}
	case Drop:
		now.Pending = id.ServiceVersion{}
	}
	if m.Verb == Submit || m.Verb == Approve || m.Verb == Reject || m.Verb == Remove {
		now.Reason, now.Remark = m.Reason, m.Remark
	}
	if now.Live != m.was.Live && now.LiveAt.IsZero() {
		now.LiveAt = tx.Now()
	}
	return now
}

// discard deletes a draft that was never handed in. Versions are never
// deleted, so one that was stays: draft_was_handed_in.
func (m *move) discard(tx *db.Tx) error {
	gone := m.was
	gone.Stored = Removed
	if err := count(tx, m.was, gone, m.rules.Policy); err != nil {
		return err
	}
	handedIn, err := db.Value[int64](tx, `SELECT count(*) FROM service_versions WHERE service = $1`, m.was.ID)
	if err != nil {
		return err
	}
	if handedIn > 0 {
		return fault.Conflict("draft_was_handed_in")
	}
	return tx.ExecOne(movedOn(m.was), `DELETE FROM services WHERE id = $1 AND guard = $2`, m.was.ID, m.was.Guard)
}

func movedOn(s Service) *fault.Fault {
	return fault.Conflict("service_moved_on", "state", string(s.Stored))
}

func (m *move) note(tx *db.Tx) error {
	data := map[string]any{}
	if m.Reason != "" {
		data["reason"] = m.Reason
	}
	if version := firstSet(m.version, m.was.Pending, m.was.Live); !version.IsZero() {
		data["version"] = version.String()
	}
	return event.Note(tx, event.Entry{
		Subject: event.Of("service", m.was.ID), Kind: m.step.ID, Rule: "CAT-10",
		Actor: m.Actor, Agent: m.Agent, At: tx.Now(), Policy: m.rules.Number, Data: data,
	})
}

func firstSet(versions ...id.ServiceVersion) id.ServiceVersion {
	for _, version := range versions {
		if !version.IsZero() {
			return version
		}
	}
	return id.ServiceVersion{}
}
