package portfolio_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/portfolio"
	"guildhall/rulebook"
	"guildhall/testkit"
	"guildhall/town"
)

// studio is a shop in a category that asks for works; what is published is
// shown at once unless a test says otherwise.
type studio struct {
	*town.Town
	service catalogue.Service
}

func in(t *testing.T, fn func(t *testing.T, s studio)) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		s := studio{Town: town.New(t, store, clock)}
		s.service = s.Shop()
		s.rules(func(p *policy.Policy) { p.PictureModeration = policy.ModerationAfter })
		s.Write(func(tx *db.Tx) error { return town.Fund(tx, s.Buyer.ID, 5_000_00) })
		fn(t, s)
	})
}

func (s studio) rules(change func(*policy.Policy)) {
	s.Write(func(tx *db.Tx) error {
		rules, err := rulebook.Current(tx)
		if err != nil {
			return err
		}
		change(&rules.Policy)
		_, err = rulebook.Publish(tx, rules.Policy, s.Admin.ID, "test", tx.Now())
		return err
	})
}

func wantFault(t *testing.T, err error, code string) {
	t.Helper()
	if f, ok := fault.As(err); !ok || f.Code != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

// upload attaches a picture, or something else, under a holder.
func (s studio) upload(holder file.Holder, owner id.Member, kind string) (f file.File) {
	s.Write(func(tx *db.Tx) (err error) {
		t := file.Taken{ID: id.New[id.FileKind](tx.Now()), Name: "work", Type: kind, Bytes: 10}
		if kind == "image/png" {
			t.Width, t.Height = 40, 30
		}
		f, err = file.Attach(tx, t, holder, owner)
		return err
	})
	return f
}

// done is a completed order with a picture delivered, and that picture.
func (s studio) done() (o id.Order, picture id.File) {
	o = id.New[id.OrderKind](s.Clock.Now())
	s.Write(func(tx *db.Tx) error {
		_, err := order.Place(tx, order.Placing{ID: o, Buyer: s.Buyer.ID, Version: s.service.Live, Units: 1, Package: "economy", At: tx.Now()})
		return err
	})
	picture = s.upload(file.HolderOf("order", o), s.Seller.ID, "image/png").ID
	s.act(o, order.Start, "")
	s.act(o, order.Deliver, "Here, and at https://youtu.be/abcdefghijk.", picture)
	s.act(o, order.Accept, "")
	return o, picture
}

func (s studio) act(o id.Order, verb order.Verb, text string, files ...id.File) {
	s.T.Helper()
	s.Clock.Advance(time.Minute)
	s.Write(func(tx *db.Tx) error {
		c := order.Command{Order: o, Actor: s.Buyer.ID, Side: order.Buyer, Verb: verb, Text: text, Attachments: files, At: tx.Now()}
		if verb == order.Start || verb == order.Deliver {
			c.Actor, c.Side = s.Seller.ID, order.Seller
		}
		_, err := order.Act(tx, c)
		return err
	})
	s.Follow(portfolio.Take)
}

func (s studio) publish(p portfolio.Publishing) (w portfolio.Work, err error) {
	if p.Seller.IsZero() {
		p.Seller = s.Seller.ID
	}
	if p.Title == "" {
		p.Title = "A house in ink"
	}
	err = s.Try(func(tx *db.Tx) error {
		w, err = portfolio.Publish(tx, p)
		return err
	})
	return w, err
}

// shown counts what everybody sees on the profile and on the service's page.
func (s studio) shown() string {
	var counts string
	s.Read(func(tx *db.Tx) error {
		all, err := portfolio.OfSeller(tx, s.Seller.ID, id.Work{}, 100)
		if err != nil {
			return err
		}
		here, err := portfolio.OfService(tx, s.service.ID, id.Work{}, 100)
		counts = fmt.Sprintf("%d on the profile, %d on the service", len(all), len(here))
		return err
	})
	return counts
}

func (s studio) opens(f id.File, moderator bool) (open bool) {
	s.Read(func(tx *db.Tx) (err error) {
		open, err = portfolio.Opens(tx, f, moderator)
		return err
	})
	return open
}

func TestADeliveredWorkIsShownWithItsBuyersConsentOnly(t *testing.T) {
	in(t, func(t *testing.T, s studio) {
		o, picture := s.done()
		wish := portfolio.Publishing{Order: o, File: picture, Rights: true}
		_, err := s.publish(wish)
		wantFault(t, err, "work_no_consent") // silence is no
		s.act(o, order.AgreePortfolio, "")
		for code, p := range map[string]portfolio.Publishing{
			"rights_unconfirmed": {Order: o, File: picture},
			"not_found":          {Order: o, File: picture, Rights: true, Seller: s.Stranger.ID},
			"work_not_delivered": {Order: o, File: s.upload(file.HolderOf("order", o), s.Seller.ID, "image/png").ID, Rights: true},
			"work_nothing":       {Order: o, Rights: true},
			"video_not_youtube":  {Order: o, Video: "https://example.org", Rights: true},
			"contact_details":    {Order: o, File: picture, Rights: true, Title: "Write to sam@example.org"},
			"text_long":          {Order: o, File: picture, Rights: true, Title: strings.Repeat("x", portfolio.TitleMax+1)},
		} {
			_, err := s.publish(p)
			wantFault(t, err, code)
		}
		_, err = s.publish(portfolio.Publishing{Order: o, Video: "zzzzzzzzzzz", Rights: true})
		wantFault(t, err, "work_not_delivered")
		if s.opens(picture, true) {
			t.Error("the picture is open before it was published")
		}
		w, err := s.publish(wish)
		if err != nil || !w.Picture || w.Service != s.service.ID || w.Elsewhere() {
			t.Fatalf("published %+v, %v", w, err)
		}
		_, err = s.publish(wish)
		wantFault(t, err, "work_published")
		if got := s.shown(); got != "1 on the profile, 1 on the service" || !s.opens(picture, false) {
			t.Errorf("%s; open %t", got, s.opens(picture, false))
		}
		s.Read(func(tx *db.Tx) error {
			beside, err := portfolio.OfOrder(tx, o)
			if len(beside) != 1 || beside[0].ID != w.ID {
				t.Error("it does not stand beside the feedback")
			}
			return err
		})
	})
}

// TestConsentTakenBackHidesTheWorkAtOnce: the moment the buyer refuses, and
// before any reader of the diary has come by.
func TestConsentTakenBackHidesTheWorkAtOnce(t *testing.T) {
	in(t, func(t *testing.T, s studio) {
		o, picture := s.done()
		s.act(o, order.AgreePortfolio, "")
		w, err := s.publish(portfolio.Publishing{Order: o, File: picture, Rights: true})
		if err != nil {
			t.Fatal(err)
		}
		s.Write(func(tx *db.Tx) error {
			_, err := order.Act(tx, order.Command{Order: o, Actor: s.Buyer.ID, Side: order.Buyer, Verb: order.RefusePortfolio, At: tx.Now()})
			return err
		})
		if got := s.shown(); got != "0 on the profile, 0 on the service" || s.opens(picture, true) {
			t.Errorf("%s; open %t", got, s.opens(picture, true))
		}
		s.Follow(portfolio.Take)
		wantFault(t, s.Try(func(tx *db.Tx) error { return portfolio.TakeDown(tx, w.ID, s.Seller.ID) }), "not_found")
		s.Read(func(tx *db.Tx) error {
			_, err := portfolio.Get(tx, w.ID)
			wantFault(t, err, "not_found")
			own, err := portfolio.Own(tx, s.Seller.ID, id.Work{}, 100)
			if len(own) != 0 {
				t.Errorf("the seller still has %+v", own)
			}
			return err
		})
	})
}

func TestAVideoThatADeliveryNamesCanBeShown(t *testing.T) {
	in(t, func(t *testing.T, s studio) {
		o, _ := s.done()
		s.act(o, order.AgreePortfolio, "")
		if w, err := s.publish(portfolio.Publishing{Order: o, Video: "abcdefghijk", Rights: true}); err != nil || w.Video != "abcdefghijk" || w.Picture {
			t.Errorf("published %+v, %v", w, err)
		}
	})
}

func TestWorksFromElsewhereAreMarkedSo(t *testing.T) {
	in(t, func(t *testing.T, s studio) {
		own := func(kind string) id.File { return s.upload(portfolio.Files(s.Seller.ID), s.Seller.ID, kind).ID }
		theirs := s.upload(portfolio.Files(s.Buyer.ID), s.Buyer.ID, "image/png").ID
		_, err := s.publish(portfolio.Publishing{File: theirs, Rights: true})
		wantFault(t, err, "not_found")
		_, err = s.publish(portfolio.Publishing{File: own("application/zip"), Rights: true})
		wantFault(t, err, "work_file")
		_, err = s.publish(portfolio.Publishing{Seller: s.Buyer.ID, Service: s.service.ID, File: theirs, Rights: true})
		wantFault(t, err, "not_found") // another's service
		w, err := s.publish(portfolio.Publishing{File: own("image/png"), Rights: true})
		if err != nil || !w.Elsewhere() || s.shown() != "1 on the profile, 0 on the service" {
			t.Errorf("%+v, %v: %s", w, err, s.shown())
		}
		if _, err := s.publish(portfolio.Publishing{Service: s.service.ID, File: own("video/mp4"), Rights: true}); err != nil || s.shown() != "2 on the profile, 1 on the service" {
			t.Errorf("%v: %s", err, s.shown())
		}
		wantFault(t, s.Try(func(tx *db.Tx) error { return portfolio.TakeDown(tx, w.ID, s.Buyer.ID) }), "not_found")
		s.Write(func(tx *db.Tx) error { return portfolio.TakeDown(tx, w.ID, s.Seller.ID) })
		if s.shown() != "1 on the profile, 1 on the service" || s.opens(w.File, true) {
			t.Errorf("taken down: %s", s.shown())
		}
		s.Write(func(tx *db.Tx) error { return account.Restrict(tx, s.Seller.ID, account.Sell, "test", time.Time{}) })
		_, err = s.publish(portfolio.Publishing{File: own("image/png"), Rights: true})
		wantFault(t, err, "selling_restricted")
	})
}

func TestAWorkWaitsForAModeratorWhereThePolicySaysSo(t *testing.T) {
	in(t, func(t *testing.T, s studio) {
		s.rules(func(p *policy.Policy) { p.PictureModeration = policy.ModerationBefore })
		o, picture := s.done()
		s.act(o, order.AgreePortfolio, "")
		w, err := s.publish(portfolio.Publishing{Order: o, File: picture, Rights: true})
		if err != nil || w.State != portfolio.Waiting || s.shown() != "0 on the profile, 0 on the service" {
			t.Fatalf("%+v, %v: %s", w, err, s.shown())
		}
		if s.opens(picture, false) || !s.opens(picture, true) {
			t.Error("moderators, and nobody else, see what waits")
		}
		judge := func(by id.Member, shown bool) error {
			return s.Try(func(tx *db.Tx) error {
				_, err := portfolio.Judge(tx, portfolio.Judgement{Work: w.ID, Moderator: by, Shown: shown, Reason: "poor_pictures"})
				return err
			})
		}
		wantFault(t, judge(s.Seller.ID, true), "order_party_cannot_judge")
		wantFault(t, judge(s.Buyer.ID, true), "order_party_cannot_judge")
		if err := judge(s.Arbiter.ID, true); err != nil || s.shown() != "1 on the profile, 1 on the service" {
			t.Errorf("approved: %v, %s", err, s.shown())
		}
		wantFault(t, judge(s.Arbiter.ID, true), "work_moved_on")
		if err := judge(s.Arbiter.ID, false); err != nil || s.shown() != "0 on the profile, 0 on the service" {
			t.Errorf("taken away: %v, %s", err, s.shown())
		}
		if _, err := s.publish(portfolio.Publishing{Order: o, File: picture, Rights: true}); err != nil {
			t.Errorf("another try: %v", err)
		}
	})
}

func TestWhatCanBePublishedIsListedUntilItIs(t *testing.T) {
	in(t, func(t *testing.T, s studio) {
		o, picture := s.done()
		ready := func() (n int, may bool) {
			s.Read(func(tx *db.Tx) error {
				list, err := portfolio.Ready(tx, s.Seller.ID)
				if err != nil {
					return err
				}
				now, err := order.Get(tx, o)
				if err != nil {
					return err
				}
				n = len(list)
				may, err = portfolio.May(tx, now)
				return err
			})
			return n, may
		}
		if n, may := ready(); n != 0 || may {
			t.Error("listed without consent")
		}
		s.act(o, order.AgreePortfolio, "")
		if n, may := ready(); n != 1 || !may {
			t.Error("not listed with consent")
		}
		if _, err := s.publish(portfolio.Publishing{Order: o, File: picture, Rights: true}); err != nil {
			t.Fatal(err)
		}
		if n, may := ready(); n != 0 || may {
			t.Error("still listed once it is published")
		}
	})
}
