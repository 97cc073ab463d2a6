// Package order is the agreement: its life from placing to its end, told by one
// literal table (machine.go), carried out through one door (act.go).
//
// Read order.go (nouns), machine.go (what may happen), act.go (what does
// happen), store.go (SQL that writes), view.go (SQL that reads).
package order

import (
	"time"

	"guildhall/event"
	"guildhall/id"
	"guildhall/money"
	"guildhall/policy"
)

// State is where an order stands. The spec's words are the stored ones.
type State string

// The states of `orders.md`. Prepared orders live in a checkout (ORD-57) and
// hold no money; completed and cancelled are the two ends.
const (
	Prepared  State = "prepared"
	Placed    State = "placed"
	InWork    State = "in_work"
	Late      State = "late"
	Delivered State = "delivered"
	Disputed  State = "disputed"
	Completed State = "completed"
	Cancelled State = "cancelled"
)

// States lists every state in the order of a life.
var States = []State{Prepared, Placed, InWork, Late, Delivered, Disputed, Completed, Cancelled}

// Ended reports whether nothing but an aftermath can follow.
func (s State) Ended() bool { return s == Completed || s == Cancelled }

// Side is who acts, is paid, is warned.
type Side string

// Nobody is the zero side. Staff are moderators and admins, an arbiter is
// someone who is no party to the order (TRU-28), the clock is a deadline.
const (
	Nobody  Side = ""
	Buyer   Side = "buyer"
	Seller  Side = "seller"
	Arbiter Side = "arbiter"
	Staff   Side = "staff"
	Clock   Side = "clock"
)

// Sides lists who can act.
var Sides = []Side{Buyer, Seller, Arbiter, Staff, Clock}

// Other is the opposite party; Nobody for those who are no party.
func (s Side) Other() Side {
	switch s {
	case Buyer:
		return Seller
	case Seller:
		return Buyer
	}
	return Nobody
}

// Cause is why an order lowers its seller's responsibility (REP-4), empty when
// it does not. Each order counts once, by its heaviest cause.
type Cause string

// The causes, lightest first; late deliveries are kept in Lateness.
const (
	NotCounted      Cause = ""
	CountsCancelled Cause = "cancelled"   // a reason that counts (ORD-41, 43 to 45, 53 to 56)
	CountsNoStart   Cause = "not_started" // ORD-6
	CountsIdle      Cause = "idle"        // ORD-9
	CountsFault     Cause = "fault"       // an arbiter found the seller at fault (ORD-49)
)

// Lateness is what the clock says about being on time (ORD-7, ORD-12, REP-14).
type Lateness string

// An excused order became late while a required answer was missing that the
// seller had asked for: it does not count and gives no right to ORD-41.
const (
	OnTime      Lateness = ""
	LateExcused Lateness = "excused"
	LateCounts  Lateness = "late"
)

// Blame is an arbiter's finding (ORD-49, ORD-32).
type Blame string

// Overreach is a buyer who asked for more than was ordered: the one finding
// that keeps feedback closed.
const (
	BlameNobody    Blame = ""
	BlameSeller    Blame = "seller"
	BlameBuyer     Blame = "buyer"
	BlameOverreach Blame = "overreach"
)

// Order is one agreement: its terms, which never change, and what has become
// of it so far. Facts that rules ask for (last word of each side, deliveries,
// rounds) are fields kept by the order's own door (ORD-39).
type Order struct {
	ID             id.Order
	Number         string // short and spoken: "K7M-3QX-9PA"
	Buyer          id.Member
	Seller         id.Member
	Service        id.Service
	ServiceVersion id.ServiceVersion // ORD-4
	Checkout       id.Checkout       // zero when ordered directly
	PolicyVersion  int64             // ORD-4
	Version        int64             // grows with each act; guards against two at once (ORD-35)
	Diary          event.Head        // where its chain of events ends (ORD-33)

	State State
	Turn
	Custody policy.Custody
	Terms
	Purse
	Facts
	Request
	Extra
	Addition
	Date
	Dispute
	Aftermath
	Clocks Clocks // running deadlines
	Left   Spans  // what is left of those that stand still
}

// Turn says for whom the order waits, for lists and bells (ORD-34).
type Turn struct {
	WaitsForBuyer  bool
	WaitsForSeller bool
}

// Terms are what both agreed to when the order was placed (ORD-2, MON-18).
type Terms struct {
	Title        string
	Units        int64
	Package      string // economy, standard, business; empty for units
	Lead         time.Duration
	Rounds       int64 // revisions agreed; -1 is unlimited (ORD-20)
	RevisionTime time.Duration
	Commission   money.Rate
	FeeRate      money.Rate // the buyer's fee
	BriefNeeded  bool       // the instructions ask at least one required question
}

// Purse is the money of the order. Price and Fee grow with additions; Held and
// FeeHeld are what the escrow still holds of them. With custody `none` nothing
// is ever held.
type Purse struct {
	Price    money.Amount
	Fee      money.Amount
	Held     money.Amount
	FeeHeld  money.Amount
	ToSeller money.Amount // gross, commission included
	ToBuyer  money.Amount // refunded, without the fee's part
}

// Facts are what the system saw (ORD-39).
type Facts struct {
	PlacedAt         time.Time
	StartedAt        time.Time // the seller pressed "start working"
	Due              time.Time // zero while the work clock has not started or stands still (ORD-12)
	DeliveredAt      time.Time // the last delivery
	EndedAt          time.Time
	LateAt           time.Time
	LastEventAt      time.Time     // of anybody, the clock included
	LastActAt        time.Time     // of either party, messages included (ORD-9)
	IdleGrace        time.Duration // what outages added to ORD-9 since the last act
	BuyerWaitsSince  time.Time     // the buyer's first word that the seller left unanswered (ORD-43)
	SellerWaitsSince time.Time     // the seller's, left unanswered by the buyer (ORD-52)
	SellerSaidAt     time.Time     // the seller's last word (ORD-9)
	BriefAskedAt     time.Time     // ORD-60
	BriefComplete    bool
	NoTime           bool // ORD-59
	Deliveries       int64
	FirstOnTime      bool // judged by the first delivery (ORD-29)
	SentBack         int64
	SentBackPoint    bool // at least once with a named point (ORD-11)
	Lateness         Lateness
	Cause            Cause
	EndedBy          string // row id of the end
	CheckFloorUsed   bool   // ORD-28: the 24 h after a refusal are given once
	BannedSide       Side   // ORD-61
	PaidNoted        bool   // ORD-5
	ReceivedNoted    bool
	PaymentContested bool
}

// Request is a pending cancellation: a layer over a state (ORD-28).
type Request struct {
	AskedBy     Side // Nobody when none is pending
	AskedReason Reason
	BuyerAsks   int64
	SellerAsks  int64
	Refused     Reasons // refused since the last delivery
	EverRefused bool
}

// Extra is what the seller proposes beyond the order (ORD-22).
type Extra struct {
	ExtraSum  money.Amount
	ExtraLead time.Duration
	ExtraOpen bool
}

// Addition is what was bought in addition and the seller can hand back until
// the hand-back clock runs out or the work is delivered (ORD-21). What is bought
// on top of one that can still be handed back goes back with it.
type Addition struct {
	AddedSum   money.Amount
	AddedFrom  State         // empty when none can be handed back
	AddedLeft  time.Duration // what was left of the work clock when the first of it was bought
	AddedCheck time.Duration // what was left to check a delivery it interrupted
	Additions  int64
}

// Date is a proposed later date (ORD-13).
type Date struct {
	DateBy  Side // Nobody when none is proposed
	DateDue time.Time
}

// Dispute is the order's case, in facts; its words belong to package dispute.
type Dispute struct {
	CaseBy         Side // who asked; Nobody when there is none
	CaseFrom       State
	CaseOpenedAt   time.Time
	BuyerStated    bool
	SellerStated   bool
	GoOnBy         Side // who offered to go on
	SplitBy        Side // who offered a split
	SplitToSeller  money.Amount
	Decided        bool
	DecidedTo      money.Amount // the seller's part by the decision
	DecidedBlame   Blame
	DecidedBy      id.Member
	BuyerAccepted  bool
	SellerAccepted bool
	Appealed       bool
	AppealedAt     time.Time
}

// Aftermath is what stays open after the end.
type Aftermath struct {
	FeedbackOpen  bool
	FeedbackUntil time.Time
	Portfolio     Consent // ORD-26
	Tipped        money.Amount
	Objection     Objection // ORD-39
}

// Consent is the buyer's word on showing the work; silence is no.
type Consent string

// The words of ORD-26.
const (
	ConsentOpen    Consent = ""
	ConsentAgreed  Consent = "agreed"
	ConsentRefused Consent = "refused"
)

// Objection is where the seller's objection against a counting reason stands.
type Objection string

// An order that can still be objected to counts only when the clock has run
// out; one that is being looked at waits for staff.
const (
	ObjectionNone     Objection = ""
	ObjectionPossible Objection = "possible"
	ObjectionMade     Objection = "made"
	ObjectionUpheld   Objection = "upheld"
	ObjectionRejected Objection = "rejected"
)

// SideOf tells which party a member is; Nobody for a stranger.
func (o Order) SideOf(member id.Member) Side {
	switch {
	case member.IsZero():
		return Nobody
	case member == o.Buyer:
		return Buyer
	case member == o.Seller:
		return Seller
	}
	return Nobody
}

// Member is the party on a side; the zero id for sides that are no party.
func (o Order) Member(side Side) id.Member {
	switch side {
	case Buyer:
		return o.Buyer
	case Seller:
		return o.Seller
	}
	return id.Member{}
}

// escrow reports whether the marketplace holds this order's money.
func (o Order) escrow() bool { return o.Custody == policy.CustodyEscrow }

// RoundsLeft is how often the buyer may still send the work back; -1 is without
// limit.
func (o Order) RoundsLeft() int64 {
	if o.Rounds < 0 {
		return -1
	}
	return max(0, o.Rounds-o.SentBack)
}
