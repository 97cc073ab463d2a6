package browser_test

import (
	"testing"
	"time"

	"guildhall/db"
	"guildhall/id"
	"guildhall/order"
	"guildhall/reputation"
	"guildhall/test/browser"
)

// lives are orders in every state, made through the doors.
func lives(s *stage) map[string]id.Order {
	made := map[string]id.Order{}
	made["placed"] = s.place()

	work := s.place()
	s.brief(work, 10*time.Minute)
	s.act(work, 20*time.Minute, order.Seller, order.Start, nil)
	s.say(work, 15*time.Minute, order.Seller, "Good morning. I have the photograph and begin with the roof line.")
	s.say(work, 3*time.Hour, order.Buyer, "Lovely. Please leave out the car in front of the house.")
	made["in-work"] = work

	made["asked"] = s.working()
	s.act(made["asked"], time.Hour, order.Buyer, order.Cancel, func(c *order.Command) { c.Reason = order.BuyerOther })

	made["delivered"] = s.delivered()
	done := s.completed()
	s.judge(done, time.Hour)
	made["completed"] = done

	back := s.delivered()
	s.act(back, time.Hour, order.Buyer, order.SendBack, func(c *order.Command) { c.Text, c.Point = "The windows are missing.", true })
	made["revision"] = back

	disputed := s.delivered()
	s.act(disputed, time.Hour, order.Buyer, order.SendBack, func(c *order.Command) { c.Text = "The windows are missing." })
	s.act(disputed, time.Hour, order.Buyer, order.AskArbitration, func(c *order.Command) { c.Text = "It is not the house I ordered." })
	made["disputed"] = disputed

	gone := s.place()
	s.act(gone, time.Minute, order.Buyer, order.Cancel, func(c *order.Command) { c.Reason = order.ByMistake })
	made["cancelled"] = gone
	return made
}

// judge has Bea leave feedback.
func (s *stage) judge(of id.Order, after time.Duration) {
	s.Clock.Advance(after)
	s.Write(func(tx *db.Tx) error {
		_, err := reputation.Leave(tx, reputation.Leaving{
			Order: of, Author: s.Buyer.ID, At: s.Clock.Now(), Verdict: reputation.Verdict{Liked: true, Text: "A drawing I look at every day. Quick and friendly."},
		})
		return err
	})
}

func (s *stage) working() id.Order {
	of := s.place()
	s.brief(of, 5*time.Minute)
	s.act(of, time.Hour, order.Seller, order.Start, nil)
	return of
}

func (s *stage) delivered() id.Order {
	of := s.working()
	s.act(of, 20*time.Hour, order.Seller, order.Deliver, func(c *order.Command) { c.Text, c.Files = "Here is the drawing: https://files.example/house.pdf", 1 })
	return of
}

func (s *stage) completed() id.Order {
	of := s.delivered()
	s.act(of, 5*time.Hour, order.Buyer, order.Accept, nil)
	return of
}

func TestEveryStateOfAnOrderCanBeReadByBothSides(t *testing.T) {
	s := newStage(t)
	for name, of := range lives(s) {
		for side, member := range map[string]string{"buyer": "bea", "seller": "sam"} {
			who := s.Buyer
			if member == "sam" {
				who = s.Seller
			}
			tab := s.open(who, path(of), browser.Look{})
			tab.Judge()
			tab.Shot("order-" + name + "-" + side)
		}
	}
}

func TestTheOrderPageFitsEveryScreenInBothColours(t *testing.T) {
	s := newStage(t)
	of := s.delivered()
	for _, look := range []browser.Look{{Width: 390}, {Width: 320}, {Dark: true}, {Width: 390, Dark: true}} {
		tab := s.open(s.Buyer, path(of), look)
		tab.Judge()
		tab.Shot("order-delivered-buyer")
		tab.Go(s.url + path(of) + "/acceptance")
		tab.Judge()
		tab.Shot("order-acceptance")
		tab.Go(s.url + path(of) + "/cancellation")
		tab.Judge()
		tab.Shot("order-cancellation")
		tab.Go(s.url + path(of) + "/addition?units=1&option.colour=1")
		tab.Judge()
		tab.Shot("order-addition")
		tab.Go(s.url + "/orders?side=buying")
		tab.Judge()
		tab.Shot("order-list")
		tab.Go(s.url + "/orders/new?package=standard&option.colour=2&version=" + s.service.Live.String())
		tab.Judge()
		tab.Shot("order-new")
	}
}
