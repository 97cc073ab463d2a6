package payment_test

import (
	"cmp"
	"context"
	"errors"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/ledger"
	"guildhall/payment"
)

func TestVerifyFindsATopUpThatTheBooksDoNotKnow(t *testing.T) {
	eachTill(t, func(t *testing.T, till till) {
		till.pay(till.ask(payment.SandboxName, 50_00), "", true)
		till.pay(till.ask(payment.SandboxName, 50_11), "", true)
		till.pay(till.ask(payment.SandboxName, 50_44), "", true)
		till.later(time.Minute)
		for name, c := range map[string]struct {
			invariant int
			damage    string
		}{
			"nothing":           {0, `UPDATE top_ups SET page = ''`},
			"never credited":    {10, `UPDATE top_ups SET state = 'succeeded' WHERE state = 'failed'`},
			"credited, pending": {10, `UPDATE top_ups SET state = 'pending' WHERE state = 'succeeded'`},
			"never taken back":  {10, `UPDATE top_ups SET state = 'charged_back' WHERE state = 'succeeded'`},
			"a message forged":  {8, `UPDATE payment_messages SET effect = 'credit' WHERE effect = 'note'`},
			"credited twice":    {8, `UPDATE payment_messages SET effect = 'credit' WHERE effect = 'revoke'`},
		} {
			findings := till.damaged(c.damage)
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
func (t till) damaged(damage string) (findings []ledger.Finding) {
	t.t.Helper()
	takenBack := errors.New("taken back")
	err := t.store.Write(context.Background(), func(tx *db.Tx) error {
		if err := tx.Exec(damage); err != nil {
			return err
		}
		var err error
		findings, err = payment.Verify(tx)
		return cmp.Or(err, takenBack)
	})
	if !errors.Is(err, takenBack) {
		t.t.Fatal(err)
	}
	return findings
}
