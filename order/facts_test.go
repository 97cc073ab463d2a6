package order_test

import (
	"testing"
	"time"

	"guildhall/money"
	"guildhall/order"
)

const price = money.Amount(100_01)

// work is an order that has just been begun.
func work(t *testing.T, preset string) *tale {
	return tell(t, preset, false).does(order.Seller, order.Start)
}

// delivery is an order that has just been delivered.
func delivery(t *testing.T, preset string) *tale {
	return work(t, preset).does(order.Seller, order.Deliver)
}

// The clock alone.

func TestAnOrderNobodyBeginsGoesBackAfterADay(t *testing.T) { // ORD-6
	tell(t, "services", false).passes(day+time.Second).took("start_lapse").
		ends(order.Cancelled, 0, price, order.CountsNoStart, false)
}

func TestSilenceIsConsent(t *testing.T) { // ORD-8, ORD-10
	delivery(t, "services").passes(3*day+time.Second).took("check_lapse").
		ends(order.Completed, price, 0, order.NotCounted, true)
	work(t, "services").does(order.Buyer, order.Cancel, because(order.BuyerOther)).
		passes(2*day+time.Second).took("cancel_silence").
		ends(order.Cancelled, 0, price, order.NotCounted, false)
}

func TestTheSellerIsPaidLessCommission(t *testing.T) { // ORD-19, MON-4, MON-5
	tl := delivery(t, "services").does(order.Buyer, order.Accept)
	tl.same("commission", tl.last.Postings[0].Commission, money.Amount(20_00))
	tl.same("gross", tl.last.Postings[0].Sum, price)
}

func TestLateOrderIsRefundedWithoutConsent(t *testing.T) { // ORD-7, ORD-41
	work(t, "services").cannot("order_not_in_state", order.Buyer, order.Cancel, because(order.NotOnTime)).
		passes(3*day+time.Second).is(order.Late).
		does(order.Buyer, order.Cancel, because(order.NotOnTime)).
		ends(order.Cancelled, 0, price, order.CountsCancelled, true).
		cannot("order_cannot_object", order.Seller, order.Object) // ORD-39: the clock's own fact
}

func TestFourteenSilentDaysEndTheOrder(t *testing.T) { // ORD-9
	tl := work(t, "services").passes(time.Hour).does(order.Buyer, order.Say).passes(30 * day)
	tl.took("idle_counts").ends(order.Cancelled, 0, price, order.CountsIdle, true)
	tl.same("end", tl.o.EndedAt, tl.o.StartedAt.Add(3*day+14*day)) // from the due time, which is later
}

func TestTheSellersUnansweredWordExcusesSilence(t *testing.T) { // ORD-9
	work(t, "services").passes(time.Hour).does(order.Seller, order.Say).passes(30*day).
		took("idle_excused").ends(order.Cancelled, 0, price, order.NotCounted, false)
	work(t, "services").passes(4*day).does(order.Seller, order.Say).passes(30*day). // sent when it was late
											took("idle_counts").ends(order.Cancelled, 0, price, order.CountsIdle, true)
}

func TestTheWorkClockStartsWithTheBriefOrTheStart(t *testing.T) { // ORD-12
	tl := tell(t, "services", true).same("due", tell(t, "services", true).o.Due, time.Time{})
	tl.passes(time.Hour).does(order.Buyer, order.HandBrief).same("due", tl.o.Due, tl.at.Add(3*day))
	tl = tell(t, "services", true).passes(2*time.Hour).does(order.Seller, order.Start)
	tl.same("due", tl.o.Due, tl.at.Add(3*day))
	tl = tell(t, "services", false)
	tl.same("due", tl.o.Due, tl.at.Add(3*day))
}

func TestAMissingAnswerExcusesLateness(t *testing.T) { // ORD-12
	tell(t, "services", true).does(order.Seller, order.AskBrief).does(order.Seller, order.Start).
		passes(3*day+time.Second).took("due_pass_excused").is(order.Late).
		cannot("order_not_late", order.Buyer, order.Cancel, because(order.NotOnTime))
}

func TestTheWorkClockStandsStillWhileTheWorkIsWithTheBuyer(t *testing.T) { // ORD-12, ORD-29
	tl := work(t, "services").passes(time.Hour).does(order.Seller, order.Deliver).runsOut(order.DueDeadline, time.Time{})
	tl.passes(2*day).does(order.Buyer, order.SendBack).same("due", tl.o.Due, tl.at.Add(3*day-time.Hour))
}

func TestSendingBackLeavesTimeToRevise(t *testing.T) { // ORD-29
	tl := work(t, "services").passes(3*day-time.Hour).does(order.Seller, order.Deliver).passes(day)
	tl.does(order.Buyer, order.SendBack).same("due", tl.o.Due, tl.at.Add(day))
	tl.same("on time", tl.o.FirstOnTime, true)
}

// Outages and ties.

func TestOutageMovesDeadlines(t *testing.T) { // ORD-15
	tl := delivery(t, "services")
	was := tl.o.Clocks[order.CheckDeadline]
	outage := order.Outage{From: was.Add(-2 * time.Hour), Until: was.Add(3 * time.Hour)}
	tl.at = outage.Until
	tl.does(order.Clock, order.MoveClocks, func(c *order.Command) { c.Outage = outage }).
		runsOut(order.CheckDeadline, was.Add(5*time.Hour))
	// What ended long after it, and what it was moved past already, stays.
	tl.cannot("order_no_outage", order.Clock, order.MoveClocks, func(c *order.Command) { c.Outage = outage })
}

func TestAnOutageLeavesAtLeastAnHour(t *testing.T) { // ORD-15
	tl := delivery(t, "services")
	was := tl.o.Clocks[order.CheckDeadline]
	outage := order.Outage{From: was.Add(-5 * time.Minute), Until: was.Add(5 * time.Minute)}
	tl.at = outage.Until
	tl.does(order.Clock, order.MoveClocks, func(c *order.Command) { c.Outage = outage }).
		runsOut(order.CheckDeadline, outage.Until.Add(time.Hour))
}

// Additions, extras, dates.

func TestAdditionHandedBackCostsNobodyTime(t *testing.T) { // ORD-21
	tl := work(t, "services").passes(day).does(order.Buyer, order.BuyMore, sum(20_00), lead(day))
	tl.same("held", tl.o.Held, price+20_00).same("due", tl.o.Due, tl.at.Add(3*day))
	tl.passes(5*time.Hour).does(order.Seller, order.HandBack)
	tl.same("held", tl.o.Held, price).same("price", tl.o.Price, price).same("due", tl.o.Due, tl.at.Add(2*day))
}

func TestAnAdditionToADeliveryHandedBackLeavesADayToCheck(t *testing.T) { // ORD-21
	tl := delivery(t, "services").passes(3*day-time.Hour).does(order.Buyer, order.BuyMore, sum(20_00)).is(order.InWork)
	tl.passes(time.Hour).does(order.Seller, order.HandBack).is(order.Delivered).runsOut(order.CheckDeadline, tl.at.Add(day))
}

func TestASecondAdditionDoesNotLockTheFirstIn(t *testing.T) { // ORD-21
	tl := work(t, "services").does(order.Buyer, order.BuyMore, sum(90_00)).does(order.Buyer, order.BuyMore, sum(4_00))
	tl.does(order.Seller, order.HandBack).same("held", tl.o.Held, price)
}

func TestWhatWasDeliveredIsNotHandedBack(t *testing.T) { // ORD-20, ORD-21
	work(t, "services").does(order.Buyer, order.BuyMore).does(order.Seller, order.Deliver).does(order.Buyer, order.SendBack).
		cannot("order_nothing_to_hand_back", order.Seller, order.HandBack)
}

func TestWhatShortensTheTermNeedsTheSeller(t *testing.T) { // ORD-21, ORD-22
	tl := work(t, "services").cannot("order_shortens_term", order.Buyer, order.BuyMore, lead(-day))
	tl.does(order.Seller, order.ProposeExtra, sum(25_00), lead(-day)).does(order.Buyer, order.AcceptExtra)
	tl.same("due", tl.o.Due, tl.at.Add(2*day)).same("held", tl.o.Held, price+25_00)
}

func TestAProposalHoldsTheStartClock(t *testing.T) { // ORD-22
	tl := tell(t, "services", true).passes(20*time.Hour).does(order.Seller, order.ProposeExtra).
		runsOut(order.StartDeadline, time.Time{}).passes(2*day + time.Second).took("extra_lapse").is(order.Placed)
	tl.runsOut(order.StartDeadline, tl.o.LastEventAt.Add(4*time.Hour))
}

func TestALaterDateIsAgreedByBoth(t *testing.T) { // ORD-13
	work(t, "services").cannot("order_no_dates", order.Seller, order.ProposeDate, due(tell(t, "services", false).at.Add(9*day)))
	tl := work(t, "direct").passes(4 * day).is(order.Late)
	to := tl.at.Add(3 * day)
	tl.does(order.Seller, order.ProposeDate, due(to)).cannot("order_no_date", order.Seller, order.AcceptDate)
	tl.does(order.Buyer, order.AcceptDate).is(order.InWork).runsOut(order.DueDeadline, to)
	tl.same("lateness", tl.o.Lateness, order.LateCounts) // stays recorded
}
