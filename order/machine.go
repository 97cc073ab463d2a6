package order

import (
	"slices"

	"guildhall/fault"
	"guildhall/policy"
)

// Row is one line of the lifecycle table: who may do what, from which state,
// under which conditions, and what it does. Everything else about orders is
// derived from these rows: what the door allows, the buttons and what they
// promise (ORD-30), the deadlines, the API's open actions, the public page of
// rules, the drawn diagram, and the model check (ORD-37).
type Row struct {
	ID       string // also the kind of the event it leaves; never reused
	Rule     string // where the spec says so
	Verb     Verb
	Who      []Side
	From     []State
	Reason   Reason         // with Cancel
	Deadline Deadline       // with RingClock
	Custody  policy.Custody // empty: whoever holds the money
	Layer    Layer          // what a pending cancellation request means for it
	If       []Guard        // all must pass
	To       []State        // empty: stays; several: the effects choose among them
	Do       []Effect
	Warns    []Side // with RingClock: whom the reminder goes to (ORD-14)
}

// Layer says how a row goes together with a pending request (ORD-28).
type Layer string

// The zero layer is closed while a request waits.
const (
	Closed    Layer = ""
	Through   Layer = "through"    // takes no notice of it
	TakesBack Layer = "takes_back" // the asker may, and the request is gone
	Overrides Layer = "overrides"  // the other side may, and the request is gone
	Refuses   Layer = "refuses"    // the other side may, and it counts as a refusal
	Answers   Layer = "answers"    // only while one waits: the other side
	Retracts  Layer = "retracts"   // only while one waits: the asker
	Lapses    Layer = "lapses"     // only while one waits: the clock
)

var (
	buyer, seller, either = []Side{Buyer}, []Side{Seller}, []Side{Buyer, Seller}
	arbiter, staff, clock = []Side{Arbiter}, []Side{Staff}, []Side{Clock}

	unstarted  = []State{Placed}
	working    = []State{InWork, Late}
	before     = []State{Placed, InWork, Late}
	running    = []State{Placed, InWork, Late, Delivered}
	unfinished = []State{Placed, InWork, Late, Delivered, Disputed}
	closed     = []State{Completed, Cancelled}
	theCase    = []State{Disputed}
	caseEnds   = []State{Cancelled, Completed}
	caseReturn = []State{Placed, InWork, Late, Delivered, Completed}
)

// Table is the whole life of an order. Of several rows that fit a command the
// first whose conditions pass is taken.
var Table = lifecycle(slices.Concat(placingRows, workRows, additionRows, dateRows, cancelRows, layerRows, caseRows, aftermathRows, staffRows))

var placingRows = []Row{
	{ID: "place", Rule: "ORD-3", Verb: PlaceOrder, Who: buyer, From: []State{Prepared}, To: unstarted, If: guards(notOwnService), Do: effects(holdPrice, startPlaced)},
	{ID: "drop", Rule: "ORD-57", Verb: Drop, Who: buyer, From: []State{Prepared}, To: []State{Cancelled}, Do: effects(endQuietly)},
	{ID: "prepared_lapse", Rule: "ORD-57", Verb: RingClock, Who: clock, Deadline: PreparedDeadline, From: []State{Prepared}, To: []State{Cancelled}, Do: effects(endQuietly), Warns: buyer},
	{ID: "start_lapse", Rule: "ORD-6", Verb: RingClock, Who: clock, Deadline: StartDeadline, From: unstarted, To: []State{Cancelled}, Layer: Through, Do: effects(refundAll, countsNoStart), Warns: seller},
}

var workRows = []Row{
	{ID: "say", Rule: "ORD-23", Verb: Say, Who: either, From: append(running, Disputed, Completed, Cancelled), Layer: Through, If: guards(withinTalk), Do: effects(noteWord)},
	{ID: "complete_brief", Rule: "ORD-12", Verb: HandBrief, Who: buyer, From: before, Layer: Through, If: guards(briefBecomesComplete), Do: effects(completeBrief)},
	{ID: "hand_brief", Rule: "ORD-16", Verb: HandBrief, Who: buyer, From: before, Layer: Through},
	{ID: "start", Rule: "ORD-17", Verb: Start, Who: seller, From: unstarted, To: []State{InWork}, Layer: TakesBack, Do: effects(startWork)},
	{ID: "mark_no_time", Rule: "ORD-59", Verb: MarkNoTime, Who: seller, From: unstarted, If: guards(noTimeNotMarked), Do: effects(markNoTime)},
	{ID: "ask_brief", Rule: "ORD-60", Verb: AskBrief, Who: seller, From: []State{Placed, InWork}, If: guards(briefIncomplete, briefNotAsked), Do: effects(askBrief)},
	{ID: "deliver", Rule: "ORD-18", Verb: Deliver, Who: seller, From: working, To: []State{Delivered}, Layer: TakesBack, If: guards(workComesAlong), Do: effects(deliverWork)},
	{ID: "accept", Rule: "ORD-19", Verb: Accept, Who: buyer, From: []State{Delivered}, To: []State{Completed}, Layer: TakesBack, Do: effects(payAll)},
	{ID: "send_back", Rule: "ORD-20", Verb: SendBack, Who: buyer, From: []State{Delivered}, To: []State{InWork}, Layer: TakesBack, If: guards(roundsLeft), Do: effects(sendBack)},
	{ID: "due_pass_excused", Rule: "ORD-12", Verb: RingClock, Who: clock, Deadline: DueDeadline, From: []State{InWork}, To: []State{Late}, If: guards(askedBriefMissing), Do: effects(becomeLateExcused), Warns: either},
	{ID: "due_pass", Rule: "ORD-7", Verb: RingClock, Who: clock, Deadline: DueDeadline, From: []State{InWork}, To: []State{Late}, Do: effects(becomeLate), Warns: seller},
	{ID: "check_lapse", Rule: "ORD-8", Verb: RingClock, Who: clock, Deadline: CheckDeadline, From: []State{Delivered}, To: []State{Completed}, Layer: Through, Do: effects(payAll), Warns: buyer},
	{ID: "idle_excused", Rule: "ORD-9", Verb: RingClock, Who: clock, Deadline: IdleDeadline, From: working, To: []State{Cancelled}, If: guards(sellerWordUnanswered), Do: effects(refundAll), Warns: either},
	{ID: "idle_counts", Rule: "ORD-9", Verb: RingClock, Who: clock, Deadline: IdleDeadline, From: working, To: []State{Cancelled}, Do: effects(refundAll, countsIdle, openFeedback), Warns: either},
}

var additionRows = []Row{
	{ID: "buy_more", Rule: "ORD-21", Verb: BuyMore, Who: buyer, From: []State{InWork, Late, Delivered}, To: []State{InWork}, If: guards(addsSomething, doesNotShorten), Do: effects(buyMore)},
	{ID: "hand_back", Rule: "ORD-21", Verb: HandBack, Who: seller, From: working, To: []State{InWork, Late, Delivered}, If: guards(canHandBack), Do: effects(handBack)},
	{ID: "hand_back_lapse", Rule: "ORD-21", Verb: RingClock, Who: clock, Deadline: HandBackDeadline, From: running, Layer: Through, Do: effects(keepAddition), Warns: seller},
	{ID: "propose_extra", Rule: "ORD-22", Verb: ProposeExtra, Who: seller, From: before, If: guards(addsSomething, noExtraOpen), Do: effects(proposeExtra)},
	{ID: "accept_extra", Rule: "ORD-22", Verb: AcceptExtra, Who: buyer, From: before, To: []State{InWork}, If: guards(extraOpen), Do: effects(acceptExtra)},
	{ID: "refuse_extra", Rule: "ORD-22", Verb: RefuseExtra, Who: buyer, From: before, If: guards(extraOpen), Do: effects(closeExtra)},
	{ID: "withdraw_extra", Rule: "ORD-22", Verb: WithdrawExtra, Who: seller, From: before, If: guards(extraOpen), Do: effects(closeExtra)},
	{ID: "extra_lapse", Rule: "ORD-22", Verb: RingClock, Who: clock, Deadline: ExtraDeadline, From: before, Do: effects(closeExtra), Warns: buyer},
}

var dateRows = []Row{
	{ID: "propose_date", Rule: "ORD-13", Verb: ProposeDate, Who: either, From: working, If: guards(datesCanBeAgreed, noDateOpen, dateIsLater), Do: effects(proposeDate)},
	{ID: "accept_date", Rule: "ORD-13", Verb: AcceptDate, Who: either, From: working, To: []State{InWork}, If: guards(datesCanBeAgreed, otherProposedDate), Do: effects(acceptDate)},
	{ID: "refuse_date", Rule: "ORD-13", Verb: RefuseDate, Who: either, From: working, If: guards(datesCanBeAgreed, otherProposedDate), Do: effects(closeDate)},
	{ID: "withdraw_date", Rule: "ORD-13", Verb: WithdrawDate, Who: either, From: working, If: guards(datesCanBeAgreed, proposedDateOneself), Do: effects(closeDate)},
	{ID: "date_lapse", Rule: "ORD-13", Verb: RingClock, Who: clock, Deadline: DateDeadline, From: working, If: guards(datesCanBeAgreed), Do: effects(closeDate), Warns: either},
}

// cancelRows hold the reasons. A row named cancel_ ends the order at once, a
// row named ask_ waits for the other side, whose silence is consent (ORD-10).
// Where custody is `none` more reasons want consent (ORD-36).
var cancelRows = []Row{
	atOnce("ORD-40", ByMistake, buyer, []State{Placed, InWork}, "", withinFreeCancel, nothingDelivered, startedOnlyInEscrow),
	atOnce("ORD-41", NotOnTime, buyer, []State{Late}, "", lateCounts),
	withConsent("ORD-42", BuyerMisunderstood, buyer, running, ""),
	atOnce("ORD-43", SellerSilent, buyer, []State{Late}, policy.CustodyEscrow, sellerSilent, lateCounts),
	withConsent("ORD-43", SellerSilent, buyer, before, "", sellerSilent),
	atOnce("ORD-44", NotAsAgreed, buyer, []State{Late}, policy.CustodyEscrow, lateCounts),
	withConsent("ORD-44", NotAsAgreed, buyer, []State{InWork, Late, Delivered}, "", inWorkOnlySentBack),
	withConsent("ORD-45", SellerBusy, buyer, unstarted, "", sellerSilentOrBusy),
	withConsent("ORD-46", BuyerOther, buyer, running, ""),
	withConsent("ORD-50", DoesNotMatch, seller, unstarted, ""),
	withConsent("ORD-51", BriefMissing, seller, unstarted, "", briefIncomplete, askedLongAgo),
	withConsent("ORD-52", BuyerSilent, seller, working, "", buyerSilent),
	atOnce("ORD-53", SellerMisunderstood, seller, before, policy.CustodyEscrow),
	withConsent("ORD-53", SellerMisunderstood, seller, before, policy.CustodyNone),
	atOnce("ORD-54", NoTimeForIt, seller, before, policy.CustodyEscrow),
	withConsent("ORD-54", NoTimeForIt, seller, before, policy.CustodyNone),
	atOnce("ORD-55", CannotDoIt, seller, before, policy.CustodyEscrow),
	withConsent("ORD-55", CannotDoIt, seller, before, policy.CustodyNone),
	atOnce("ORD-56", SellerOther, seller, running, policy.CustodyEscrow),
	withConsent("ORD-56", SellerOther, seller, running, policy.CustodyNone),
}

// counts tells which reasons lower the seller's responsibility and open
// feedback: one rule for both (orders.md, Cancelling).
var counts = map[Reason]bool{
	NotOnTime: true, SellerSilent: true, NotAsAgreed: true, SellerBusy: true,
	SellerMisunderstood: true, NoTimeForIt: true, CannotDoIt: true, SellerOther: true,
}

var layerRows = []Row{
	{ID: "accept_cancel", Rule: "ORD-25", Verb: AcceptCancel, Who: either, From: running, To: []State{Cancelled}, Layer: Answers, Do: effects(refundAll, countAsAsked)},
	{ID: "refuse_cancel", Rule: "ORD-25", Verb: RefuseCancel, Who: either, From: running, Layer: Answers, Do: effects(refuseRequest)},
	{ID: "take_back_cancel", Rule: "ORD-25", Verb: TakeBackCancel, Who: either, From: running, Layer: Retracts, Do: effects(endRequest)},
	{ID: "cancel_silence", Rule: "ORD-10", Verb: RingClock, Who: clock, Deadline: AnswerDeadline, From: running, To: []State{Cancelled}, Layer: Lapses, Do: effects(refundAll, countAsAsked), Warns: either},
}

var caseRows = []Row{
	{ID: "ask_arbitration", Rule: "ORD-24", Verb: AskArbitration, Who: either, From: []State{InWork, Late, Delivered}, To: theCase, Layer: Refuses, If: guards(mayAskArbitration), Do: effects(openCase)},
	{ID: "ask_arbitration_placed", Rule: "ORD-24", Verb: AskArbitration, Who: either, From: unstarted, To: theCase, Layer: Refuses, If: guards(wasRefused), Do: effects(openCase)},
	{ID: "ask_arbitration_unpaid", Rule: "ORD-24", Verb: AskArbitration, Who: either, From: []State{Completed}, To: theCase, Custody: policy.CustodyNone, If: guards(stillUnpaid), Do: effects(openCase)},
	{ID: "state_case", Rule: "TRU-22", Verb: StateCase, Who: either, From: theCase, If: guards(undecided), Do: effects(stateCase)},
	{ID: "statement_lapse", Rule: "ORD-11", Verb: RingClock, Who: clock, Deadline: StatementDeadline, From: theCase, Do: effects(endStatements), Warns: either},
	{ID: "case_reminder", Rule: "ORD-11", Verb: RingClock, Who: clock, Deadline: ReminderDeadline, From: theCase, Do: effects(remindStaff), Warns: staff},
	{ID: "withdraw_case", Rule: "ORD-49", Verb: WithdrawCase, Who: either, From: theCase, To: caseReturn, If: guards(opener, otherHasNotStated, undecided), Do: effects(returnFromCase)},
	{ID: "offer_go_on", Rule: "ORD-49", Verb: OfferGoOn, Who: either, From: theCase, If: guards(undecided, noGoOnOffer), Do: effects(offerGoOn)},
	{ID: "accept_go_on", Rule: "ORD-49", Verb: AcceptGoOn, Who: either, From: theCase, To: caseReturn, If: guards(undecided, otherOfferedGoOn), Do: effects(returnFromCase)},
	{ID: "offer_split", Rule: "TRU-23", Verb: OfferSplit, Who: either, From: theCase, Custody: policy.CustodyEscrow, If: guards(undecided, withinEscrow), Do: effects(offerSplit)},
	{ID: "accept_split", Rule: "ORD-49", Verb: AcceptSplit, Who: either, From: theCase, To: caseEnds, Custody: policy.CustodyEscrow, If: guards(undecided, otherOfferedSplit), Do: effects(endBySplit)},
	{ID: "decide_case", Rule: "ORD-49", Verb: DecideCase, Who: arbiter, From: theCase, If: guards(undecided, withinEscrow), Do: effects(announceDecision)},
	{ID: "decide_appeal", Rule: "TRU-22", Verb: DecideCase, Who: arbiter, From: theCase, To: caseEnds, If: guards(appealed, someoneElse, withinEscrow), Do: effects(endByAppeal)},
	{ID: "decide_back", Rule: "ORD-49", Verb: DecideBack, Who: arbiter, From: theCase, To: []State{InWork}, If: guards(undecided, workCanGoOn, dueAhead), Do: effects(sendBackToWork)},
	{ID: "accept_decision_last", Rule: "ORD-49", Verb: AcceptDecision, Who: either, From: theCase, To: caseEnds, If: guards(decidedOpen, otherAcceptedDecision), Do: effects(endByDecision)},
	{ID: "accept_decision", Rule: "ORD-49", Verb: AcceptDecision, Who: either, From: theCase, If: guards(decidedOpen, notAcceptedYet), Do: effects(acceptDecision)},
	{ID: "appeal_decision", Rule: "TRU-22", Verb: AppealDecision, Who: either, From: theCase, If: guards(decidedOpen, notAcceptedYet), Do: effects(appealDecision)},
	{ID: "decision_effective", Rule: "ORD-49", Verb: RingClock, Who: clock, Deadline: EffectDeadline, From: theCase, To: caseEnds, Do: effects(endByDecision), Warns: either},
	{ID: "appeal_limit", Rule: "ORD-11", Verb: RingClock, Who: clock, Deadline: LimitDeadline, From: theCase, To: caseEnds, If: guards(appealed), Do: effects(endByDecision), Warns: []Side{Staff, Buyer, Seller}},
	{ID: "case_limit", Rule: "ORD-11", Verb: RingClock, Who: clock, Deadline: LimitDeadline, From: theCase, To: caseEnds, Do: effects(endByLog), Warns: []Side{Staff, Buyer, Seller}},
}

var aftermathRows = []Row{
	{ID: "tip", Rule: "ORD-27", Verb: Tip, Who: buyer, From: []State{Completed}, Custody: policy.CustodyEscrow, If: guards(positiveSum), Do: effects(tip)},
	{ID: "agree_portfolio", Rule: "ORD-26", Verb: AgreePortfolio, Who: buyer, From: []State{Completed}, If: guards(portfolioOpen), Do: effects(agreePortfolio)},
	{ID: "refuse_portfolio", Rule: "ORD-26", Verb: RefusePortfolio, Who: buyer, From: []State{Completed}, If: guards(portfolioNotRefused), Do: effects(refusePortfolio)},
	{ID: "note_paid", Rule: "ORD-5", Verb: NotePaid, Who: buyer, From: append(running, Disputed, Completed), Custody: policy.CustodyNone, Layer: Through, If: guards(paidNotNoted), Do: effects(notePaid)},
	{ID: "note_received", Rule: "ORD-5", Verb: NoteReceived, Who: seller, From: append(running, Disputed, Completed), Custody: policy.CustodyNone, Layer: Through, If: guards(receivedNotNoted), Do: effects(noteReceived)},
	{ID: "contest_payment", Rule: "ORD-5", Verb: ContestPayment, Who: either, From: append(running, Disputed, Completed), Custody: policy.CustodyNone, Layer: Through, If: guards(otherNotedPayment), Do: effects(contestPayment)},
	{ID: "object", Rule: "ORD-39", Verb: Object, Who: seller, From: []State{Cancelled}, If: guards(canObject), Do: effects(object)},
	{ID: "objection_lapse", Rule: "ORD-39", Verb: RingClock, Who: clock, Deadline: ObjectionDeadline, From: []State{Cancelled}, Do: effects(closeObjection), Warns: seller},
	{ID: "uphold_objection", Rule: "ORD-39", Verb: UpholdObjection, Who: staff, From: []State{Cancelled}, If: guards(objectionMade), Do: effects(upholdObjection)},
	{ID: "reject_objection", Rule: "ORD-39", Verb: RejectObjection, Who: staff, From: []State{Cancelled}, If: guards(objectionMade), Do: effects(rejectObjection)},
}

var staffRows = []Row{
	{ID: "staff_cancel", Rule: "ORD-31", Verb: StaffCancel, Who: staff, From: unfinished, To: []State{Cancelled}, Layer: Through, Do: effects(refundAll)},
	{ID: "party_banned", Rule: "ORD-61", Verb: PartyBanned, Who: staff, From: running, Layer: Through, If: guards(namesParty, nobodyBanned), Do: effects(banParty)},
	{ID: "choose_finish", Rule: "ORD-61", Verb: ChooseFinish, Who: either, From: running, Layer: Through, If: guards(otherBanned), Do: effects(goOnDespiteBan)},
	{ID: "choose_cancel", Rule: "ORD-61", Verb: ChooseCancel, Who: either, From: running, To: []State{Cancelled}, Layer: Through, If: guards(otherBanned), Do: effects(refundAll)},
	{ID: "ban_silence_pay", Rule: "ORD-61", Verb: RingClock, Who: clock, Deadline: BanDeadline, From: running, To: []State{Completed}, Layer: Through, If: guards(buyerBannedAfterDelivery), Do: effects(payAll), Warns: either},
	{ID: "ban_silence", Rule: "ORD-61", Verb: RingClock, Who: clock, Deadline: BanDeadline, From: running, To: []State{Cancelled}, Layer: Through, Do: effects(refundAll), Warns: either},
	{ID: "move_clocks", Rule: "ORD-15", Verb: MoveClocks, Who: clock, From: append(unfinished, closed...), Layer: Through, If: guards(outageTouches), Do: effects(moveClocks)},
}

func atOnce(rule string, reason Reason, who []Side, from []State, custody policy.Custody, conditions ...Guard) Row {
	return Row{ID: "cancel_" + string(reason), Rule: rule, Verb: Cancel, Reason: reason, Who: who, From: from, Custody: custody,
		Layer: Overrides, If: conditions, To: []State{Cancelled}, Do: effects(refundAll, countByReason)}
}

func withConsent(rule string, reason Reason, who []Side, from []State, custody policy.Custody, conditions ...Guard) Row {
	return Row{ID: "ask_" + string(reason), Rule: rule, Verb: Cancel, Reason: reason, Who: who, From: from, Custody: custody,
		If: append(conditions, mayAskAgain), Do: effects(askCancel)}
}

// Lifecycle is a table of rows, found by verb.
type Lifecycle struct {
	Rows   []Row
	byVerb map[Verb][]*Row
}

func lifecycle(rows []Row) *Lifecycle {
	l := &Lifecycle{Rows: rows, byVerb: map[Verb][]*Row{}}
	for i := range rows {
		l.byVerb[rows[i].Verb] = append(l.byVerb[rows[i].Verb], &rows[i])
	}
	return l
}

// Outcome is what a command does: the row taken, the order after it, and the
// money that moves. Nothing has happened yet; the door carries it out.
type Outcome struct {
	Row      *Row
	Before   Order
	After    Order
	Postings []Posting
}

// Decide answers what a command does to an order under a policy, or why not.
// It is pure: the same question always has the same answer. Faults:
// order_not_for_you, order_not_in_state{state}, or the first condition's.
func Decide(o Order, c Command, p *policy.Policy) (Outcome, error) { return Table.Decide(o, c, p) }

// Decide answers by this table; the model check and tests hand in damaged ones.
func (l *Lifecycle) Decide(o Order, c Command, p *policy.Policy) (Outcome, error) {
	refusal, weighs := fault.Denied("order_not_for_you"), 0
	for _, row := range l.byVerb[c.Verb] {
		if !row.asks(&o, &c) {
			continue
		}
		refused := row.refuses(&o, &c, p)
		if refused == nil {
			return row.carryOut(o, c, p), nil
		}
		if weight := row.weight(refused); weight > weighs {
			refusal, weighs = refused, weight
		}
	}
	return Outcome{}, refusal
}

// asks reports whether the row is about this command at all.
func (row *Row) asks(o *Order, c *Command) bool {
	return row.Verb == c.Verb && row.Reason == c.Reason && row.Deadline == c.Deadline &&
		(row.Custody == "" || row.Custody == o.Custody) && slices.Contains(row.Who, c.Side)
}

// refuses tells why the row cannot be taken now; nil when it can.
func (row *Row) refuses(o *Order, c *Command, p *policy.Policy) *fault.Fault {
	if !slices.Contains(row.From, o.State) {
		return fault.Conflict("order_not_in_state", "state", string(o.State))
	}
	if refused := row.Layer.refuses(o, c); refused != nil {
		return refused
	}
	if row.Verb == RingClock && !rung(o, c) {
		return fault.Conflict("order_clock_not_due")
	}
	for _, guard := range row.If {
		if refused := guard.Test(o, c, p); refused != nil {
			return refused
		}
	}
	return nil
}

func rung(o *Order, c *Command) bool {
	due := o.Clocks[c.Deadline]
	return !due.IsZero() && !due.After(c.At)
}

func (layer Layer) refuses(o *Order, c *Command) *fault.Fault {
	switch asker := o.AskedBy; {
	case layer == Through:
		return nil
	case layer == Answers || layer == Retracts || layer == Lapses:
		if asker == Nobody {
			return fault.Conflict("order_no_request")
		}
		if (layer == Answers && c.Side != asker.Other()) || (layer == Retracts && c.Side != asker) {
			return fault.Denied("order_not_for_you")
		}
		return nil
	case asker == Nobody:
		return nil
	case layer == TakesBack && c.Side == asker, (layer == Overrides || layer == Refuses) && c.Side == asker.Other():
		return nil
	}
	return fault.Conflict("order_request_waits")
}

func (row *Row) carryOut(o Order, c Command, p *policy.Policy) Outcome {
	t := turn{was: o, o: o, c: c, p: p, row: row}
	t.settleLayer()
	if len(row.To) == 1 {
		t.o.State = row.To[0]
	}
	for _, effect := range row.Do {
		effect.Apply(&t)
	}
	t.finish()
	return Outcome{Row: row, Before: o, After: t.o, Postings: t.postings}
}

// weight tells how much a refusal by this row says: a failed condition says
// more than the wrong state, that more than "not for you", and of two rows the
// one that failed at a later condition was the likelier meant.
func (row *Row) weight(refused *fault.Fault) int {
	switch refused.Code {
	case "order_not_for_you":
		return 0
	case "order_not_in_state":
		return 1
	}
	return 3 + slices.IndexFunc(row.If, func(guard Guard) bool { return "order_"+guard.Name == refused.Code })
}

// RowByID finds a row by the id that events carry; nil for an unknown one.
func RowByID(rowID string) *Row {
	i := slices.IndexFunc(Table.Rows, func(row Row) bool { return row.ID == rowID })
	if i < 0 {
		return nil
	}
	return &Table.Rows[i]
}
