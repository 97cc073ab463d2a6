package sweep

import (
	"context"
	"time"

	"guildhall/db"
	"guildhall/mail"
)

// mailsAtOnce are sent between two looks at the clock: with a slow server they
// still fit into the lease of a claim.
const mailsAtOnce = 4

// Mail sends what waits in the outbox (TLK-11), through send, as letters of the
// house. Without a mail server leave the duty out: mail then waits where the
// admin reads it.
func Mail(house func(*db.Tx) (mail.House, error), send func(context.Context, mail.Letter) error) Duty {
	post := postman{house: house, send: send}
	return Duty{Name: "mail", Every: 10 * time.Second, Eager: true, Run: post.round}
}

type postman struct {
	house func(*db.Tx) (mail.House, error)
	send  func(context.Context, mail.Letter) error
}

// round claims, sends outside any transaction, and writes each answer at once,
// so that a crash repeats at most the one letter under way.
func (p postman) round(ctx context.Context, store *db.Store) error {
	for {
		house, claimed, err := p.claim(ctx, store)
		if err != nil || len(claimed) == 0 {
			return err
		}
		for _, m := range claimed {
			sent := p.deliver(ctx, m, house)
			if ctx.Err() != nil {
				return ctx.Err() // the program stops: no answer, so it is due again
			}
			if err := answer(ctx, store, m, sent); err != nil {
				return err
			}
		}
	}
}

func (p postman) claim(ctx context.Context, store *db.Store) (house mail.House, claimed []mail.Message, err error) {
	err = store.Write(ctx, func(tx *db.Tx) error {
		if claimed, err = mail.Claim(tx, mailsAtOnce); err != nil || len(claimed) == 0 {
			return err
		}
		house, err = p.house(tx)
		return err
	})
	return house, claimed, err
}

func (p postman) deliver(ctx context.Context, m mail.Message, house mail.House) error {
	letter, err := mail.Write(m, house)
	if err != nil {
		return err
	}
	return p.send(ctx, letter)
}

func answer(ctx context.Context, store *db.Store, m mail.Message, sent error) error {
	return store.Write(ctx, func(tx *db.Tx) error {
		if sent != nil {
			return mail.WriteFailed(tx, m, sent)
		}
		return mail.WriteSent(tx, m)
	})
}
