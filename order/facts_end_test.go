package order_test

import (
	"testing"
	"time"

	"guildhall/order"
)

// A pending request (ORD-28).

func TestWorkClockStandsStillWhileTheBuyersRequestWaits(t *testing.T) {
	tl := work(t, "services").passes(day).does(order.Buyer, order.Cancel, because(order.BuyerOther)).
		runsOut(order.DueDeadline, time.Time{})
	tl.passes(day).does(order.Seller, order.RefuseCancel).runsOut(order.DueDeadline, tl.at.Add(2*day))
}

func TestTheSellersRequestGivesTheWorkClockNothingBack(t *testing.T) {
	tl := work(t, "direct").passes(2*day).does(order.Seller, order.Cancel, because(order.NoTimeForIt))
	tl.passes(day+time.Hour).is(order.InWork). // lateness is judged at the request's end
							does(order.Buyer, order.RefuseCancel).passes(time.Second).took("due_pass").is(order.Late)
}

func TestARefusedSellerHasSixHoursToBegin(t *testing.T) {
	tl := tell(t, "services", true).passes(23*time.Hour).does(order.Seller, order.Cancel, because(order.DoesNotMatch))
	tl.passes(day).does(order.Buyer, order.RefuseCancel).runsOut(order.StartDeadline, tl.at.Add(6*time.Hour))
}

func TestARefusalLeavesADayToCheckOnce(t *testing.T) {
	tl := delivery(t, "services").passes(3*day-time.Hour).does(order.Buyer, order.Cancel, because(order.BuyerOther))
	tl.passes(time.Hour).does(order.Seller, order.RefuseCancel).runsOut(order.CheckDeadline, tl.at.Add(day))
	tl.passes(23*time.Hour).does(order.Buyer, order.Cancel, because(order.NotAsAgreed))
	tl.does(order.Seller, order.RefuseCancel).runsOut(order.CheckDeadline, tl.at.Add(time.Hour))
}

func TestNobodyAsksTwiceForWhatWasRefused(t *testing.T) {
	ask := because(order.BuyerOther)
	tl := work(t, "services").does(order.Buyer, order.Cancel, ask).does(order.Seller, order.RefuseCancel).
		cannot("order_asked_enough", order.Buyer, order.Cancel, ask)
	tl.does(order.Seller, order.Deliver).does(order.Buyer, order.Cancel, ask).does(order.Buyer, order.TakeBackCancel).
		cannot("order_asked_enough", order.Buyer, order.Cancel, because(order.NotAsAgreed)) // two requests an order
}

func TestWhileARequestWaitsNobodyBuysOrProposes(t *testing.T) {
	work(t, "services").does(order.Buyer, order.Cancel, because(order.BuyerOther)).
		cannot("order_request_waits", order.Buyer, order.BuyMore).
		cannot("order_request_waits", order.Seller, order.ProposeExtra).
		cannot("order_request_waits", order.Seller, order.Deliver).
		does(order.Seller, order.Say).
		does(order.Seller, order.Cancel, because(order.CannotDoIt)). // needs no consent
		ends(order.Cancelled, 0, price, order.CountsCancelled, true)
}

func TestTheAskersOwnActTakesTheRequestBack(t *testing.T) {
	tl := delivery(t, "services").does(order.Buyer, order.Cancel, because(order.BuyerOther)).does(order.Buyer, order.Accept)
	tl.ends(order.Completed, price, 0, order.NotCounted, true).same("asker", tl.o.AskedBy, order.Nobody)
}

// Reasons.

func TestAMistakeIsFreeForTwentyMinutes(t *testing.T) { // ORD-40
	tell(t, "services", false).passes(20*time.Minute).does(order.Buyer, order.Cancel, because(order.ByMistake)).
		ends(order.Cancelled, 0, price, order.NotCounted, false)
	tell(t, "services", false).passes(21*time.Minute).
		cannot("order_mistake_too_late", order.Buyer, order.Cancel, because(order.ByMistake))
}

func TestASilentSellerCanBeLeft(t *testing.T) { // ORD-43
	tl := work(t, "services").does(order.Buyer, order.Say).passes(23*time.Hour).
		cannot("order_seller_not_silent", order.Buyer, order.Cancel, because(order.SellerSilent))
	tl.passes(time.Hour).does(order.Buyer, order.Cancel, because(order.SellerSilent)).took("ask_seller_silent")
	work(t, "services").passes(3*day).does(order.Buyer, order.Say).passes(day).is(order.Late).
		does(order.Buyer, order.Cancel, because(order.SellerSilent)).took("cancel_seller_silent") // late: no consent
}

func TestNoTimeForThisNowOpensTheWayOut(t *testing.T) { // ORD-45, ORD-59
	tell(t, "services", true).cannot("order_seller_not_busy", order.Buyer, order.Cancel, because(order.SellerBusy)).
		does(order.Seller, order.MarkNoTime).does(order.Buyer, order.Cancel, because(order.SellerBusy)).
		does(order.Seller, order.AcceptCancel).ends(order.Cancelled, 0, price, order.CountsCancelled, true)
}

func TestWhatIsMissingIsAskedForFourHoursBefore(t *testing.T) { // ORD-51, ORD-60
	tell(t, "services", true).does(order.Seller, order.AskBrief).passes(4*time.Hour-time.Second).
		cannot("order_brief_asked_just_now", order.Seller, order.Cancel, because(order.BriefMissing)).
		passes(time.Second).does(order.Seller, order.Cancel, because(order.BriefMissing)).took("ask_brief_missing")
}

func TestAReasonThatCountsCanBeObjectedTo(t *testing.T) { // ORD-39
	tl := work(t, "services").does(order.Buyer, order.Say).passes(day).does(order.Buyer, order.Cancel, because(order.SellerSilent)).
		passes(2*day + time.Second).took("cancel_silence")
	tl.ends(order.Cancelled, 0, price, order.CountsCancelled, true) // the refund never waits
	tl.does(order.Seller, order.Object).does(order.Staff, order.UpholdObjection).same("cause", tl.o.Cause, order.NotCounted)
	tl.same("feedback open", tl.o.FeedbackOpen, false) // one rule for both
}

// Arbitration.

func TestNoRoundLeftOpensArbitration(t *testing.T) { // ORD-20, ORD-24
	tl := delivery(t, "services")
	tl.o.Rounds = 0
	tl.cannot("order_no_rounds_left", order.Buyer, order.SendBack).
		cannot("order_arbitration_not_yet", order.Seller, order.AskArbitration).
		does(order.Buyer, order.AskArbitration).is(order.Disputed)
}

// disputed is an order sent back once and then disputed by the buyer.
func disputed(t *testing.T, preset string, with ...func(*order.Command)) *tale {
	return delivery(t, preset).does(order.Buyer, order.SendBack, with...).does(order.Buyer, order.AskArbitration)
}

func TestACaseNobodyDecidesEndsByTheLog(t *testing.T) { // ORD-11
	disputed(t, "services").passes(22*day).took("case_limit").ends(order.Completed, price, 0, order.NotCounted, true)
	disputed(t, "services", point).passes(22*day).ends(order.Completed, 50_00, 50_01, order.NotCounted, true)
	work(t, "services").does(order.Buyer, order.Cancel, because(order.BuyerOther)).does(order.Seller, order.AskArbitration).
		passes(22*day).ends(order.Cancelled, 0, price, order.NotCounted, true) // nothing was ever delivered
}

func TestADecisionTakesEffectAfterThreeDaysOrWhenBothAccept(t *testing.T) { // ORD-49
	tl := disputed(t, "services").does(order.Arbiter, order.DecideCase, sum(30_00), blames(order.BlameSeller)).is(order.Disputed)
	tl.same("held", tl.o.Held, price).passes(3*day - time.Second).is(order.Disputed)
	tl.passes(2*time.Second).ends(order.Completed, 30_00, 70_01, order.CountsFault, true)
	disputed(t, "services").does(order.Arbiter, order.DecideCase, sum(0)).does(order.Buyer, order.AcceptDecision).is(order.Disputed).
		does(order.Seller, order.AcceptDecision).ends(order.Cancelled, 0, price, order.NotCounted, true)
}

func TestAnAppealIsDecidedBySomeoneElse(t *testing.T) { // TRU-22, TRU-27
	tl := disputed(t, "services").does(order.Arbiter, order.DecideCase, sum(0)).does(order.Seller, order.AppealDecision).
		cannot("order_case_same_arbiter", order.Arbiter, order.DecideCase, sum(price))
	tl.does(order.Arbiter, order.DecideCase, sum(price), judge(pureOther)).ends(order.Completed, price, 0, order.NotCounted, true)
}

func TestWhoAskedForMoreThanWasOrderedDoesNotJudge(t *testing.T) { // ORD-32
	disputed(t, "services").does(order.Arbiter, order.DecideCase, sum(price), blames(order.BlameOverreach)).
		passes(4*day).ends(order.Completed, price, 0, order.NotCounted, false)
}

func TestGoingOnGivesTheTimeThatWasLeft(t *testing.T) { // ORD-49
	tl := disputed(t, "services")
	left := tl.last.Before.Due.Sub(tl.at)
	tl.passes(day).does(order.Seller, order.OfferGoOn).does(order.Buyer, order.AcceptGoOn).is(order.InWork)
	tl.runsOut(order.DueDeadline, tl.at.Add(left))
}

// Staff, bans, custody none.

func TestABannedBuyerPaysForWhatIsDelivered(t *testing.T) { // ORD-61
	work(t, "services").does(order.Staff, order.PartyBanned, bans(order.Buyer)).passes(time.Hour).does(order.Seller, order.Deliver).
		passes(3*day-time.Minute).took("ban_silence_pay").ends(order.Completed, price, 0, order.NotCounted, true)
	work(t, "services").does(order.Staff, order.PartyBanned, bans(order.Seller)).cannot("order_nobody_banned", order.Seller, order.ChooseCancel).
		passes(3*day+time.Second).took("ban_silence").ends(order.Cancelled, 0, price, order.NotCounted, false)
}

func TestStaffEndAnOrderAtOnceWithFullRefund(t *testing.T) { // ORD-31
	disputed(t, "services").does(order.Staff, order.StaffCancel).ends(order.Cancelled, 0, price, order.NotCounted, false)
}

func TestWithoutCustodyNobodyLeavesWithoutConsent(t *testing.T) { // ORD-36
	tl := work(t, "direct").does(order.Seller, order.Cancel, because(order.NoTimeForIt)).took("ask_no_time").is(order.InWork)
	tl.does(order.Buyer, order.RefuseCancel).does(order.Seller, order.AskArbitration).is(order.Disputed)
	tl.same("postings", len(tl.last.Postings), 0)
}

func TestAnUnpaidOrderCanBeDisputedAfterItsEnd(t *testing.T) { // ORD-5, ORD-24
	delivery(t, "direct").does(order.Buyer, order.Accept).passes(29*day).does(order.Seller, order.AskArbitration).is(order.Disputed)
	delivery(t, "direct").does(order.Buyer, order.Accept).does(order.Seller, order.NoteReceived).
		cannot("order_arbitration_too_late", order.Seller, order.AskArbitration)
}

func TestTalkGoesOnForThirtyDays(t *testing.T) { // ORD-23
	delivery(t, "services").does(order.Buyer, order.Accept).passes(30*day-time.Second).does(order.Buyer, order.Say).
		passes(time.Second).cannot("order_talk_over", order.Buyer, order.Say)
}

func TestAWordStartsTheSilenceAnew(t *testing.T) { // ORD-9, ORD-23
	tl := work(t, "services").passes(10*day).does(order.Buyer, order.Say)
	tl.runsOut(order.IdleDeadline, tl.at.Add(14*day))
}
