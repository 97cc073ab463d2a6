package catalogue_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
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
		result, err = search.Find(tx, search.Query{Words: words})
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

func quote(w *town.Town, ask catalogue.QuoteAsk) (q catalogue.Quote) {
	w.Read(func(tx *db.Tx) (err error) {
		q, err = catalogue.QuoteFor(tx, ask)
		return err
	})
	return q
}

func TestAQuoteTellsWhatAnOrderNeeds(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, s catalogue.Service) {
		q := quote(w, catalogue.QuoteAsk{
			Version: s.Live, Buyer: w.Buyer.ID, Units: 2, Package: "standard",
			Options: []catalogue.OptionChoice{{Code: "colour", Quantity: 1}},
		})
		if q.Err() != nil || q.Total != 90_00 || q.UnitPrice != 40_00 || q.Lead != 7*24*time.Hour || q.Revisions != 3 {
			t.Errorf("quoted %+v", q)
		}
		if q.Seller != w.Seller.ID || q.Service != s.ID || len(q.Required()) != 1 || q.Required()[0].Code != "photo" || q.Prohibited {
			t.Errorf("quoted %+v", q)
		}
	})
}

func TestAChangedServiceIsShownAgainBeforeItIsOrdered(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, s catalogue.Service) {
		offer := w.Offer()
		offer.Packages[0].Price = money.Amount(21_00)
		if err := save(w, s, offer); err != nil {
			t.Fatal(err)
		}
		if err := act(w, catalogue.Command{Service: s.ID, Actor: s.Seller, Verb: catalogue.Submit}); err != nil {
			t.Fatal(err)
		}
		ask := catalogue.QuoteAsk{Version: s.Live, Buyer: w.Buyer.ID, Units: 1, Package: "economy"}
		if q := quote(w, ask); q.Total != 20_00 || q.Err() != nil {
			t.Errorf("while the edit waits: %d, %v", q.Total, q.Err())
		}
		if err := act(w, catalogue.Command{Service: s.ID, Version: get(w, s.ID).Pending, Actor: w.Arbiter.ID, Verb: catalogue.Approve}); err != nil {
			t.Fatal(err)
		}
		err := w.Store.Read(t.Context(), func(tx *db.Tx) error {
			_, err := catalogue.QuoteFor(tx, ask)
			return err
		})
		wantFault(t, err, "service_changed")
	})
}

func TestWhoMayOrder(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, s catalogue.Service) {
		linked, blocked := w.Join("lin"), w.Join("blo")
		w.Write(func(tx *db.Tx) error {
			return errors.Join(account.Link(tx, linked.ID, s.Seller), account.Block(tx, s.Seller, blocked.ID))
		})
		cases := []struct {
			who  id.Member
			code string
		}{
			{w.Buyer.ID, ""}, {id.Member{}, "sign_in_first"}, {w.Seller.ID, "order_own_service"},
			{w.Newcomer.ID, "email_not_confirmed"}, {linked.ID, "order_linked_account"}, {blocked.ID, "order_blocked"},
		}
		for _, c := range cases {
			q := quote(w, catalogue.QuoteAsk{Version: s.Live, Buyer: c.who, Units: 1, Package: "economy"})
			if c.code == "" && q.Err() != nil || c.code != "" && !errors.Is(q.Err(), &fault.Fault{Code: c.code}) {
				t.Errorf("%s: %v, want %q", c.who, q.Err(), c.code)
			}
		}
	})
}

func TestNothingIsBoughtFromASuspendedSeller(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, s catalogue.Service) {
		w.Write(func(tx *db.Tx) error {
			return account.SetStanding(tx, s.Seller, account.Suspended, tx.Now().Add(time.Hour), "TRU-11", w.Admin.ID)
		})
		wantFault(t, quote(w, catalogue.QuoteAsk{Version: s.Live, Buyer: w.Buyer.ID, Units: 1, Package: "economy"}).Err(), "seller_not_available")
	})
}

func TestEachCauseHidesAndLiftsOnItsOwn(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, s catalogue.Service) {
		economy := catalogue.QuoteAsk{Version: s.Live, Buyer: w.Buyer.ID, Units: 1, Package: "economy"}
		until := w.Clock.Now().Add(time.Hour)
		w.Write(func(tx *db.Tx) error {
			return errors.Join(
				catalogue.Withhold(tx, s.Seller, catalogue.CauseWorkload, "CAT-13", time.Time{}),
				catalogue.WithholdService(tx, s.ID, catalogue.CauseUnlisted, "performance", until),
			)
		})
		if now := get(w, s.ID); now.State() != catalogue.Hidden || found(w, "ink").Total != 0 || quote(w, economy).Err() != nil {
			t.Errorf("busy: %s, order refused with %v", now.State(), quote(w, economy).Err())
		}
		w.Write(func(tx *db.Tx) error { return catalogue.Release(tx, s.Seller, catalogue.CauseWorkload) })
		if now := get(w, s.ID); now.State() != catalogue.Unlisted || found(w, "ink").Total != 0 {
			t.Errorf("one cause left: %s", now.State())
		}
		w.Clock.Advance(2 * time.Hour)
		w.Write(func(tx *db.Tx) error {
			lifted, err := catalogue.LiftEnded(tx, 100)
			if lifted != 1 {
				t.Errorf("%d causes ended, want 1", lifted)
			}
			return err
		})
		if now := get(w, s.ID); now.State() != catalogue.Live || found(w, "ink").Total != 1 {
			t.Errorf("no cause left: %s, found %d", now.State(), found(w, "ink").Total)
		}
	})
}

func TestAnIgnoredMessageTakesEverythingOffSale(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, s catalogue.Service) {
		w.Write(func(tx *db.Tx) error {
			return catalogue.Withhold(tx, s.Seller, catalogue.CauseIgnored, "CAT-16", time.Time{})
		})
		wantFault(t, quote(w, catalogue.QuoteAsk{Version: s.Live, Buyer: w.Buyer.ID, Units: 1, Package: "economy"}).Err(), "service_not_on_sale")
	})
}

func TestTheStartingTreeCanBeUsedAtOnce(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, _ catalogue.Service) {
		w.Read(func(tx *db.Tx) error {
			tree, err := catalogue.Tree(tx, "en")
			if err != nil || len(tree) < 12 {
				t.Errorf("%d categories at the top, %v; want at least 12", len(tree), err)
			}
			attributes := 0
			for _, top := range tree {
				for _, leaf := range top.Below {
					rules, err := catalogue.RulesFor(tx, leaf.ID, policy.Policy{})
					if err != nil || !rules.Leaf || rules.Category.ID != leaf.ID {
						t.Errorf("%s: %v", leaf.Name, err)
					}
					attributes += len(rules.Attributes)
				}
			}
			if attributes < 40 {
				t.Errorf("the tree has %d attributes", attributes)
			}
			return nil
		})
		w.Write(catalogue.Plant) // twice does nothing
	})
}

func TestAttributesAreInherited(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, _ catalogue.Service) {
		top, leaf := w.Category("design"), w.Category("illustration")
		w.Write(func(tx *db.Tx) error {
			return catalogue.SaveAttribute(tx, catalogue.Attribute{Category: top, Code: "revisable", Name: "Revisable", Kind: catalogue.YesNo, Required: true})
		})
		w.Read(func(tx *db.Tx) error {
			rules, err := catalogue.RulesFor(tx, leaf, policy.Policy{})
			if !slices.ContainsFunc(rules.Attributes, func(a catalogue.Attribute) bool { return a.Code == "revisable" }) {
				t.Errorf("not inherited: %v, %v", rules.Attributes, err)
			}
			return nil
		})
	})
}

func TestACategoryIsHeldToItsRules(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, _ catalogue.Service) {
		design, leaf := w.Category("design"), w.Category("illustration")
		free := catalogue.Pricing{Rule: catalogue.PriceFree}
		cases := []struct {
			code string
			c    catalogue.Category
		}{
			{"required", catalogue.Category{Slug: "a", Pricing: free}},
			{"slug_form", catalogue.Category{Name: "A", Slug: "A b", Pricing: free}},
			{"slug_taken", catalogue.Category{Name: "A", Slug: "design", Pricing: free}},
			{"category_own_parent", catalogue.Category{ID: design, Parent: leaf, Name: "A", Slug: "design", Pricing: free}},
			{"choice_unknown", catalogue.Category{Name: "A", Slug: "a"}},
			{"price_bounds", catalogue.Category{Name: "A", Slug: "a", Pricing: catalogue.Pricing{Rule: catalogue.PriceFree, Min: 2, Max: 1}}},
		}
		for _, c := range cases {
			if c.c.ID.IsZero() {
				c.c.ID = id.New[id.CategoryKind](w.Clock.Now())
			}
			err := w.Try(func(tx *db.Tx) error { return catalogue.SaveCategory(tx, c.c) })
			wantFault(t, err, c.code)
		}
	})
}
