package conversation_test

import (
	"testing"
	"time"

	"guildhall/conversation"
	"guildhall/db"
)

func (a asked) remove(m conversation.Message) error {
	return a.Try(func(tx *db.Tx) error {
		_, err := conversation.Delete(tx, m.Author, m.ID)
		return err
	})
}

// TestAnAnswerTakenBackIsNone has the seller say a word to be rid of the duty,
// before the time is over and after it (TLK-5).
func TestAnAnswerTakenBackIsNone(t *testing.T) {
	for _, late := range []bool{false, true} {
		ask(t, func(t *testing.T, a asked) {
			if late {
				a.ignored()
			}
			a.say(t, a.Buyer.ID, "Hello?")
			first := a.say(t, a.Seller.ID, ".")
			wantFault(t, a.remove(first), "message_answers")
			second := a.say(t, a.Seller.ID, "Yes, I can.")
			if err := a.remove(first); err != nil {
				t.Errorf("another word stands: %v", err)
			}
			wantFault(t, a.remove(second), "message_answers")
			a.hidden(t, false)
			more := a.say(t, a.Seller.ID, "On Monday.")
			a.say(t, a.Buyer.ID, "Good.")
			if err := a.remove(more); err != nil {
				t.Errorf("what answered nothing cannot be deleted: %v", err)
			}
			a.Clock.Advance(21 * 24 * time.Hour)
			gladly := a.say(t, a.Seller.ID, "Another?")
			if err := a.remove(gladly); err != nil {
				t.Errorf("what nobody asked for cannot be deleted: %v", err)
			}
			again := a.say(t, a.Buyer.ID, "Yes!")
			if a.due().IsZero() {
				t.Fatal("nothing is owed to a new message")
			}
			if err := a.remove(again); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestAFirstMessageWrittenAnewIsNew(t *testing.T) {
	ask(t, func(t *testing.T, a asked) {
		if err := a.remove(a.message); err != nil {
			t.Fatal(err)
		}
		a.Clock.Advance(time.Minute)
		again := a.say(t, a.Buyer.ID, "Can you draw a castle?")
		if want := again.At.Add(24 * time.Hour); !a.due().Equal(want) {
			t.Errorf("an answer is due at %s, want %s", a.due(), want)
		}
	})
}
