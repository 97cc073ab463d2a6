package payment

import (
	"errors"
	"strconv"
	"time"

	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/money"
	"guildhall/rulebook"
)

// Verdict is how a claim was closed.
type Verdict string

// The verdicts. A claim whose orders were cancelled is closed as settled, if
// what came back was enough.
const (
	ClaimSettled  Verdict = "settled"
	ClaimForgiven Verdict = "forgiven"
)

// ClaimReasonMax bounds the reason of a decision, in characters.
const ClaimReasonMax = 500

// Claim is what a member owes for a top-up that was charged back after it had
// been spent (MON-20): a debt of its own, never a balance below zero.
type Claim struct {
	TopUp    id.TopUp
	Member   id.Member
	Amount   money.Amount
	Unpaid   money.Amount
	OpenedAt time.Time
	DecideBy time.Time // by finance staff; held orders go on then
	ClosedAt time.Time
	Verdict  Verdict
	By       id.Member
	Reason   string
}

// openClaim writes down what could not be taken back.
func openClaim(tx *db.Tx, t TopUp, owed money.Amount) error {
	rules, err := rulebook.Current(tx)
	if err != nil {
		return err
	}
	err = tx.Exec(`INSERT INTO chargeback_claims (top_up, member, amount, unpaid, opened_at, decide_by) VALUES ($1, $2, $3, $3, $4, $5)`,
		t.ID, t.Member, owed, tx.Now(), tx.Now().Add(rules.Policy.ChargebackDecide))
	if err != nil {
		return err
	}
	t.Amount = owed
	return tell(tx, t, "claim_opened")
}

const claimSQL = `SELECT top_up, member, amount, unpaid, opened_at, decide_by, closed_at, verdict, decided_by, reason FROM chargeback_claims`

func scanClaim(row db.Row) (Claim, error) {
	var c Claim
	err := row.Scan(&c.TopUp, &c.Member, &c.Amount, &c.Unpaid, &c.OpenedAt, &c.DecideBy, &c.ClosedAt, &c.Verdict, &c.By, &c.Reason)
	return c, err
}

// GetClaim reads the claim about a top-up. Faults: not_found.
func GetClaim(tx *db.Tx, top id.TopUp) (Claim, error) {
	c, err := db.One(tx, scanClaim, claimSQL+` WHERE top_up = $1`, top)
	if errors.Is(err, db.ErrNoRow) {
		return Claim{}, fault.Missing()
	}
	return c, err
}

// OpenClaims lists the claims that wait for a decision, the most urgent first.
func OpenClaims(tx *db.Tx, limit int) ([]Claim, error) {
	return db.All(tx, scanClaim, claimSQL+` WHERE closed_at IS NULL ORDER BY decide_by, top_up LIMIT $1`, limit)
}

// ClaimsOn lists a member's open claims, oldest first.
func ClaimsOn(tx *db.Tx, member id.Member) ([]Claim, error) {
	return db.All(tx, scanClaim, claimSQL+` WHERE member = $1 AND closed_at IS NULL ORDER BY opened_at, top_up`, member)
}

// PayClaim pays a part of a claim from the member's main balance; the last part
// closes it. Faults: claim_closed, insufficient_funds{short}.
func PayClaim(tx *db.Tx, c Claim, part money.Amount, by id.Member, reason string) (Claim, error) {
	if !c.ClosedAt.IsZero() {
		return Claim{}, fault.Conflict("claim_closed")
	}
	err := ledger.PayClaim(tx, ledger.ClaimMoney{
		Member: c.Member, TopUp: c.TopUp, Amount: part, Key: "claim " + c.TopUp.String() + " " + strconv.FormatInt(int64(c.Unpaid), 10),
	})
	if err != nil {
		return Claim{}, err
	}
	was := c.Unpaid
	if c.Unpaid = c.Unpaid.Minus(part); c.Unpaid == 0 {
		return c.close(tx, was, ClaimSettled, by, reason)
	}
	return c, c.save(tx, was)
}

// ForgiveClaim lets the marketplace bear what is unpaid. Faults: claim_closed,
// claim_reason at "reason".
func ForgiveClaim(tx *db.Tx, c Claim, by id.Member, reason string) (Claim, error) {
	if !c.ClosedAt.IsZero() {
		return Claim{}, fault.Conflict("claim_closed")
	}
	if reason == "" {
		return Claim{}, fault.Invalid("claim_reason").At("reason")
	}
	err := ledger.ForgiveClaim(tx, ledger.ClaimMoney{
		Member: c.Member, TopUp: c.TopUp, Amount: c.Unpaid, Key: "claim " + c.TopUp.String() + " forgiven",
	})
	if err != nil {
		return Claim{}, err
	}
	return c.close(tx, c.Unpaid, ClaimForgiven, by, reason)
}

func (c Claim) close(tx *db.Tx, was money.Amount, verdict Verdict, by id.Member, reason string) (Claim, error) {
	c.ClosedAt, c.Verdict, c.By, c.Reason = tx.Now(), verdict, by, reason
	if err := c.save(tx, was); err != nil {
		return Claim{}, err
	}
	return c, event.Note(tx, event.Entry{
		Subject: event.Of("top_up", c.TopUp), Kind: "claim_" + string(verdict), Actor: by,
		Data: map[string]any{"member": c.Member.String(), "amount": int64(c.Amount)},
	})
}

// save stores the claim; of two decisions at once the later one starts again.
func (c Claim) save(tx *db.Tx, was money.Amount) error {
	return tx.ExecOne(db.ErrAgain, `UPDATE chargeback_claims SET unpaid = $1, closed_at = $2, verdict = $3, decided_by = $4, reason = $5
		WHERE top_up = $6 AND unpaid = $7 AND closed_at IS NULL`, c.Unpaid, c.ClosedAt, c.Verdict, c.By, c.Reason, c.TopUp, was)
}
