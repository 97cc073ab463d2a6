package order

import (
	"strconv"
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/deadline"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/policy"
	"guildhall/rulebook"
)

// Act is the one door to a placed order: pages, the API, deadlines and software
// agents all come through here. It first lets every earlier deadline take
// effect, each at its own moment, so that the result never depends on when the
// sweeper came by (house rule 5, ORD-15); then it decides by the lifecycle
// table and carries the outcome out in the caller's transaction.
//
// Faults: not_found for strangers and unknown orders, order_moved_on when the
// form was drawn from an older version, else those of Decide and the ledger.
func Act(tx *db.Tx, c Command) (Outcome, error) {
	life, err := open(tx, c.Order)
	if err != nil {
		return Outcome{}, err
	}
	if err := life.admits(tx, c); err != nil {
		return Outcome{}, err
	}
	if err := life.catchUp(tx, c); err != nil {
		return Outcome{}, err
	}
	if c.Version != 0 && c.Version != life.o.Version {
		return Outcome{}, movedOn(life.o)
	}
	if err := life.speaks(&c); err != nil {
		return Outcome{}, err
	}
	out, err := life.step(c)
	if err != nil {
		return Outcome{}, err
	}
	return out, life.save(tx)
}

// movedOn tells plainly what the order is now (ORD-35).
func movedOn(o Order) *fault.Fault {
	return fault.Conflict("order_moved_on", "state", string(o.State), "number", o.Number)
}

// life is one order being acted on within one transaction.
type life struct {
	was   Order // as stored
	o     Order
	rules rulebook.Version
	steps []step
}

// step is an outcome with the command that made it.
type step struct {
	c   Command
	out Outcome
}

func open(tx *db.Tx, order id.Order) (*life, error) {
	o, err := Get(tx, order)
	if err != nil {
		return nil, err
	}
	rules, err := rulebook.At(tx, o.PolicyVersion)
	if err != nil {
		return nil, err
	}
	return &life{was: o, o: o, rules: rules}, nil
}

// admits checks that the actor may stand on the command's side. Parties are
// parties of this order; arbiters and staff must not be, nor be linked to one
// (TRU-28). Rights by role are the desk's, and checked again here.
func (l *life) admits(tx *db.Tx, c Command) error {
	switch c.Side {
	case Buyer, Seller:
		if l.o.SideOf(c.Actor) != c.Side {
			return fault.Missing()
		}
		return nil
	case Arbiter, Staff:
		return l.admitsStaff(tx, c)
	}
	return nil // the clock, called by the house itself
}

func (l *life) admitsStaff(tx *db.Tx, c Command) error {
	if c.Actor.IsZero() && c.Verb == PartyBanned {
		return nil // follows from a sanction, which has its own door
	}
	actor, err := account.Get(tx, c.Actor)
	if err != nil {
		return err
	}
	right := account.Moderate
	if c.Side == Arbiter {
		right = account.Arbitrate
	}
	settles := c.Verb == StaffCancel && actor.May(account.Settle) // after a chargeback (MON-20)
	if !actor.May(right) && !settles {
		return fault.Missing()
	}
	return impartial(tx, l.o, c.Actor)
}

// impartial refuses who is a party or linked to one (TRU-28).
func impartial(tx *db.Tx, o Order, actor id.Member) error {
	for _, party := range []id.Member{o.Buyer, o.Seller} {
		linked := party == actor
		if !linked {
			var err error
			if linked, err = account.Linked(tx, party, actor); err != nil {
				return err
			}
		}
		if linked {
			return fault.Denied("order_party_cannot_judge")
		}
	}
	return nil
}

// catchUp lets what fell due before the command take effect. At the same
// moment the member's request goes first, so only earlier deadlines count,
// except for the clock's own ringing. A deadline that would move money waits
// while the money is held, and those after it with it (MON-20).
func (l *life) catchUp(tx *db.Tx, c Command) error {
	for {
		d, at := l.o.Clocks.Next()
		if d == NoDeadline || !at.Before(c.At) || (c.Verb == RingClock && c.Deadline == d) {
			return nil
		}
		was := l.o
		if _, err := l.step(Command{Order: c.Order, Side: Clock, Verb: RingClock, Deadline: d, At: later(at, l.o.LastEventAt)}); err != nil {
			return err
		}
		last := len(l.steps) - 1
		if waits, err := l.waits(tx, l.steps[last]); err != nil || waits {
			l.o, l.steps = was, l.steps[:last]
			return err
		}
	}
}

// step decides one command on the order as it stands in memory.
func (l *life) step(c Command) (Outcome, error) {
	c.At = later(c.At, l.o.LastEventAt)
	out, err := Decide(l.o, c, &l.rules.Policy)
	if err != nil {
		return Outcome{}, err
	}
	out.After.Version++
	l.o = out.After
	l.steps = append(l.steps, step{c, out})
	return out, nil
}

// save carries out all steps. The row goes first, guarded by the version it was
// read at: of two acts at once the later one starts again before it has moved
// money or touched the chain (ORD-35). Then words, money, diary and clocks.
func (l *life) save(tx *db.Tx) error {
	first := l.o.Diary.N + 1
	entries, err := l.entries(tx)
	if err != nil {
		return err
	}
	if err := l.write(tx); err != nil {
		return err
	}
	for i := range l.steps {
		if err := l.moveMoney(tx, &l.steps[i], strconv.FormatInt(first+int64(i), 10)); err != nil {
			return err
		}
		if err := event.Keep(tx, entries[i]); err != nil {
			return err
		}
	}
	return l.setClocks(tx)
}

func (l *life) write(tx *db.Tx) error {
	if l.was.State == Prepared {
		return insert(tx, &l.o)
	}
	return update(tx, &l.was, &l.o)
}

// entries keeps what is said with the steps and makes their chain.
func (l *life) entries(tx *db.Tx) ([]event.Entry, error) {
	made := make([]event.Entry, len(l.steps))
	for i := range l.steps {
		s := &l.steps[i]
		data, err := l.speak(tx, s)
		if err != nil {
			return nil, err
		}
		made[i], l.o.Diary, err = event.Next(tx, l.o.Diary, event.Entry{
			Subject: event.Of("order", l.o.ID), Kind: s.out.Row.ID, Rule: s.out.Row.Rule,
			Actor: s.c.Actor, Agent: s.c.Agent, At: s.c.At, Policy: l.o.PolicyVersion, Data: data,
		})
		if err != nil {
			return nil, err
		}
	}
	return made, nil
}

// moveMoney hands the outcome's postings to the ledger. A release and a refund
// of one step are one division of the pot.
func (l *life) moveMoney(tx *db.Tx, s *step, key string) error {
	key = "order/" + l.o.ID.String() + "/" + key
	division := ledger.Division{Order: l.o.ID, Seller: l.o.Seller, Commission: l.o.Commission, Clearing: l.rules.Policy.Clearing, Key: key}
	for _, p := range s.out.Postings {
		switch p.Kind {
		case HoldPosting:
			if _, err := ledger.Hold(tx, l.o.ID, l.o.Buyer, p.Sum, p.Fee, key); err != nil {
				return err
			}
		case TipPosting:
			if err := ledger.Tip(tx, l.o.ID, l.o.Buyer, l.o.Seller, p.Sum, l.rules.Policy.TipCommission, key); err != nil {
				return err
			}
		case ReleasePosting:
			division.Gross = p.Sum
		case RefundPosting:
			division.Back = p.Sum
		}
	}
	return divide(tx, division, s.out.Postings)
}

func divide(tx *db.Tx, division ledger.Division, postings []Posting) error {
	if division.Gross == 0 && division.Back == 0 {
		return nil
	}
	released, refunded, err := ledger.Split(tx, division)
	if err != nil {
		return err
	}
	for _, p := range postings {
		if (p.Kind == ReleasePosting && (released.Commission != p.Commission || released.Fee != p.Fee)) ||
			(p.Kind == RefundPosting && refunded.Fee != p.Fee) {
			panic("order: the books moved other sums than the table promised")
		}
	}
	return nil
}

// setClocks writes the deadlines that changed, each with its reminder.
func (l *life) setClocks(tx *db.Tx) error {
	subject := event.Of("order", l.o.ID)
	for _, d := range Deadlines() {
		was, is := l.was.Clocks[d], l.o.Clocks[d]
		switch {
		case was.Equal(is):
		case is.IsZero():
			if err := deadline.Clear(tx, subject, d.String()); err != nil {
				return err
			}
		default:
			warn := WarnBefore(l.o.LastEventAt, is, &l.rules.Policy)
			if err := deadline.Set(tx, deadline.Clock{Subject: subject, Kind: d.String(), At: is, WarnAt: warn}); err != nil {
				return err
			}
		}
	}
	return nil
}

// Ring is the sweeper's call for a deadline of an order that has passed. A
// deadline that is gone or was moved since is no error: the sweeper came late.
func Ring(tx *db.Tx, c deadline.Clock) error {
	life, err := open(tx, id.Order(c.Subject.ID))
	if err != nil {
		return err
	}
	if err := life.catchUp(tx, Command{Order: life.o.ID, At: tx.Now()}); err != nil {
		return err
	}
	if len(life.steps) > 0 {
		return life.save(tx)
	}
	return life.putOff(tx, c)
}

// putOff lets a clock that waits ring when the order's money is held no longer.
func (l *life) putOff(tx *db.Tx, c deadline.Clock) error {
	held, err := ledger.PotHeld(tx, l.o.ID)
	if err != nil || held.IsZero() {
		return err
	}
	return deadline.Set(tx, deadline.Clock{Subject: c.Subject, Kind: c.Kind, At: held})
}

// Remind is the sweeper's call when a deadline is near (ORD-14). It leaves an
// event beside the chain, from which the one whom it hurts is told.
func Remind(tx *db.Tx, c deadline.Clock) error {
	o, err := Get(tx, id.Order(c.Subject.ID))
	if err != nil {
		return err
	}
	d := ParseDeadline(c.Kind)
	if running := o.Clocks[d]; d == NoDeadline || running.IsZero() || !running.Equal(c.At) {
		return nil
	}
	rules, err := rulebook.At(tx, o.PolicyVersion)
	if err != nil {
		return err
	}
	return event.Note(tx, event.Entry{
		Subject: event.Of("order", o.ID), Kind: "deadline_near", Rule: "ORD-14", At: tx.Now(), Policy: o.PolicyVersion,
		Data: map[string]any{"deadline": c.Kind, "at": c.At.UnixMicro(), "warns": warned(o, d, &rules.Policy)},
	})
}

// warned names the sides that a deadline's reminder goes to, as the table says.
func warned(o Order, d Deadline, p *policy.Policy) string {
	out, err := Decide(o, Command{Side: Clock, Verb: RingClock, Deadline: d, At: o.Clocks[d]}, p)
	if err != nil {
		return ""
	}
	names := ""
	for i, side := range out.Row.Warns {
		if i > 0 {
			names += " "
		}
		names += string(side)
	}
	return names
}

// MoveBy is the sweeper's call for a deadline that ended in an outage, or
// shortly after (ORD-15). The first call for an order moves all its clocks.
func MoveBy(tx *db.Tx, c deadline.Clock, outage deadline.Outage) error {
	life, err := open(tx, id.Order(c.Subject.ID))
	if err != nil {
		return err
	}
	_, err = life.step(Command{Order: life.o.ID, Side: Clock, Verb: MoveClocks, At: tx.Now(), Outage: Outage(outage)})
	if refused, ok := fault.As(err); ok && refused.Code == "order_no_outage" {
		return nil
	}
	if err != nil {
		return err
	}
	return life.save(tx)
}

// eventData is what the diary keeps of a step beyond who, when and which row:
// figures and the checksum of what was said, never the words.
func eventData(s *step) map[string]any {
	data := map[string]any{}
	put := func(key string, value int64) {
		if value != 0 {
			data[key] = value
		}
	}
	for _, p := range s.out.Postings {
		put(string(p.Kind), int64(p.Sum))
		put(string(p.Kind)+"_fee", int64(p.Fee))
	}
	put("lead", int64(s.c.Lead/time.Microsecond))
	if !s.c.Due.IsZero() {
		put("due", s.c.Due.UnixMicro())
	}
	if s.c.Proof != "" {
		data["proof"] = s.c.Proof
	}
	if s.c.Reason != "" {
		data["reason"] = string(s.c.Reason)
	}
	if s.c.Blame != "" {
		data["blame"] = string(s.c.Blame)
	}
	if s.c.Verb == DecideCase || s.c.Verb == OfferSplit || s.c.Verb == ProposeExtra {
		data["sum"] = int64(s.c.Sum)
	}
	return data
}
