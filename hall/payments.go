package hall

import (
	"context"
	"time"

	"guildhall/db"
	"guildhall/money"
	"guildhall/payment"
	"guildhall/rulebook"
)

const (
	callsAtOnce = 20
	callTime    = 20 * time.Second // a provider that takes longer is asked again
)

// callProviders asks payment providers for the charges that wait. Each call is
// made between two transactions: the intent was committed before it, the
// answer goes in after it. A call that is made twice asks for the same charge.
func callProviders(ctx context.Context, store *db.Store) error {
	var waiting []payment.TopUp
	var currency money.Currency
	err := store.Read(ctx, func(tx *db.Tx) error {
		rules, err := rulebook.Current(tx)
		if err != nil {
			return err
		}
		currency = rules.Policy.Currency
		waiting, err = payment.Waiting(tx, tx.Now(), callsAtOnce)
		return err
	})
	if err != nil {
		return err
	}
	for _, t := range waiting {
		if err := callProvider(ctx, store, t, currency); err != nil {
			return err
		}
	}
	return nil
}

func callProvider(ctx context.Context, store *db.Store, t payment.TopUp, currency money.Currency) error {
	within, stop := context.WithTimeout(ctx, callTime)
	defer stop()
	charge := payment.Charge{TopUp: t.ID, Amount: t.Amount, Currency: currency, Tries: t.Tries}
	begun, failed := payment.Gateways[t.Provider].Begin(within, charge)
	return store.Write(ctx, func(tx *db.Tx) error {
		if failed != nil {
			return payment.CallFailed(tx, t)
		}
		return payment.Answer(tx, t.ID, begun)
	})
}
