package payment_test

import (
	"context"
	"strings"
	"testing"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/payment"
	"guildhall/testkit"
)

// FuzzForgedLetters wants every letter that nobody signed turned away with the
// fault for it, whatever is in it.
func FuzzForgedLetters(f *testing.F) {
	store, clock := testkit.SQLite(f)
	till := newTill(f, store, clock)
	top := till.ask(payment.SandboxName, 50_00)
	var signed []payment.Letter
	till.do(func(tx *db.Tx) (err error) {
		signed, err = payment.PayInSandbox(tx, top, "", true)
		return err
	})
	f.Add(signed[0].Body, "")
	f.Add([]byte(`{"provider":"sandbox"}`), "00")
	f.Add([]byte(nil), signed[0].Signature)
	f.Fuzz(func(t *testing.T, body []byte, signature string) {
		if string(body) == string(signed[0].Body) && strings.EqualFold(signature, signed[0].Signature) {
			return
		}
		err := store.Write(context.Background(), func(tx *db.Tx) error {
			_, err := payment.Sandbox{}.Open(tx, payment.Letter{Body: body, Signature: signature})
			return err
		})
		if refused, ok := fault.As(err); !ok || refused.Code != "message_forged" {
			t.Errorf("%q signed %q: %v", body, signature, err)
		}
	})
}
