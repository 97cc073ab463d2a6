package payout

import (
	"slices"
	"time"

	"guildhall/fault"
	"guildhall/money"
	"guildhall/policy"
)

// Verb is what can be done to a withdrawal.
type Verb string

// Cancel is the member's; the others are finance staff's.
const (
	Cancel  Verb = "cancel"
	Approve Verb = "approve"
	Send    Verb = "send"
	Pay     Verb = "pay"
	Return  Verb = "return" // declined, or the bank sent it back
)

// row is one line of the table of what may follow from what.
type row struct {
	verb  Verb
	from  []State
	to    State
	money movement
}

// movement is what a row does to the held sum.
type movement int

const (
	stays movement = iota
	comesBack
	leaves
)

var table = []row{
	{Cancel, []State{Requested, Approved}, Cancelled, comesBack},
	{Approve, []State{Requested}, Approved, stays},
	{Send, []State{Approved}, Sent, stays},
	{Pay, []State{Sent}, Paid, leaves},
	{Return, []State{Requested, Approved, Sent}, Returned, comesBack},
}

// decide finds the row. Faults: withdrawal_moved{state}.
func decide(state State, verb Verb) (row, error) {
	for _, r := range table {
		if r.verb == verb && slices.Contains(r.from, state) {
			return r, nil
		}
	}
	return row{}, fault.Conflict("withdrawal_moved", "state", string(state))
}

// Open lists what can be done to a withdrawal now, for buttons.
func (w Withdrawal) Open() []Verb {
	var verbs []Verb
	for _, r := range table {
		if slices.Contains(r.from, w.State) {
			verbs = append(verbs, r.verb)
		}
	}
	return verbs
}

// Fee is what a withdrawal of amount costs.
func Fee(amount money.Amount, p *policy.Policy) money.Amount { return amount.Share(p.WithdrawalFee) }

// NextDay is the payout day a withdrawal asked for at this moment goes out on:
// the first one after today, by the marketplace's calendar.
func NextDay(at time.Time, zone *time.Location, days []time.Weekday) time.Time {
	local := at.In(zone)
	for ahead := 1; ahead <= 7; ahead++ {
		day := time.Date(local.Year(), local.Month(), local.Day()+ahead, 0, 0, 0, 0, zone)
		if slices.Contains(days, day.Weekday()) {
			return day.UTC()
		}
	}
	return at // a policy without payout days is refused by policy.Check
}

// Room is what MON-9 lets out to these details: limited until a moment while
// they are new.
func (d Details) Room(at time.Time, p *policy.Policy) (room money.Amount, until time.Time, limited bool) {
	until = d.ChangedAt.Add(p.SecurityHold)
	if !at.Before(until) {
		return 0, time.Time{}, false
	}
	return max(0, p.NewDetailsLimit.Minus(d.Withdrawn)), until, true
}
