package catalogue_test

import (
	"sync"
	"testing"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/policy"
	"guildhall/rulebook"
	"guildhall/search"
	"guildhall/testkit"
	"guildhall/town"
)

// in runs a test in a town with Sam's service live, on each engine.
func in(t *testing.T, fn func(t *testing.T, w *town.Town, s catalogue.Service)) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := town.New(t, store, clock)
		fn(t, w, w.Shop())
	})
}

func act(w *town.Town, c catalogue.Command) error {
	return w.Try(func(tx *db.Tx) error {
		_, err := catalogue.Act(tx, c)
		return err
	})
}

func get(w *town.Town, service id.Service) (s catalogue.Service) {
	w.Read(func(tx *db.Tx) (err error) {
		s, err = catalogue.Get(tx, service)
		return err
	})
	return s
}

func found(w *town.Town, words string) (result search.Result) {
	w.Read(func(tx *db.Tx) (err error) {
		result, err = search.InDatabase().Find(tx, search.Query{Words: words})
		return err
	})
	return result
}

func wantFault(t *testing.T, err error, code string) {
	t.Helper()
	if f, ok := fault.As(err); !ok || f.Code != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

// under publishes a policy changed by fn, valid at once.
func under(w *town.Town, fn func(*policy.Policy)) {
	w.Write(func(tx *db.Tx) error {
		rules, err := rulebook.Current(tx)
		if err != nil {
			return err
		}
		changed := rules.Policy
		fn(&changed)
		_, err = rulebook.Publish(tx, changed, w.Admin.ID, "test", tx.Now())
		return err
	})
}

func save(w *town.Town, s catalogue.Service, offer catalogue.Offer) error {
	return w.Try(func(tx *db.Tx) error {
		_, err := catalogue.SaveDraft(tx, s.Seller, s.ID, offer, 0)
		return err
	})
}

func TestAServiceIsShownOnlyAfterAModeratorApproved(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := town.New(t, store, clock)
		w.Plant()
		s := w.Prepare(w.Seller.ID, w.Offer())
		if err := act(w, catalogue.Command{Service: s.ID, Actor: w.Seller.ID, Verb: catalogue.Submit}); err != nil {
			t.Fatal(err)
		}
		waiting := get(w, s.ID)
		if waiting.State() != catalogue.InModeration || found(w, "ink").Total != 0 {
			t.Fatalf("handed in: %s, found %d", waiting.State(), found(w, "ink").Total)
		}
		approve := catalogue.Command{Service: s.ID, Version: waiting.Pending, Verb: catalogue.Approve}
		for _, who := range []account.Member{w.Seller, w.Stranger} {
			approve.Actor = who.ID
			wantFault(t, act(w, approve), "not_found")
		}
		approve.Actor = w.Arbiter.ID
		if err := act(w, approve); err != nil {
			t.Fatal(err)
		}
		if live := get(w, s.ID); live.State() != catalogue.Live || live.Live != waiting.Pending || found(w, "ink").Total != 1 {
			t.Errorf("approved: %s, found %d", live.State(), found(w, "ink").Total)
		}
		wantFault(t, act(w, approve), "service_version_looked_at")
	})
}

func TestWhereContentIsCheckedAfterwardsAServiceIsLiveAtOnce(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := town.New(t, store, clock)
		w.Plant()
		under(w, func(p *policy.Policy) { p.ServiceModeration = policy.ModerationAfter })
		s := w.Prepare(w.Seller.ID, w.Offer())
		if err := act(w, catalogue.Command{Service: s.ID, Actor: w.Seller.ID, Verb: catalogue.Submit}); err != nil {
			t.Fatal(err)
		}
		if live := get(w, s.ID); live.State() != catalogue.Live {
			t.Errorf("it is %s", live.State())
		}
	})
}

func TestTheOldVersionStaysLiveUntilTheNewOneIsApproved(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, s catalogue.Service) {
		offer := w.Offer()
		offer.Title = "Watercolour of your house"
		if err := save(w, s, offer); err != nil {
			t.Fatal(err)
		}
		if err := act(w, catalogue.Command{Service: s.ID, Actor: s.Seller, Verb: catalogue.Submit}); err != nil {
			t.Fatal(err)
		}
		edited := get(w, s.ID)
		if edited.Live != s.Live || edited.Pending.IsZero() || edited.Title != "Ink drawing of your house" {
			t.Fatalf("buyers see %q, live %s, pending %s", edited.Title, edited.Live, edited.Pending)
		}
		if found(w, "watercolour").Total != 0 || found(w, "ink").Total != 1 {
			t.Error("search has the version that waits")
		}
		approve := catalogue.Command{Service: s.ID, Version: edited.Pending, Actor: w.Arbiter.ID, Verb: catalogue.Approve}
		if err := act(w, approve); err != nil {
			t.Fatal(err)
		}
		if now := get(w, s.ID); now.Live != edited.Pending || now.Title != offer.Title || found(w, "watercolour").Total != 1 {
			t.Errorf("approved, buyers see %q", now.Title)
		}
		w.Read(func(tx *db.Tx) error {
			old, err := catalogue.GetVersion(tx, s.Live)
			if err != nil || old.Offer.Title != "Ink drawing of your house" || old.Number != 1 {
				t.Errorf("the old version became %q, number %d, %v", old.Offer.Title, old.Number, err)
			}
			return nil
		})
	})
}

func TestARejectedEditLeavesTheLiveVersionAndSaysWhy(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, s catalogue.Service) {
		offer := w.Offer()
		offer.Title = "The best drawing in the world"
		if err := save(w, s, offer); err != nil {
			t.Fatal(err)
		}
		if err := act(w, catalogue.Command{Service: s.ID, Actor: s.Seller, Verb: catalogue.Submit}); err != nil {
			t.Fatal(err)
		}
		reject := catalogue.Command{
			Service: s.ID, Version: get(w, s.ID).Pending, Actor: w.Arbiter.ID,
			Verb: catalogue.Reject, Reason: "misleading", Remark: "Please say what you draw.",
		}
		if err := act(w, reject); err != nil {
			t.Fatal(err)
		}
		now := get(w, s.ID)
		if now.State() != catalogue.Live || now.Live != s.Live || !now.Pending.IsZero() || now.Reason != "misleading" || now.Remark == "" {
			t.Errorf("after the rejection: %+v", now)
		}
		w.Read(func(tx *db.Tx) error {
			editing, err := catalogue.Editing(tx, s.ID)
			if err != nil || editing.Title != offer.Title {
				t.Errorf("the editor shows %q, %v: what was typed is lost", editing.Title, err)
			}
			return nil
		})
	})
}

func TestPausingTakesItOffSaleAndResumingBringsItBack(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, s catalogue.Service) {
		pause := catalogue.Command{Service: s.ID, Actor: s.Seller, Verb: catalogue.Pause}
		wantFault(t, act(w, catalogue.Command{Service: s.ID, Actor: w.Buyer.ID, Verb: catalogue.Pause}), "not_found")
		if err := act(w, pause); err != nil {
			t.Fatal(err)
		}
		if found(w, "ink").Total != 0 {
			t.Error("a paused service is found")
		}
		wantFault(t, quote(w, catalogue.QuoteAsk{Version: s.Live, Buyer: w.Buyer.ID, Units: 1, Package: "economy"}).Err(), "service_not_on_sale")
		wantFault(t, act(w, pause), "service_moved_on")
		if err := act(w, catalogue.Command{Service: s.ID, Actor: s.Seller, Verb: catalogue.Resume}); err != nil {
			t.Fatal(err)
		}
		if found(w, "ink").Total != 1 {
			t.Error("a resumed service is not found")
		}
	})
}

func TestARemovedServiceIsNeitherEditedNorResumedByItsAuthor(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, s catalogue.Service) {
		if err := act(w, catalogue.Command{Service: s.ID, Actor: w.Arbiter.ID, Verb: catalogue.Remove, Reason: "copy"}); err != nil {
			t.Fatal(err)
		}
		if found(w, "ink").Total != 0 {
			t.Error("a removed service is found")
		}
		wantFault(t, save(w, s, w.Offer()), "service_removed")
		for _, verb := range []catalogue.Verb{catalogue.Submit, catalogue.Resume, catalogue.Pause} {
			wantFault(t, act(w, catalogue.Command{Service: s.ID, Actor: s.Seller, Verb: verb}), "service_moved_on")
		}
		if err := act(w, catalogue.Command{Service: s.ID, Actor: w.Arbiter.ID, Verb: catalogue.Restore}); err != nil {
			t.Fatal(err)
		}
		if now := get(w, s.ID); now.Stored != catalogue.Paused {
			t.Errorf("restored to %s", now.Stored)
		}
	})
}

func TestNobodyJudgesTheirOwnService(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := town.New(t, store, clock)
		w.Plant()
		s := w.Prepare(w.Arbiter.ID, w.Offer())
		if err := act(w, catalogue.Command{Service: s.ID, Actor: w.Arbiter.ID, Verb: catalogue.Submit}); err != nil {
			t.Fatal(err)
		}
		err := act(w, catalogue.Command{Service: s.ID, Version: get(w, s.ID).Pending, Actor: w.Arbiter.ID, Verb: catalogue.Approve})
		wantFault(t, err, "own_service_judged")
	})
}

func TestOnlyAConfirmedAddressSells(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, _ catalogue.Service) {
		err := w.Try(func(tx *db.Tx) error {
			_, err := catalogue.NewDraft(tx, w.Newcomer.ID)
			return err
		})
		wantFault(t, err, "email_not_confirmed")
	})
}

func TestTheLimitsOfNewSellers(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := town.New(t, store, clock)
		w.Plant()
		under(w, func(p *policy.Policy) { p.NewbieMaxServices, p.MaxInModeration = 3, 2 })
		submit := func() (catalogue.Service, error) {
			s := w.Prepare(w.Seller.ID, w.Offer())
			return s, act(w, catalogue.Command{Service: s.ID, Actor: w.Seller.ID, Verb: catalogue.Submit})
		}
		first, err := submit()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := submit(); err != nil {
			t.Fatal(err)
		}
		third, err := submit()
		wantFault(t, err, "waiting_many")
		if err := act(w, catalogue.Command{Service: first.ID, Version: get(w, first.ID).Pending, Actor: w.Arbiter.ID, Verb: catalogue.Approve}); err != nil {
			t.Fatal(err)
		}
		again := catalogue.Command{Service: third.ID, Actor: w.Seller.ID, Verb: catalogue.Submit}
		if err := act(w, again); err != nil {
			t.Fatalf("with one live the limit on waiting ones still holds: %v", err)
		}
		_, err = submit()
		wantFault(t, err, "services_many")
	})
}

func TestOfTwoSubmissionsAtOnceOneIsOverTheLimit(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := town.New(t, store, clock)
		w.Plant()
		under(w, func(p *policy.Policy) { p.MaxInModeration = 1 })
		drafts := []catalogue.Service{w.Prepare(w.Seller.ID, w.Offer()), w.Prepare(w.Seller.ID, w.Offer())}
		outcomes := make([]error, len(drafts))
		var both sync.WaitGroup
		for i, draft := range drafts {
			both.Go(func() {
				outcomes[i] = act(w, catalogue.Command{Service: draft.ID, Actor: w.Seller.ID, Verb: catalogue.Submit})
			})
		}
		both.Wait()
		if (outcomes[0] == nil) == (outcomes[1] == nil) {
			t.Errorf("exactly one may pass: %v", outcomes)
		}
	})
}

func TestADraftSavedElsewhereIsNotOverwritten(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, s catalogue.Service) {
		seen := get(w, s.ID).Guard
		offer := w.Offer()
		offer.Volume = "First window"
		if err := save(w, s, offer); err != nil {
			t.Fatal(err)
		}
		err := w.Try(func(tx *db.Tx) error {
			_, err := catalogue.SaveDraft(tx, s.Seller, s.ID, offer, seen)
			return err
		})
		wantFault(t, err, "draft_elsewhere")
		err = w.Try(func(tx *db.Tx) error {
			_, err := catalogue.SaveDraft(tx, w.Stranger.ID, s.ID, offer, 0)
			return err
		})
		wantFault(t, err, "not_found")
	})
}
