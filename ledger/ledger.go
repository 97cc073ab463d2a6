// Package ledger keeps the books (MON-1): every movement of money is a transfer
// whose entries sum to zero, has a kind, a reference and an idempotency key,
// and is never changed. Corrections are new transfers.
//
// Members' money is kept in lots, parts with one origin each, because holds on
// card money, refunds and chargebacks need to know where money came from
// (MON-7). Rows with a running amount exist only where there is a floor: a
// wallet, its lots, an order's escrow. The marketplace's own accounts are sums
// of their entries, so that no order waits for another on a hot row.
//
// machine.go holds the arithmetic, pure; escrow.go, wallet.go and withdraw.go
// are the doors; post.go writes; statement.go reads; verify.go checks.
package ledger

import (
	"time"

	"guildhall/id"
	"guildhall/money"
)

// Account names one side of an entry. Those of members, orders and withdrawals
// have a holder and a floor of zero; the marketplace's own have neither.
type Account string

// The closed list of accounts.
const (
	Main        Account = "main"         // holder: member; can be withdrawn
	Bonus       Account = "bonus"        // holder: member; spent here only (MON-2)
	EscrowMain  Account = "escrow_main"  // holder: order; came from a main balance
	EscrowBonus Account = "escrow_bonus" // holder: order; came from a bonus balance
	Leaving     Account = "leaving"      // holder: withdrawal; asked for, not yet paid out
	Claim       Account = "claim"        // holder: member; below zero: owed after a chargeback (MON-20)

	Commission    Account = "commission"     // the platform's share of orders and tips (MON-5)
	BuyerFee      Account = "buyer_fee"      // the buyer's side of it
	WithdrawalFee Account = "withdrawal_fee" // MON-8
	Gifts         Account = "gifts"          // what bonus money cost the platform
	Losses        Account = "losses"         // claims that were forgiven (MON-20)
	providers     Account = "provider_"      // and a provider's name: minus what it holds for us
)

// ProviderAccount is the account of what one payment provider holds for the
// marketplace, counted negatively (MON-15).
func ProviderAccount(name string) Account { return providers + Account(name) }

// Kind says what a transfer was for; statements show it.
type Kind string

// The closed list of kinds.
const (
	KindTopUp      Kind = "top_up"
	KindRevoke     Kind = "revoke" // a top-up refunded by the provider or charged back
	KindGift       Kind = "gift"
	KindHold       Kind = "hold"
	KindRelease    Kind = "release"
	KindRefund     Kind = "refund"
	KindSplit      Kind = "split" // release and refund in one
	KindTip        Kind = "tip"
	KindWithdraw   Kind = "withdraw"
	KindWithdrawOf Kind = "withdraw_off" // cancelled or returned
	KindPaidOut    Kind = "paid_out"

	KindClaimPaid     Kind = "claim_paid"
	KindClaimForgiven Kind = "claim_forgiven"
)

// Pot is one of a member's two balances.
type Pot string

// The two pots.
const (
	PotMain  Pot = "main"
	PotBonus Pot = "bonus"
)

// HolderKind is the kind of whatever holds an account: a member, an order, a
// withdrawal.
type HolderKind struct{}

// Holder is the id of an account's holder, zero for the marketplace.
type Holder = id.Of[HolderKind]

// Entry is one side of a transfer. Lot is set for members' money, also while
// it waits in an escrow or a withdrawal.
type Entry struct {
	Account Account
	Holder  Holder
	Lot     id.Lot
	Amount  money.Amount
}

// Lot is a part of a member's money with one origin: a top-up, an order that
// paid, a gift.
type Lot struct {
	Pot    Pot
	Origin id.Lot
	Card   string       // the card it was topped up by, as the provider names it; else empty
	At     time.Time    // when it came in; kept through refunds
	FreeAt time.Time    // not withdrawn before (MON-7, MON-11)
	Amount money.Amount // what is left of it in the wallet
}

// Slice is an amount taken from, or returned to, one lot.
type Slice struct {
	Pot    Pot
	Origin id.Lot
	Amount money.Amount
}

// Held tells where the money of a hold came from.
type Held struct {
	FromBonus, FromMain money.Amount
}

// Released tells where released escrow went: Net to the seller's main balance,
// Commission and Fee to the platform. FromMain and FromBonus say what kind of
// money paid Net, Commission and Fee together.
type Released struct {
	Net, Commission, Fee money.Amount
	FromMain, FromBonus  money.Amount
}

// Refunded tells what came back to the buyer: Price and Fee by what it had
// been paid for, ToMain and ToBonus by where it went; both pairs add up to the
// same sum.
type Refunded struct {
	Price, Fee      money.Amount
	ToMain, ToBonus money.Amount
}

// EscrowState is what an order's pot holds now. Price + Fee = FromBonus + FromMain.
type EscrowState struct {
	Buyer               id.Member
	Price, Fee          money.Amount
	FromBonus, FromMain money.Amount
	HeldUntil           time.Time // nothing leaves it before (MON-20); zero: not held
	sources             []Slice
}

// Total is everything in the pot.
func (e EscrowState) Total() money.Amount { return e.Price.Plus(e.Fee) }
