package conversation_test

import (
	"strings"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
	"guildhall/policy"
	"guildhall/rulebook"
	"guildhall/testkit"
	"guildhall/town"
)

func in(t *testing.T, fn func(t *testing.T, w *town.Town)) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) { fn(t, town.New(t, store, clock)) })
}

func start(w *town.Town, author, seller, other id.Member) (c conversation.Conversation, err error) {
	err = w.Try(func(tx *db.Tx) error {
		c, err = conversation.Start(tx, conversation.Starting{
			Author: author, Seller: seller, Other: other, From: event.Of("member", seller),
		})
		return err
	})
	return c, err
}

// talk is Bea's conversation with Sam, begun by her.
func talk(t *testing.T, w *town.Town) conversation.Conversation {
	t.Helper()
	c, err := start(w, w.Buyer.ID, w.Seller.ID, id.Member{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func write(w *town.Town, c conversation.Conversation, author id.Member, text string) (m conversation.Message, err error) {
	err = w.Try(func(tx *db.Tx) error {
		m, err = conversation.Write(tx, conversation.Writing{Conversation: c.ID, Author: author, Text: text})
		return err
	})
	return m, err
}

func said(w *town.Town, c conversation.Conversation) (messages []conversation.Message) {
	w.Read(func(tx *db.Tx) (err error) {
		messages, err = conversation.Of(tx, conversation.In(c.ID))
		return err
	})
	return messages
}

func wantFault(t *testing.T, err error, code string) {
	t.Helper()
	if f, ok := fault.As(err); !ok || f.Code != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

func TestAPairHasOneConversation(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town) {
		first := talk(t, w)
		if again := talk(t, w); again.ID != first.ID {
			t.Error("a second conversation of the same pair")
		}
		reversed, err := start(w, w.Seller.ID, w.Buyer.ID, id.Member{}) // Sam asks about something Bea sells
		if err != nil || reversed.ID != first.ID {
			t.Errorf("from the other side: %v, %v", reversed.ID, err)
		}
	})
}

func TestASellerNeverWritesFirst(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town) {
		_, err := start(w, w.Seller.ID, w.Seller.ID, w.Buyer.ID)
		wantFault(t, err, "seller_first")
		_, err = start(w, w.Seller.ID, w.Seller.ID, id.Member{})
		wantFault(t, err, "conversation_self")
		w.Write(func(tx *db.Tx) error {
			rules, err := rulebook.Current(tx)
			if err != nil {
				return err
			}
			rules.Policy.SellerFirst = true
			_, err = rulebook.Publish(tx, rules.Policy, w.Admin.ID, "test", tx.Now())
			return err
		})
		if _, err := start(w, w.Seller.ID, w.Seller.ID, w.Buyer.ID); err != nil {
			t.Errorf("where the policy lets sellers write first: %v", err)
		}
	})
}

func TestBothTalkAndNobodyElseListens(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town) {
		c := talk(t, w)
		if _, err := write(w, c, w.Buyer.ID, "Can you draw\r\na tower?"); err != nil {
			t.Fatal(err)
		}
		w.Clock.Advance(time.Second)
		if _, err := write(w, c, w.Seller.ID, "Yes."); err != nil {
			t.Fatal(err)
		}
		messages := said(w, c)
		if len(messages) != 2 || messages[0].Text != "Can you draw\na tower?" || messages[1].Author != w.Seller.ID {
			t.Errorf("said: %+v", messages)
		}
		_, err := write(w, c, w.Stranger.ID, "Me too.")
		wantFault(t, err, "not_found")
		err = w.Store.Read(t.Context(), func(tx *db.Tx) error {
			_, err := conversation.Get(tx, c.ID, w.Stranger.ID)
			return err
		})
		wantFault(t, err, "not_found")
	})
}

func TestWhatAMessageMayNotBe(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town) {
		c := talk(t, w)
		for text, code := range map[string]string{
			" \n ": "message_empty", "\u200b\u00a0\u2060": "message_empty", strings.Repeat("ä", conversation.TextMax+1): "text_long",
			"write to me at bea@example.org": "contact_details",
		} {
			_, err := write(w, c, w.Buyer.ID, text)
			wantFault(t, err, code)
		}
		w.Write(func(tx *db.Tx) error { return account.Block(tx, w.Seller.ID, w.Buyer.ID) })
		_, err := write(w, c, w.Buyer.ID, "Hello?")
		wantFault(t, err, "conversation_blocked")
		_, err = start(w, w.Newcomer.ID, w.Seller.ID, id.Member{})
		wantFault(t, err, "email_not_confirmed")
		if len(said(w, c)) != 0 {
			t.Error("a refused message was kept")
		}
	})
}

func TestAMessageCanBeChangedForFiveMinutesAndItsOriginalStays(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town) {
		c := talk(t, w)
		m, err := write(w, c, w.Buyer.ID, "For ten dollars?")
		if err != nil {
			t.Fatal(err)
		}
		edit := func(author id.Member, text string) error {
			return w.Try(func(tx *db.Tx) error {
				_, err := conversation.Edit(tx, author, m.ID, text)
				return err
			})
		}
		w.Clock.Advance(policyEdit(t))
		if err := edit(w.Buyer.ID, "For twenty dollars?"); err != nil {
			t.Fatal(err)
		}
		wantFault(t, edit(w.Seller.ID, "For a hundred?"), "not_found")
		wantFault(t, edit(w.Buyer.ID, "call +49 30 1234567"), "contact_details")
		w.Clock.Advance(time.Microsecond)
		wantFault(t, edit(w.Buyer.ID, "For thirty?"), "message_fixed")
		w.Read(func(tx *db.Tx) error {
			originals, err := conversation.Originals(tx, m.ID)
			if err != nil || len(originals) != 1 || originals[0].Text != "For ten dollars?" {
				t.Errorf("originals: %+v, %v", originals, err)
			}
			return nil
		})
		if now := said(w, c)[0]; now.Text != "For twenty dollars?" || now.Edited.IsZero() {
			t.Errorf("it says %+v", now)
		}
	})
}

func policyEdit(t *testing.T) time.Duration {
	t.Helper()
	p, err := policy.Preset("services")
	if err != nil {
		t.Fatal(err)
	}
	return p.ConversationEdit
}

func TestADeletedMessageIsGoneFromSightOnly(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town) {
		c := talk(t, w)
		m, err := write(w, c, w.Buyer.ID, "Forget it.")
		if err != nil {
			t.Fatal(err)
		}
		w.Write(func(tx *db.Tx) error {
			_, err := conversation.Delete(tx, w.Buyer.ID, m.ID)
			return err
		})
		if now := said(w, c)[0]; now.Text != "" || now.Deleted.IsZero() {
			t.Errorf("deleted it says %+v", now)
		}
		w.Read(func(tx *db.Tx) error {
			originals, err := conversation.Originals(tx, m.ID)
			if len(originals) != 1 || originals[0].Text != "Forget it." {
				t.Errorf("originals: %+v", originals)
			}
			return err
		})
	})
}

func TestFilesAndQuotesComeFromTheSameConversation(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town) {
		c, order := talk(t, w), id.New[id.OrderKind](w.Clock.Now())
		var here, elsewhere file.File
		var told conversation.Message
		w.Write(func(tx *db.Tx) (err error) {
			taken := func() file.Taken {
				return file.Taken{ID: id.New[id.FileKind](tx.Now()), Name: "a.txt", Type: "text/plain", Bytes: 1}
			}
			if here, err = file.Attach(tx, taken(), conversation.In(c.ID).Files(), w.Buyer.ID); err != nil {
				return err
			}
			if elsewhere, err = file.Attach(tx, taken(), conversation.InOrder(order).Files(), w.Buyer.ID); err != nil {
				return err
			}
			told, err = conversation.Say(tx, conversation.InOrder(order), w.Buyer.ID, "call +49 30 1234567", []id.File{elsewhere.ID})
			return err
		})
		if !told.Contacts {
			t.Error("contact details in an order are not marked")
		}
		send := func(quote id.Message, f id.File) error {
			return w.Try(func(tx *db.Tx) error {
				_, err := conversation.Write(tx, conversation.Writing{Conversation: c.ID, Author: w.Buyer.ID, Quote: quote, Files: []id.File{f}})
				return err
			})
		}
		wantFault(t, send(id.Message{}, elsewhere.ID), "not_found")
		wantFault(t, send(told.ID, here.ID), "not_found")
		if err := send(id.Message{}, here.ID); err != nil {
			t.Fatal(err)
		}
		if messages := said(w, c); len(messages) != 1 || len(messages[0].Files) != 1 || messages[0].Files[0] != here.ID {
			t.Errorf("said: %+v", messages)
		}
	})
}

func TestTheListCountsWhatIsUnread(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town) {
		c := talk(t, w)
		for range 2 {
			w.Clock.Advance(time.Second)
			if _, err := write(w, c, w.Buyer.ID, "Hello?"); err != nil {
				t.Fatal(err)
			}
		}
		unread := func(who id.Member) int64 {
			var list []conversation.Summary
			w.Read(func(tx *db.Tx) (err error) {
				list, err = conversation.List(tx, conversation.Asked{Member: who, Limit: 10})
				return err
			})
			if len(list) != 1 || list[0].Text != "Hello?" {
				t.Fatalf("list: %+v", list)
			}
			return list[0].Unread
		}
		if unread(w.Seller.ID) != 2 || unread(w.Buyer.ID) != 0 {
			t.Errorf("Sam has %d unread, Bea %d", unread(w.Seller.ID), unread(w.Buyer.ID))
		}
		w.Write(func(tx *db.Tx) error { return conversation.Read(tx, c.ID, w.Seller.ID) })
		if unread(w.Seller.ID) != 0 {
			t.Error("read messages count as unread")
		}
	})
}
