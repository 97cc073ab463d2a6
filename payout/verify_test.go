package payout_test

import (
	"cmp"
	"errors"
	"testing"

	"guildhall/db"
	"guildhall/ledger"
	"guildhall/payout"
)

func TestVerifyFindsAWithdrawalThatTheBooksDoNotKnow(t *testing.T) {
	eachPurse(t, func(t *testing.T, p purse) {
		for _, verbs := range [][]payout.Verb{
			{}, {payout.Cancel}, {payout.Approve, payout.Send, payout.Return}, {payout.Approve, payout.Send, payout.Pay},
		} {
			w := p.ask(20_00, "")
			for _, verb := range verbs {
				p.Write(p.does(w, verb))
			}
		}
		for name, c := range map[string]struct {
			invariant int
			damage    string
		}{
			"nothing":              {0, `UPDATE withdrawals SET reason = ''`},
			"asked for more":       {2, `UPDATE withdrawals SET amount = amount + 1 WHERE state = 'requested'`},
			"ended, still held":    {2, `UPDATE withdrawals SET state = 'cancelled' WHERE state = 'requested'`},
			"open, nothing held":   {2, `UPDATE withdrawals SET state = 'sent' WHERE state = 'cancelled'`},
			"paid without a trace": {10, `UPDATE withdrawals SET state = 'paid' WHERE state = 'returned'`},
			"paid and returned":    {10, `UPDATE withdrawals SET state = 'returned' WHERE state = 'paid'`},
			"gone":                 {10, `DELETE FROM withdrawals WHERE state = 'requested'`},
		} {
			findings := p.damaged(c.damage)
			found := 0
			for _, f := range findings {
				if f.Invariant == c.invariant {
					found++
				}
			}
			if (found > 0) != (c.invariant != 0) || c.invariant == 0 && len(findings) > 0 {
				t.Errorf("%s: %v", name, findings)
			}
		}
	})
}

// damaged plants the damage, verifies, and takes all of it back.
func (p purse) damaged(damage string) (findings []ledger.Finding) {
	p.t.Helper()
	takenBack := errors.New("taken back")
	err := p.Try(func(tx *db.Tx) error {
		if err := tx.Exec(damage); err != nil {
			return err
		}
		var err error
		findings, err = payout.Verify(tx)
		return cmp.Or(err, takenBack)
	})
	if !errors.Is(err, takenBack) {
		p.t.Fatal(err)
	}
	return findings
}
