// Package payout takes money out (MON-8 to MON-11): a member asks for a
// withdrawal, its sum is held from then on, finance staff approve it on the
// payout day, send it and mark what became of it.
package payout

import (
	"time"

	"guildhall/id"
	"guildhall/money"
)

// State is where a withdrawal stands.
type State string

// The states: requested -> approved -> sent -> paid or returned; cancelled by
// the member until it is sent.
const (
	Requested State = "requested"
	Approved  State = "approved"
	Sent      State = "sent"
	Paid      State = "paid"
	Returned  State = "returned"
	Cancelled State = "cancelled"
)

// Withdrawal is money on its way out.
type Withdrawal struct {
	ID          id.Withdrawal
	Member      id.Member
	Amount      money.Amount // held from the request on; the fee is part of it
	Fee         money.Amount
	Card        string // back to this card; empty: to the account below
	Owner       string // of the bank account
	Number      string // of the bank account
	State       State
	RequestedAt time.Time
	DueAt       time.Time // the payout day it goes out on
	ChangedAt   time.Time
	Reason      string // why staff returned it
}

// Net is what arrives.
func (w Withdrawal) Net() money.Amount { return w.Amount.Minus(w.Fee) }

// Details are where a member's money goes.
type Details struct {
	Owner       string
	Number      string
	ChangedAt   time.Time
	LockedUntil time.Time    // zero: they can be changed (ACC-9, ACC-10)
	Withdrawn   money.Amount // asked for since they changed
}

// IsZero reports whether the member has given none.
func (d Details) IsZero() bool { return d.Number == "" }

// Limits of what members type.
const (
	OwnerLengthMax  = 100
	NumberLengthMax = 40
	ReasonLengthMax = 300
)
