package conversation_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"guildhall/conversation"
	"guildhall/db"
	"guildhall/id"
	"guildhall/town"
)

// onShelf lists with whom the member's conversations are that are asked for.
func onShelf(w *town.Town, who id.Member, shelf conversation.Shelf, words string) (with []id.Member) {
	w.Read(func(tx *db.Tx) error {
		list, err := conversation.List(tx, conversation.Asked{Member: who, Shelf: shelf, Words: words, Limit: 10})
		for _, s := range list {
			with = append(with, s.With)
		}
		return err
	})
	return with
}

func TestEachSideKeepsItsShelves(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town) {
		c := talk(t, w)
		if _, err := write(w, c, w.Buyer.ID, "Hello?"); err != nil {
			t.Fatal(err)
		}
		shelves := func(who id.Member) string {
			var on []string
			for _, shelf := range conversation.Shelves {
				if len(onShelf(w, who, shelf, "")) == 1 {
					on = append(on, string(shelf))
				}
			}
			return strings.Join(on, ",")
		}
		do := func(fn func(tx *db.Tx) error, seller, buyer string) {
			t.Helper()
			w.Clock.Advance(time.Minute)
			w.Write(fn)
			if shelves(w.Seller.ID) != seller || shelves(w.Buyer.ID) != buyer {
				t.Errorf("the seller's is on %q, the buyer's on %q; want %q and %q", shelves(w.Seller.ID), shelves(w.Buyer.ID), seller, buyer)
			}
		}
		do(func(tx *db.Tx) error { return conversation.Star(tx, c.ID, w.Buyer.ID, true) }, ",waiting", ",starred")
		do(func(tx *db.Tx) error { return conversation.Archive(tx, c.ID, w.Seller.ID, true) }, "waiting,archived", ",starred")
		do(func(tx *db.Tx) error { return conversation.Archive(tx, c.ID, w.Buyer.ID, true) }, "waiting,archived", "starred,archived")
		do(func(tx *db.Tx) error { return conversation.Archive(tx, c.ID, w.Buyer.ID, false) }, "waiting,archived", ",starred")
		do(func(tx *db.Tx) error {
			_, err := conversation.Write(tx, conversation.Writing{Conversation: c.ID, Author: w.Buyer.ID, Text: "Anybody?"})
			return err
		}, ",waiting", ",starred") // what is new comes out of the archive
		do(func(tx *db.Tx) error { return conversation.Star(tx, c.ID, w.Buyer.ID, false) }, ",waiting", "")
		for _, fn := range []func(tx *db.Tx) error{
			func(tx *db.Tx) error { return conversation.Star(tx, c.ID, w.Stranger.ID, true) },
			func(tx *db.Tx) error { return conversation.Archive(tx, c.ID, w.Stranger.ID, true) },
		} {
			wantFault(t, w.Try(fn), "not_found")
		}
	})
}

func TestConversationsAreFoundByWhatWasSaidAndWithWhom(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town) {
		c := talk(t, w)
		other, err := start(w, w.Stranger.ID, w.Seller.ID, id.Member{})
		if err != nil {
			t.Fatal(err)
		}
		said, err := write(w, c, w.Buyer.ID, "Ein Café in ÖSTERREICH, 100%_sicher")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := write(w, other, w.Stranger.ID, "Something else"); err != nil {
			t.Fatal(err)
		}
		for words, want := range map[string][]id.Member{
			"cafe": {w.Buyer.ID}, "österreich": {w.Buyer.ID}, "0%_s": {w.Buyer.ID}, "0_s": nil, "%": {w.Buyer.ID},
			"bea": {w.Buyer.ID}, "STIG": {w.Stranger.ID}, "sam": nil, "e": {w.Buyer.ID, w.Stranger.ID}, `\`: nil,
		} {
			got := onShelf(w, w.Seller.ID, conversation.Inbox, words)
			slices.SortFunc(got, func(a, b id.Member) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
			slices.SortFunc(want, func(a, b id.Member) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
			if !slices.Equal(got, want) {
				t.Errorf("%q finds %v, want %v", words, got, want)
			}
		}
		edit := func(fn func(tx *db.Tx) error, words string, want int) {
			t.Helper()
			w.Write(fn)
			if got := onShelf(w, w.Seller.ID, conversation.Inbox, words); len(got) != want {
				t.Errorf("%q finds %v, want %d", words, got, want)
			}
		}
		edit(func(tx *db.Tx) error {
			_, err := conversation.Edit(tx, w.Buyer.ID, said.ID, "A bakery")
			return err
		}, "bakery", 1)
		edit(func(tx *db.Tx) error {
			_, err := conversation.Delete(tx, w.Buyer.ID, said.ID)
			return err
		}, "bakery", 0)
	})
}

func TestTheBellCountsWhatIsUnreadAndWhatWaits(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town) {
		c := talk(t, w)
		if _, err := write(w, c, w.Buyer.ID, "Hello?"); err != nil {
			t.Fatal(err)
		}
		counts := func(who id.Member) (n conversation.Counts) {
			w.Read(func(tx *db.Tx) (err error) {
				n, err = conversation.Count(tx, who)
				return err
			})
			return n
		}
		if counts(w.Seller.ID) != (conversation.Counts{Unread: 1, Waiting: 1}) || counts(w.Buyer.ID) != (conversation.Counts{}) {
			t.Errorf("seller %+v, buyer %+v", counts(w.Seller.ID), counts(w.Buyer.ID))
		}
		w.Write(func(tx *db.Tx) error { return conversation.Read(tx, c.ID, w.Seller.ID) })
		if counts(w.Seller.ID) != (conversation.Counts{Waiting: 1}) {
			t.Errorf("once read: %+v", counts(w.Seller.ID))
		}
	})
}

func TestSavedRepliesAreTheMembersOwn(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town) {
		save := func(who id.Member, r conversation.Reply) (kept conversation.Reply, err error) {
			err = w.Try(func(tx *db.Tx) error {
				kept, err = conversation.SaveReply(tx, who, r)
				return err
			})
			return kept, err
		}
		list := func(who id.Member) (replies []conversation.Reply) {
			w.Read(func(tx *db.Tx) (err error) {
				replies, err = conversation.Replies(tx, who)
				return err
			})
			return replies
		}
		for code, r := range map[string]conversation.Reply{
			"required": {Title: "Hello"}, "text_long": {Title: strings.Repeat("x", 81), Text: "Hello"},
			"contact_details": {Title: "Mail", Text: "Write to sam@example.org"},
		} {
			_, err := save(w.Seller.ID, r)
			wantFault(t, err, code)
		}
		kept, err := save(w.Seller.ID, conversation.Reply{Title: " Thanks ", Text: "Thank you for\r\nasking."})
		if err != nil || kept.Title != "Thanks" || kept.Text != "Thank you for\nasking." {
			t.Fatalf("kept %+v, %v", kept, err)
		}
		kept.Text = "You are welcome."
		_, err = save(w.Buyer.ID, kept)
		wantFault(t, err, "not_found")
		if _, err := save(w.Seller.ID, kept); err != nil || list(w.Seller.ID)[0] != kept || len(list(w.Buyer.ID)) != 0 {
			t.Errorf("changed to %+v, %v", list(w.Seller.ID), err)
		}
		for i := range conversation.RepliesMax - 1 {
			if _, err := save(w.Seller.ID, conversation.Reply{Title: fmt.Sprint(i), Text: "x"}); err != nil {
				t.Fatal(err)
			}
		}
		_, err = save(w.Seller.ID, conversation.Reply{Title: "One more", Text: "x"})
		wantFault(t, err, "replies_many")
		drop := func(who id.Member) error {
			return w.Try(func(tx *db.Tx) error { return conversation.DropReply(tx, who, kept.ID) })
		}
		wantFault(t, drop(w.Buyer.ID), "not_found")
		if err := drop(w.Seller.ID); err != nil || len(list(w.Seller.ID)) != conversation.RepliesMax-1 {
			t.Errorf("dropped: %v", err)
		}
	})
}
