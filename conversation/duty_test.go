package conversation_test

import (
	"sync"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/deadline"
	"guildhall/event"
	"guildhall/id"
	"guildhall/town"
)

// asked is a shop whose seller was just asked something new.
type asked struct {
	*town.Town
	service catalogue.Service
	talk    conversation.Conversation
	message conversation.Message
}

func ask(t *testing.T, fn func(t *testing.T, a asked)) {
	in(t, func(t *testing.T, w *town.Town) {
		a := asked{Town: w, service: w.Shop()}
		a.talk = talk(t, w)
		a.message = a.say(t, w.Buyer.ID, "Can you draw a tower?")
		fn(t, a)
	})
}

func (a asked) say(t *testing.T, author id.Member, text string) conversation.Message {
	t.Helper()
	m, err := write(a.Town, a.talk, author, text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func (a asked) ring() { a.Ring(conversation.Subject, conversation.Ring) }

// ignored lets the time for an answer pass.
func (a asked) ignored() {
	a.Clock.Advance(24 * time.Hour)
	a.ring()
}

// due is until when an answer is owed; zero: nothing is.
func (a asked) due() (until time.Time) {
	a.Read(func(tx *db.Tx) error {
		now, err := conversation.Get(tx, a.talk.ID, a.Seller.ID)
		if err != nil {
			return err
		}
		until, err = conversation.AnswerBy(tx, now)
		return err
	})
	return until
}

func (a asked) hidden(t *testing.T, want bool) {
	t.Helper()
	a.Read(func(tx *db.Tx) error {
		now, err := catalogue.Get(tx, a.service.ID)
		if (now.State() == catalogue.Hidden) != want || now.Orderable() == want {
			t.Errorf("the service is %s with %v; hidden should be %t", now.State(), now.Causes, want)
		}
		return err
	})
}

func (a asked) waits() (waits bool) {
	a.Read(func(tx *db.Tx) error {
		now, err := conversation.Get(tx, a.talk.ID, a.Seller.ID)
		waits = !now.WaitsSince.IsZero()
		return err
	})
	return waits
}

func (a asked) noted(of event.Subject, kind string) (n int) {
	a.Read(func(tx *db.Tx) error {
		entries, err := event.History(tx, of)
		for _, e := range entries {
			if e.Kind == kind {
				n++
			}
		}
		return err
	})
	return n
}

func TestANewMessageWithoutAnAnswerHidesEverythingUntilItHasOne(t *testing.T) {
	ask(t, func(t *testing.T, a asked) {
		if want := a.message.At.Add(24 * time.Hour); !a.due().Equal(want) {
			t.Errorf("an answer is due at %s, want %s", a.due(), want)
		}
		a.Clock.Advance(18 * time.Hour)
		a.Remind(conversation.Subject, conversation.Remind)
		a.Remind(conversation.Subject, conversation.Remind)
		if n := a.noted(event.Of("conversation", a.talk.ID), "conversation.answer_near"); n != 1 {
			t.Errorf("reminded %d times", n)
		}
		a.Clock.Advance(6*time.Hour - time.Microsecond)
		a.ring()
		a.hidden(t, false)
		a.Clock.Advance(time.Microsecond)
		a.ring()
		a.hidden(t, true)
		a.say(t, a.Buyer.ID, "Hello?")
		a.hidden(t, true)
		a.say(t, a.Seller.ID, "Yes, I can.")
		a.hidden(t, false)
		if !a.due().IsZero() {
			t.Error("an answer is still owed")
		}
		for _, kind := range []string{"seller.withheld", "seller.released"} {
			if n := a.noted(event.Of("member", a.Seller.ID), kind); n != 1 {
				t.Errorf("%s was noted %d times", kind, n)
			}
		}
	})
}

func TestOnlyTheFirstMessageAfterALongSilenceIsNew(t *testing.T) {
	ask(t, func(t *testing.T, a asked) {
		a.Clock.Advance(3 * time.Hour)
		was := a.due()
		a.say(t, a.Buyer.ID, "It has two windows.")
		if !a.due().Equal(was) {
			t.Error("a second message began the time anew")
		}
		a.say(t, a.Seller.ID, "Fine.")
		a.Clock.Advance(20*24*time.Hour - time.Second)
		a.say(t, a.Buyer.ID, "And a door.")
		if !a.due().IsZero() {
			t.Error("a message within new_after is owed an answer")
		}
		a.Clock.Advance(20 * 24 * time.Hour)
		a.say(t, a.Buyer.ID, "Another tower?")
		if a.due().IsZero() {
			t.Error("the first message after new_after is owed none")
		}
	})
}

func TestWhatASellerSaysFirstOwesNobodyAnAnswer(t *testing.T) {
	ask(t, func(t *testing.T, a asked) {
		a.say(t, a.Seller.ID, "Yes.")
		a.Clock.Advance(30 * 24 * time.Hour)
		a.say(t, a.Seller.ID, "I have a new pen.")
		if !a.due().IsZero() {
			t.Error("the seller owes themselves an answer")
		}
	})
}

// TestTheDutyEnds tries each way out, before the time is over and after it.
func TestTheDutyEnds(t *testing.T) {
	ways := map[string]func(tx *db.Tx, a asked) error{
		"no answer needed": func(tx *db.Tx, a asked) error { return conversation.NeedsNoAnswer(tx, a.talk.ID, a.Seller.ID) },
		"seller blocks":    func(tx *db.Tx, a asked) error { return conversation.Block(tx, a.Seller.ID, a.Buyer.ID) },
		"buyer blocks":     func(tx *db.Tx, a asked) error { return conversation.Block(tx, a.Buyer.ID, a.Seller.ID) },
		"reported":         func(tx *db.Tx, a asked) error { return conversation.Settle(tx, a.talk.ID) },
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			ask(t, func(t *testing.T, a asked) {
				a.Write(func(tx *db.Tx) error { return way(tx, a) })
				if !a.due().IsZero() {
					t.Error("an answer is still owed")
				}
				a.ignored()
				a.hidden(t, false)
			})
			ask(t, func(t *testing.T, a asked) {
				a.ignored()
				a.hidden(t, true)
				a.Write(func(tx *db.Tx) error { return way(tx, a) })
				a.hidden(t, false)
			})
		})
	}
	t.Run("the buyer may not say so", func(t *testing.T) {
		ask(t, func(t *testing.T, a asked) {
			wantFault(t, a.Try(func(tx *db.Tx) error { return conversation.NeedsNoAnswer(tx, a.talk.ID, a.Buyer.ID) }), "not_found")
			wantFault(t, a.Try(func(tx *db.Tx) error { return conversation.NeedsNoAnswer(tx, a.talk.ID, a.Stranger.ID) }), "not_found")
		})
	})
}

func TestAMessageThatIsGoneNeedsNoAnswer(t *testing.T) {
	ask(t, func(t *testing.T, a asked) {
		second := a.say(t, a.Buyer.ID, "With a door.")
		gone := func(m conversation.Message) {
			a.Write(func(tx *db.Tx) error {
				_, err := conversation.Delete(tx, a.Buyer.ID, m.ID)
				return err
			})
		}
		gone(a.message)
		if a.due().IsZero() {
			t.Error("one message is left, and no answer is owed")
		}
		gone(second)
		if !a.due().IsZero() {
			t.Error("nothing is left to answer")
		}
	})
}

func TestMessagesOfTheSanctionedNeedNoAnswer(t *testing.T) {
	sanction := func(a asked) {
		a.Write(func(tx *db.Tx) error {
			return account.SetStanding(tx, a.Buyer.ID, account.Restricted, time.Time{}, "TRU-11", a.Admin.ID)
		})
	}
	ask(t, func(t *testing.T, a asked) { // sanctioned after it was ignored
		a.ignored()
		a.Follow(conversation.Take)
		a.hidden(t, true)
		sanction(a)
		a.Follow(conversation.Take)
		a.hidden(t, false)
		if a.waits() {
			t.Error("it still waits for an answer")
		}
	})
	ask(t, func(t *testing.T, a asked) { // sanctioned after writing
		sanction(a)
		a.ignored()
		a.hidden(t, false)
	})
	ask(t, func(t *testing.T, a asked) { // and before
		a.say(t, a.Seller.ID, "Yes.")
		sanction(a)
		a.Clock.Advance(30 * 24 * time.Hour)
		a.say(t, a.Buyer.ID, "Another?")
		if !a.due().IsZero() {
			t.Error("the message of a sanctioned member is owed an answer")
		}
	})
}

func TestASellerWhoMayNotWriteIsNotBlamedForSilence(t *testing.T) {
	ask(t, func(t *testing.T, a asked) {
		a.Write(func(tx *db.Tx) error { return account.Restrict(tx, a.Seller.ID, account.Write, "test", time.Time{}) })
		a.ignored()
		a.hidden(t, false)
	})
}

// TestOfSeveralIgnoredMessagesEachMustBeAnswered answers all of them at once:
// each answer sees the others still waiting, and the last one must notice.
func TestOfSeveralIgnoredMessagesEachMustBeAnswered(t *testing.T) {
	ask(t, func(t *testing.T, a asked) {
		talks := []conversation.Conversation{a.talk}
		for _, login := range []string{"ann", "bob", "cid", "dan"} {
			buyer := a.Join(login)
			c, err := start(a.Town, buyer.ID, a.Seller.ID, id.Member{})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := write(a.Town, c, buyer.ID, "Hello?"); err != nil {
				t.Fatal(err)
			}
			talks = append(talks, c)
		}
		a.ignored()
		a.hidden(t, true)
		if _, err := write(a.Town, talks[0], a.Seller.ID, "Yes."); err != nil {
			t.Fatal(err)
		}
		a.hidden(t, true)
		var answering sync.WaitGroup
		failed := make(chan error, len(talks))
		for _, c := range talks[1:] {
			answering.Go(func() {
				_, err := write(a.Town, c, a.Seller.ID, "Yes.")
				failed <- err
			})
		}
		answering.Wait()
		close(failed)
		for err := range failed {
			if err != nil {
				t.Fatal(err)
			}
		}
		a.hidden(t, false)
	})
}

// TestTheTimeStandsStillOnTheSellersWeekends asks on a Thursday (TLK-5).
func TestTheTimeStandsStillOnTheSellersWeekends(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town) {
		a := asked{Town: w, service: w.Shop()}
		a.talk = talk(t, w)
		w.Write(func(tx *db.Tx) error { return account.SetWeekends(tx, w.Seller.ID, true) })
		w.Clock.Set(time.Date(2026, 3, 5, 20, 0, 0, 0, time.UTC)) // a Thursday
		a.say(t, w.Buyer.ID, "Can you draw a tower?")
		monday := time.Date(2026, 3, 9, 20, 0, 0, 0, time.UTC)
		if !a.due().Equal(monday) {
			t.Errorf("due at %s, want Monday at the same hour", a.due())
		}
		var clocks []deadline.Clock
		w.Read(func(tx *db.Tx) (err error) {
			clocks, err = deadline.Of(tx, event.Of(conversation.Subject, a.talk.ID))
			return err
		})
		if want := monday.Add(-6 * time.Hour); len(clocks) != 1 || !clocks[0].WarnAt.Equal(want) {
			t.Errorf("the reminder goes out at %v, want %s", clocks, want)
		}
	})
}

// TestAnOutageMovesTheTimeButNotIntoTheWeekend: ORD-15 for conversations.
func TestAnOutageMovesTheTimeButNotIntoTheWeekend(t *testing.T) {
	for _, weekends := range []bool{false, true} {
		in(t, func(t *testing.T, w *town.Town) {
			a := asked{Town: w, service: w.Shop()}
			a.talk = talk(t, w)
			w.Write(func(tx *db.Tx) error { return account.SetWeekends(tx, w.Seller.ID, weekends) })
			w.Clock.Set(time.Date(2026, 3, 4, 22, 0, 0, 0, time.UTC)) // a Wednesday
			a.say(t, w.Buyer.ID, "Can you draw a tower?")
			out := deadline.Outage{From: a.due().Add(-time.Hour), Until: a.due().Add(4 * time.Hour)} // five hours, Thursday night
			w.Write(func(tx *db.Tx) error {
				clocks, err := deadline.Of(tx, event.Of(conversation.Subject, a.talk.ID))
				if err != nil {
					return err
				}
				return conversation.MoveBy(tx, clocks[0], out)
			})
			want := time.Date(2026, 3, 6, 3, 0, 0, 0, time.UTC)
			if weekends {
				want = time.Date(2026, 3, 9, 3, 0, 0, 0, time.UTC)
			}
			if !a.due().Equal(want) {
				t.Errorf("hides on weekends %t: moved to %s, want %s", weekends, a.due(), want)
			}
		})
	}
}
