package order

import (
	"time"

	"guildhall/id"
	"guildhall/money"
)

// Verb is what somebody wants to do. Each becomes a noun in an address:
// `accept` is POST /orders/{id}/acceptance.
type Verb string

// The verbs of the lifecycle table.
const (
	PlaceOrder      Verb = "place"
	Drop            Verb = "drop"
	Say             Verb = "say"
	HandBrief       Verb = "hand_brief"
	Start           Verb = "start"
	MarkNoTime      Verb = "mark_no_time"
	AskBrief        Verb = "ask_brief"
	Deliver         Verb = "deliver"
	Accept          Verb = "accept"
	SendBack        Verb = "send_back"
	BuyMore         Verb = "buy_more"
	HandBack        Verb = "hand_back"
	ProposeExtra    Verb = "propose_extra"
	AcceptExtra     Verb = "accept_extra"
	RefuseExtra     Verb = "refuse_extra"
	WithdrawExtra   Verb = "withdraw_extra"
	ProposeDate     Verb = "propose_date"
	AcceptDate      Verb = "accept_date"
	RefuseDate      Verb = "refuse_date"
	WithdrawDate    Verb = "withdraw_date"
	Cancel          Verb = "cancel"
	AcceptCancel    Verb = "accept_cancel"
	RefuseCancel    Verb = "refuse_cancel"
	TakeBackCancel  Verb = "take_back_cancel"
	AskArbitration  Verb = "ask_arbitration"
	StateCase       Verb = "state_case"
	WithdrawCase    Verb = "withdraw_case"
	OfferGoOn       Verb = "offer_go_on"
	AcceptGoOn      Verb = "accept_go_on"
	OfferSplit      Verb = "offer_split"
	AcceptSplit     Verb = "accept_split"
	DecideCase      Verb = "decide_case"
	DecideBack      Verb = "decide_back"
	AcceptDecision  Verb = "accept_decision"
	AppealDecision  Verb = "appeal_decision"
	Tip             Verb = "tip"
	AgreePortfolio  Verb = "agree_portfolio"
	RefusePortfolio Verb = "refuse_portfolio"
	NotePaid        Verb = "note_paid"
	NoteReceived    Verb = "note_received"
	ContestPayment  Verb = "contest_payment"
	StaffCancel     Verb = "staff_cancel"
	PartyBanned     Verb = "party_banned"
	ChooseFinish    Verb = "choose_finish"
	ChooseCancel    Verb = "choose_cancel"
	Object          Verb = "object"
	UpholdObjection Verb = "uphold_objection"
	RejectObjection Verb = "reject_objection"
	RingClock       Verb = "ring_clock" // a deadline takes effect
	MoveClocks      Verb = "move_clocks"
)

// Reason is why someone cancels (ORD-40 to ORD-56). Which can be chosen is
// decided by facts the system saw, not by what the chooser claims (ORD-39).
type Reason string

// The reasons, buyer's first.
const (
	ByMistake           Reason = "by_mistake"           // ORD-40
	NotOnTime           Reason = "not_on_time"          // ORD-41
	BuyerMisunderstood  Reason = "buyer_misunderstood"  // ORD-42
	SellerSilent        Reason = "seller_silent"        // ORD-43
	NotAsAgreed         Reason = "not_as_agreed"        // ORD-44
	SellerBusy          Reason = "seller_busy"          // ORD-45
	BuyerOther          Reason = "buyer_other"          // ORD-46
	DoesNotMatch        Reason = "does_not_match"       // ORD-50
	BriefMissing        Reason = "brief_missing"        // ORD-51
	BuyerSilent         Reason = "buyer_silent"         // ORD-52
	SellerMisunderstood Reason = "seller_misunderstood" // ORD-53
	NoTimeForIt         Reason = "no_time"              // ORD-54
	CannotDoIt          Reason = "cannot_do_it"         // ORD-55
	SellerOther         Reason = "seller_other"         // ORD-56
)

// AllReasons lists the reasons in the order of the spec.
var AllReasons = []Reason{
	ByMistake, NotOnTime, BuyerMisunderstood, SellerSilent, NotAsAgreed, SellerBusy, BuyerOther,
	DoesNotMatch, BriefMissing, BuyerSilent, SellerMisunderstood, NoTimeForIt, CannotDoIt, SellerOther,
}

// Reasons is a set of reasons, stored as bits in the order of AllReasons.
type Reasons int64

// Has reports whether the set holds the reason.
func (s Reasons) Has(reason Reason) bool { return s&bit(reason) != 0 }

// With adds a reason.
func (s Reasons) With(reason Reason) Reasons { return s | bit(reason) }

func bit(reason Reason) Reasons {
	for i, known := range AllReasons {
		if known == reason {
			return 1 << i
		}
	}
	return 0
}

// Command is one wish to act. The desk stamps At, the moment the request
// arrived; the door checks that Actor may act as Side.
type Command struct {
	Order   id.Order
	Actor   id.Member
	Side    Side
	Agent   string // set when a member's software acts for them
	Verb    Verb
	Reason  Reason    // with Cancel
	At      time.Time // µs UTC
	Version int64     // the version the form was drawn from; 0 when none was

	Deadline Deadline      // with RingClock
	Sum      money.Amount  // additions, extras, tips, a split's part for the seller
	Lead     time.Duration // time that an addition brings; negative shortens
	Files    int           // files and links that come with a delivery
	Complete bool          // the brief is complete with this handing over
	Point    bool          // a named point of the agreement is not met
	Due      time.Time     // a proposed date, or an arbiter's new due time
	Blame    Blame         // with an arbiter's decision
	Banned   Side          // with PartyBanned
	Outage   Outage        // with MoveClocks

	Proof       string    // checksum of what is handed over with it: terms, answers
	Text        string    // what is said with it; kept by the conversation, not by the machine
	Attachments []id.File // likewise
}

// Outage is a time in which the marketplace was down (ORD-15).
type Outage struct{ From, Until time.Time }
