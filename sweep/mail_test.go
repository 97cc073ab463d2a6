package sweep_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/mail"
	"guildhall/sweep"
	"guildhall/testkit"
)

// postbox is the far end of a sending: it answers what it is told to.
type postbox struct {
	got    []mail.Letter
	answer error
}

func (b *postbox) send(_ context.Context, letter mail.Letter) error {
	if b.answer == nil {
		b.got = append(b.got, letter)
	}
	return b.answer
}

func house(*db.Tx) (mail.House, error) {
	home, err := url.Parse("https://hall.example")
	return mail.House{Name: "Hall", URL: home, Currency: "USD"}, err
}

// eachPostbox runs a test with an outbox of n messages on each engine; round
// is one round of the duty.
func eachPostbox(t *testing.T, n int, fn func(t *testing.T, store *db.Store, clock *testkit.Clock, box *postbox, round func())) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		ctx := context.Background()
		queue := func(tx *db.Tx) error {
			for i := range n {
				err := mail.Queue(tx, mail.Message{
					To: fmt.Sprintf("m%d@example.org", i), Language: "en", Zone: "UTC", Kind: "mail.test", Path: "/way-in", Secret: true,
				})
				if err != nil {
					return err
				}
			}
			return nil
		}
		if err := store.Write(ctx, queue); err != nil {
			t.Fatal(err)
		}
		box := &postbox{}
		duty := sweep.Mail(house, box.send)
		fn(t, store, clock, box, func() {
			if err := duty.Run(ctx, store); err != nil {
				t.Fatal(err)
			}
		})
	})
}

func states(t *testing.T, store *db.Store) mail.Counts {
	t.Helper()
	var c mail.Counts
	if err := store.Read(context.Background(), func(tx *db.Tx) (err error) {
		c, err = mail.Count(tx)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestMailIsSentOnceAndItsSecretForgotten(t *testing.T) {
	eachPostbox(t, 9, func(t *testing.T, store *db.Store, clock *testkit.Clock, box *postbox, round func()) {
		round()
		clock.Advance(time.Hour)
		round()
		if len(box.got) != 9 || states(t, store) != (mail.Counts{Sent: 9}) {
			t.Errorf("sent %d of 9, states %+v", len(box.got), states(t, store))
		}
		if box.got[0].Link != "https://hall.example/way-in" {
			t.Errorf("the letter leads to %q", box.got[0].Link)
		}
		store.Read(context.Background(), func(tx *db.Tx) error {
			list, err := mail.Latest(tx, mail.Sent, [16]byte{}, 1)
			if err != nil || list[0].Path != "" {
				t.Errorf("the way in is kept after sending: %+v, %v", list[0], err)
			}
			return nil
		})
	})
}

func TestMailWaitsForAServerThatIsDown(t *testing.T) {
	eachPostbox(t, 2, func(t *testing.T, store *db.Store, clock *testkit.Clock, box *postbox, round func()) {
		box.answer = errors.New("connection refused")
		for range 5 {
			round()
			clock.Advance(3 * time.Hour)
		}
		if states(t, store) != (mail.Counts{Queued: 2}) {
			t.Fatalf("states %+v, want both waiting", states(t, store))
		}
		box.answer = nil
		round()
		if len(box.got) != 2 {
			t.Errorf("%d arrived after the server came back (TLK-11)", len(box.got))
		}
	})
}

func TestTriesPauseLonger(t *testing.T) {
	eachPostbox(t, 1, func(t *testing.T, store *db.Store, clock *testkit.Clock, box *postbox, round func()) {
		box.answer = errors.New("busy")
		round()
		for _, wait := range []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour} {
			before := tries(t, store)
			clock.Advance(wait - time.Second)
			round()
			if tries(t, store) != before {
				t.Fatalf("tried before %v were over", wait)
			}
			clock.Advance(time.Second)
			round()
			if tries(t, store) != before+1 {
				t.Fatalf("not tried after %v", wait)
			}
		}
	})
}

func tries(t *testing.T, store *db.Store) (n int64) {
	t.Helper()
	if err := store.Read(context.Background(), func(tx *db.Tx) error {
		list, err := mail.Latest(tx, "", [16]byte{}, 1)
		n = list[0].Tries
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestMailIsGivenUpWhenRefusedForGoodOrAfterThreeDays(t *testing.T) {
	eachPostbox(t, 1, func(t *testing.T, store *db.Store, clock *testkit.Clock, box *postbox, round func()) {
		box.answer = fmt.Errorf("%w: no such person", mail.ErrRefused)
		round()
		if states(t, store) != (mail.Counts{Failed: 1}) {
			t.Fatalf("states %+v", states(t, store))
		}
		box.answer = errors.New("away")
		store.Write(context.Background(), func(tx *db.Tx) error {
			list, err := mail.Latest(tx, mail.Failed, [16]byte{}, 1)
			if err != nil {
				return err
			}
			return mail.Again(tx, list[0].ID)
		})
		for range 3*24 + 1 {
			round()
			clock.Advance(time.Hour)
		}
		if states(t, store) != (mail.Counts{Failed: 1}) {
			t.Errorf("after three days it is given up: %+v", states(t, store))
		}
	})
}

func TestClaimWithoutAnAnswerIsDueAgain(t *testing.T) {
	eachPostbox(t, 1, func(t *testing.T, store *db.Store, clock *testkit.Clock, box *postbox, round func()) {
		err := store.Write(context.Background(), func(tx *db.Tx) error {
			claimed, err := mail.Claim(tx, 10)
			if len(claimed) != 1 {
				t.Errorf("claimed %d", len(claimed))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		round() // another node: the claim holds
		if len(box.got) != 0 {
			t.Fatal("two nodes took one message")
		}
		clock.Advance(2 * time.Minute) // the first node died
		round()
		if len(box.got) != 1 {
			t.Error("a message was lost with its node")
		}
	})
}
