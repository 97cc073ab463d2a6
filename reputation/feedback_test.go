package reputation_test

import (
	"errors"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/reputation"
	"guildhall/testkit"
	"guildhall/town"
)

// done is a town in which Bea's order of Sam's service has ended as asked.
type done struct {
	*town.Town
	order id.Order
}

func finished(t *testing.T, store *db.Store, clock *testkit.Clock, verbs ...order.Verb) done {
	t.Helper()
	place := town.New(t, store, clock)
	service := place.Shop()
	d := done{place, id.New[id.OrderKind](clock.Now())}
	place.Write(func(tx *db.Tx) error {
		_, err := order.Place(tx, order.Placing{ID: d.order, Buyer: place.Buyer.ID, Version: service.Live, Units: 1, Package: "economy", At: tx.Now()})
		return err
	})
	for _, verb := range verbs {
		d.act(verb)
	}
	return d
}

func (d done) act(verb order.Verb) {
	d.T.Helper()
	d.Clock.Advance(time.Minute)
	d.Write(func(tx *db.Tx) error {
		c := order.Command{Order: d.order, Actor: d.Buyer.ID, Side: order.Buyer, Verb: verb, At: tx.Now(), Text: "see https://example.org/work"}
		if verb == order.Start || verb == order.Deliver {
			c.Actor, c.Side = d.Seller.ID, order.Seller
		}
		if verb == order.Cancel {
			c.Reason = order.ByMistake
		}
		_, err := order.Act(tx, c)
		return err
	})
}

func (d done) leave(liked bool, text string) error {
	return d.Try(func(tx *db.Tx) error {
		_, err := reputation.Leave(tx, reputation.Leaving{
			Order: d.order, Author: d.Buyer.ID, At: tx.Now(), Verdict: reputation.Verdict{Liked: liked, Text: text}})
		return err
	})
}

func (d done) standing() reputation.Feedback {
	d.T.Helper()
	var f reputation.Feedback
	d.Read(func(tx *db.Tx) (err error) {
		f, err = reputation.Of(tx, d.order, d.Buyer.ID)
		return err
	})
	return f
}

func (d done) answer(text string) error {
	f := d.standing()
	return d.Try(func(tx *db.Tx) error {
		_, err := reputation.Answer(tx, reputation.Answering{Feedback: f.ID, Author: d.Seller.ID, At: tx.Now(), Text: text})
		return err
	})
}

func refusedAs(t *testing.T, err error, code string) {
	t.Helper()
	if f, ok := fault.As(err); !ok || f.Code != code {
		t.Errorf("got %v, want the fault %s", err, code)
	}
}

var worked = []order.Verb{order.Start, order.Deliver, order.Accept}

func TestTheBuyerOfACompletedOrderJudgesItOnce(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		d := finished(t, store, clock, worked...)
		refusedAs(t, d.leave(true, " "), "feedback_empty")
		refusedAs(t, d.leave(true, "Write to me at bea@example.org"), "contact_details")
		if err := d.leave(true, "Just what I asked for."); err != nil {
			t.Fatal(err)
		}
		refusedAs(t, d.leave(false, "On second thoughts, no."), "feedback_given")
		if f := d.standing(); !f.Liked || !f.Counts || f.About != d.Seller.ID || f.Text != "Just what I asked for." {
			t.Errorf("what stands is %+v", f)
		}
	})
}

func TestARunningOrderAndAQuietCancellationOpenNoFeedback(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		refusedAs(t, finished(t, store, clock).leave(true, "Good"), "feedback_shut")
	})
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		refusedAs(t, finished(t, store, clock, order.Cancel).leave(false, "Bad"), "feedback_shut")
	})
}

func TestFeedbackClosesAfterItsDays(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		d := finished(t, store, clock, worked...)
		clock.Advance(30*24*time.Hour - time.Second)
		if err := d.leave(true, "In the last second."); err != nil {
			t.Error(err)
		}
		clock.Advance(time.Second)
		refusedAs(t, d.leave(true, "A second late."), "feedback_shut")
	})
}

func TestItCanBeChangedOnceAfterTheSellersAnswerAndAnsweredOnceMore(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		d := finished(t, store, clock, worked...)
		if err := errors.Join(d.leave(false, "Not quite it."), d.answer("I sent you a better one.")); err != nil {
			t.Fatal(err)
		}
		refusedAs(t, d.leave(true, "Now it is."), "feedback_given") // the answer is not shown yet
		judge := func() error {
			f := d.standing()
			return d.Try(func(tx *db.Tx) error { return reputation.JudgeResponse(tx, f.ID, d.Arbiter.ID, true) })
		}
		if err := errors.Join(judge(), d.leave(true, "Now it is."), d.answer("Thank you.")); err != nil {
			t.Fatal(err)
		}
		refusedAs(t, judge2(judge), "response_judged")
		refusedAs(t, d.leave(false, "And again."), "feedback_given")
		refusedAs(t, d.answer("And again."), "response_given")
	})
}

// judge2 judges twice and answers the second.
func judge2(judge func() error) error { return errors.Join(judge(), judge()) }

func TestStrangersNeitherJudgeNorAnswer(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		d := finished(t, store, clock, worked...)
		refusedAs(t, d.Try(func(tx *db.Tx) error {
			_, err := reputation.Leave(tx, reputation.Leaving{Order: d.order, Author: d.Stranger.ID, At: tx.Now(), Verdict: reputation.Verdict{Text: "Hm"}})
			return err
		}), "not_found")
		refusedAs(t, d.Try(func(tx *db.Tx) error {
			_, err := reputation.Leave(tx, reputation.Leaving{Order: d.order, Author: d.Seller.ID, At: tx.Now(), Verdict: reputation.Verdict{Text: "Hm"}})
			return err
		}), "feedback_not_yours")
		if err := d.leave(true, "Good."); err != nil {
			t.Fatal(err)
		}
		f := d.standing()
		refusedAs(t, d.Try(func(tx *db.Tx) error {
			_, err := reputation.Answer(tx, reputation.Answering{Feedback: f.ID, Author: d.Buyer.ID, At: tx.Now(), Text: "Hm"})
			return err
		}), "not_found")
	})
}

func TestAPageOfFeedbackLosesNoneOfOneMoment(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		s := opened(t, store, clock)
		orders := make([]done, 5)
		for i := range orders {
			orders[i] = s.order(worked...)
		}
		s.Write(func(tx *db.Tx) error { // all in one moment
			for _, d := range orders {
				_, err := reputation.Leave(tx, reputation.Leaving{
					Order: d.order, Author: s.Buyer.ID, At: tx.Now(), Verdict: reputation.Verdict{Liked: true, Text: "Good."}})
				if err != nil {
					return err
				}
			}
			return nil
		})
		for name, page := range map[string]func(*db.Tx, id.Feedback) ([]reputation.Feedback, error){
			"of the service": func(tx *db.Tx, behind id.Feedback) ([]reputation.Feedback, error) {
				return reputation.OnService(tx, s.service.ID, behind, 2)
			},
			"about the seller": func(tx *db.Tx, behind id.Feedback) ([]reputation.Feedback, error) {
				return reputation.About(tx, s.Seller.ID, behind, 2)
			},
		} {
			seen, behind := map[id.Feedback]bool{}, id.Feedback{}
			for pages := 0; pages < 4; pages++ {
				s.Read(func(tx *db.Tx) error {
					list, err := page(tx, behind)
					for _, f := range list {
						seen[f.ID], behind = true, f.ID
					}
					return err
				})
			}
			if len(seen) != len(orders) {
				t.Errorf("%s: %d of %d were read", name, len(seen), len(orders))
			}
		}
	})
}

func TestALikeOnACancelledOrderDoesNotCountAndADislikeDoes(t *testing.T) { // REP-3
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		s := opened(t, store, clock)
		for _, one := range []struct {
			liked bool
			want  int64 // dislikes of the seller and of the service
		}{{true, 0}, {false, 1}} {
			d := s.order(order.Start)
			clock.Advance(10 * 24 * time.Hour)
			s.Ring("order", order.Ring)
			d.Write(func(tx *db.Tx) error {
				_, err := order.Act(tx, order.Command{
					Order: d.order, Actor: s.Buyer.ID, Side: order.Buyer, Verb: order.Cancel, Reason: order.NotOnTime, At: tx.Now()})
				return err
			})
			if err := d.leave(one.liked, "He never got round to it."); err != nil {
				t.Fatal(err)
			}
			f := s.figures()
			if got := d.standing(); got.Counts == one.liked || f.Tally.Liked != 0 || f.Tally.Disliked != one.want {
				t.Errorf("liked %t on a cancelled order: it counts %t, the seller has %+v", one.liked, got.Counts, f.Tally)
			}
			s.Read(func(tx *db.Tx) error {
				r, err := reputation.ServiceFor(tx, s.service.ID)
				if r.Tally.Liked != 0 || r.Tally.Disliked != one.want {
					t.Errorf("liked %t on a cancelled order: the service has %+v", one.liked, r.Tally)
				}
				return err
			})
		}
	})
}

func TestStarsAreTheShareOfLikes(t *testing.T) {
	p, err := policy.Preset("services")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		liked, disliked int64
		tenths          int64
	}{
		{0, 0, 0},
		{1, 0, 50},
		{98, 2, 50}, // five_stars_from
		{97, 3, 49},
		{1, 1, 25},
		{0, 3, 0},
	}
	for _, test := range tests {
		tally := reputation.Tally{Liked: test.liked, Disliked: test.disliked}
		if got := tally.Tenths(&p); got != test.tenths {
			t.Errorf("%d likes and %d dislikes: %d tenths, want %d", test.liked, test.disliked, got, test.tenths)
		}
	}
}
