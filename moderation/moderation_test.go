package moderation_test

import (
	"slices"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/moderation"
	"guildhall/say"
	"guildhall/testkit"
	"guildhall/town"
)

// in runs a test in a town where Sam's service waits for a moderator and Mo
// is one beside Ada.
func in(t *testing.T, fn func(t *testing.T, w *town.Town, mo account.Member, waiting catalogue.Service)) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := town.New(t, store, clock)
		w.Plant()
		fn(t, w, w.Join("mo", account.Moderator), handIn(w, w.Prepare(w.Seller.ID, w.Offer())))
	})
}

func handIn(w *town.Town, s catalogue.Service) (now catalogue.Service) {
	w.Write(func(tx *db.Tx) (err error) {
		now, err = catalogue.Act(tx, catalogue.Command{Service: s.ID, Actor: s.Seller, Verb: catalogue.Submit})
		return err
	})
	return now
}

func judge(w *town.Town, j moderation.Judgement) (d moderation.Decision, err error) {
	err = w.Try(func(tx *db.Tx) error {
		d, err = moderation.Judge(tx, j)
		return err
	})
	return d, err
}

func take(w *town.Town, s id.Service, who id.Member) error {
	return w.Try(func(tx *db.Tx) error { return moderation.Take(tx, s, who) })
}

func wantFault(t *testing.T, err error, code string) {
	t.Helper()
	if f, ok := fault.As(err); !ok || f.Code != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

func TestARejectionIsAStatementOfReasons(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, mo account.Member, s catalogue.Service) {
		d, err := judge(w, moderation.Judgement{
			Service: s.ID, Version: s.Pending, Moderator: mo.ID, Outcome: moderation.Rejected,
			Reasons: []moderation.Reason{moderation.Unclear, moderation.PoorPictures}, Remark: "What size is the drawing?",
		})
		if err != nil {
			t.Fatal(err)
		}
		w.Read(func(tx *db.Tx) error {
			mine, err := moderation.Get(tx, d.ID, w.Seller.ID)
			if err != nil || len(mine.Reasons) != 2 || mine.Remark == "" || mine.By != mo.ID || !mine.AppealBy.After(mine.At) {
				t.Errorf("the statement: %+v, %v", mine, err)
			}
			_, err = moderation.Get(tx, d.ID, w.Stranger.ID)
			wantFault(t, err, "not_found")
			now, err := catalogue.Get(tx, s.ID)
			if err != nil || now.Stored != catalogue.Rejected || now.Reason != "unclear" {
				t.Errorf("the service: %+v, %v", now, err)
			}
			return nil
		})
	})
}

func TestWhatAVerdictNeeds(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, mo account.Member, s catalogue.Service) {
		cases := []struct {
			code    string
			outcome moderation.Outcome
			reasons []moderation.Reason
		}{
			{"choice_unknown", "praised", nil},
			{"reason_needed", moderation.Rejected, nil},
			{"reason_needed", moderation.Removed, nil},
			{"remark_needed", moderation.Removed, []moderation.Reason{moderation.Other}},
			{"choice_unknown", moderation.Rejected, []moderation.Reason{moderation.Malware}}, // no small matter
			{"choice_unknown", moderation.Removed, []moderation.Reason{moderation.Unclear}},  // no violation
			{"choice_unknown", moderation.Approved, []moderation.Reason{moderation.Unclear}},
		}
		for _, c := range cases {
			_, err := judge(w, moderation.Judgement{Service: s.ID, Version: s.Pending, Moderator: mo.ID, Outcome: c.outcome, Reasons: c.reasons})
			wantFault(t, err, c.code)
		}
		_, err := judge(w, moderation.Judgement{Service: s.ID, Version: s.Pending, Moderator: w.Stranger.ID, Outcome: moderation.Approved})
		wantFault(t, err, "not_found")
	})
}

func TestTwoModeratorsNeverTakeTheSame(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, mo account.Member, s catalogue.Service) {
		if err := take(w, s.ID, mo.ID); err != nil {
			t.Fatal(err)
		}
		wantFault(t, take(w, s.ID, w.Arbiter.ID), "item_claimed")
		_, err := judge(w, moderation.Judgement{Service: s.ID, Version: s.Pending, Moderator: w.Arbiter.ID, Outcome: moderation.Approved})
		wantFault(t, err, "item_claimed")
		err = w.Store.Read(t.Context(), func(tx *db.Tx) error {
			_, err := moderation.Next(tx, w.Arbiter.ID)
			return err
		})
		wantFault(t, err, "not_found")
		w.Clock.Advance(16 * time.Minute)
		if err := take(w, s.ID, w.Arbiter.ID); err != nil {
			t.Errorf("an old claim still holds: %v", err)
		}
		w.Write(func(tx *db.Tx) error { return moderation.Leave(tx, s.ID, w.Arbiter.ID) })
		if _, err := judge(w, moderation.Judgement{Service: s.ID, Version: s.Pending, Moderator: mo.ID, Outcome: moderation.Approved}); err != nil {
			t.Errorf("a given back item: %v", err)
		}
	})
}

func TestTheQueueShowsTheDifferenceToWhatIsLive(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, mo account.Member, s catalogue.Service) {
		if _, err := judge(w, moderation.Judgement{Service: s.ID, Version: s.Pending, Moderator: mo.ID, Outcome: moderation.Approved}); err != nil {
			t.Fatal(err)
		}
		offer := w.Offer()
		offer.Title, offer.Packages[0].Price = "Casino drawing of your house", 25_00
		w.Write(func(tx *db.Tx) error {
			_, err := catalogue.SaveDraft(tx, s.Seller, s.ID, offer, 0)
			return err
		})
		handIn(w, s)
		w.Clock.Advance(4 * 24 * time.Hour)
		w.Read(func(tx *db.Tx) error {
			c, err := moderation.Read(tx, s.ID)
			if err != nil || c.New || len(c.Changes) != 2 || c.Changes[0].Field != "title" || c.Changes[1].New != "2500" {
				t.Errorf("changes: %+v, %v", c.Changes, err)
			}
			if len(c.Found) != 1 || c.Found[0].Kind != catalogue.FoundTopic || !c.Overdue || len(c.History) != 1 {
				t.Errorf("found %v, overdue %t, history %d", c.Found, c.Overdue, len(c.History))
			}
			items, total, err := moderation.Queue(tx)
			if err != nil || total != 1 || len(items) != 1 || items[0].Service.Title != offer.Title {
				t.Errorf("queue: %+v, %d, %v", items, total, err)
			}
			return nil
		})
	})
}

func TestAnUnlistedServiceIsFoundByItsAddressUntilTheDaySet(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, mo account.Member, s catalogue.Service) {
		unlist := moderation.Judgement{
			Service: s.ID, Moderator: mo.ID, Outcome: moderation.Unlisted,
			Reasons: []moderation.Reason{moderation.Performance}, Until: w.Clock.Now().Add(24 * time.Hour),
		}
		_, err := judge(w, unlist)
		wantFault(t, err, "not_found") // not live yet
		if _, err := judge(w, moderation.Judgement{Service: s.ID, Version: s.Pending, Moderator: mo.ID, Outcome: moderation.Approved}); err != nil {
			t.Fatal(err)
		}
		endless := unlist
		endless.Until = time.Time{}
		_, err = judge(w, endless)
		wantFault(t, err, "required")
		foreign := unlist
		foreign.Moderator = w.Stranger.ID
		_, err = judge(w, foreign)
		wantFault(t, err, "not_found")
		if _, err := judge(w, unlist); err != nil {
			t.Fatal(err)
		}
		if state := stateOf(w, s.ID); state != catalogue.Unlisted {
			t.Errorf("it is %s", state)
		}
		w.Clock.Advance(25 * time.Hour)
		if state := stateOf(w, s.ID); state != catalogue.Live {
			t.Errorf("after the day set it is %s", state)
		}
	})
}

func stateOf(w *town.Town, service id.Service) (state catalogue.State) {
	w.Read(func(tx *db.Tx) error {
		s, err := catalogue.Get(tx, service)
		state = s.State()
		return err
	})
	return state
}

func TestTheThirdRefusedContactInAWeekIsRaisedOnce(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, mo account.Member, _ catalogue.Service) {
		raised := func() (open []moderation.Raised) {
			w.Read(func(tx *db.Tx) (err error) {
				open, err = moderation.Open(tx)
				return err
			})
			return open
		}
		for i, want := range []int{0, 0, 1, 1} {
			w.Clock.Advance(time.Hour)
			w.Write(func(tx *db.Tx) error { return moderation.Strike(tx, w.Seller.ID) })
			if got := len(raised()); got != want {
				t.Errorf("after %d refusals %d raised, want %d", i+1, got, want)
			}
		}
		item := raised()[0]
		w.Write(func(tx *db.Tx) error { return moderation.Close(tx, item.ID, mo.ID) })
		if len(raised()) != 0 {
			t.Error("a closed item is still open")
		}
	})
}

func TestEveryReasonHasItsSentence(t *testing.T) {
	english := say.For("en", nil, "USD")
	for _, reason := range slices.Concat(moderation.Mendable, moderation.Violations, moderation.Demerits, moderation.WorkReasons) {
		if !english.Has("moderation.reason." + string(reason)) {
			t.Errorf("no sentence for %s", reason)
		}
	}
}
