package order_test

import (
	"bytes"
	"image"
	"image/png"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/deadline"
	"guildhall/event"
	"guildhall/file"
	"guildhall/id"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/rulebook"
	"guildhall/testkit"
	"guildhall/town"
)

// stage is the town with a service, on which orders live through the door.
type stage struct {
	*town.Town
	p       policy.Policy
	service catalogue.Service
	second  account.Member // an arbiter beside Ada
	files   *file.Store
	work    map[id.Order]id.File // what Sam delivers
}

// plenty is more than all lives of a test spend.
const plenty = 5_000_000_00

// walkedRules names the rules that lives are lived under, as walkedPolicies has
// them.
var walkedRules = []string{"services", "direct", "fees"}

// eachStage runs a test under each of the rules on each engine.
func eachStage(t *testing.T, fn func(t *testing.T, s *stage)) {
	for n, name := range walkedRules {
		t.Run(name, func(t *testing.T) {
			testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
				fn(t, newStage(t, store, clock, walkedPolicies(t)[n]))
			})
		})
	}
}

func newStage(t *testing.T, store *db.Store, clock *testkit.Clock, p policy.Policy) *stage {
	t.Helper()
	preset := "services"
	if p.Custody == policy.CustodyNone {
		preset = "direct"
	}
	s := &stage{Town: town.Under(t, store, clock, preset), p: p, work: map[id.Order]id.File{}}
	s.service = s.Shop()
	s.second = s.Join("arno", account.Arbiter, account.Moderator)
	files, err := file.OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s.files = files
	s.Write(s.begin)
	return s
}

// begin puts the rules in force and gives Bea her money.
func (s *stage) begin(tx *db.Tx) error {
	if s.p.BuyerFee > 0 {
		if _, err := rulebook.Publish(tx, s.p, s.Admin.ID, "what the lives are lived under", tx.Now()); err != nil {
			return err
		}
	}
	if s.p.Custody == policy.CustodyNone {
		return nil
	}
	return town.Fund(tx, s.Buyer.ID, plenty)
}

// place places an order now and gives Sam something to deliver.
func (s *stage) place(tier string, brief bool) order.Order {
	s.T.Helper()
	now := s.Clock.Now()
	ask := order.Placing{ID: id.New[id.OrderKind](now), Buyer: s.Buyer.ID, Version: s.service.Live, Units: 1, Package: tier, At: now}
	if brief {
		ask.Answers = []order.Answer{{Question: "photo", Text: "the one with the porch"}}
	}
	taken, err := s.files.Take(bytes.NewReader(picture()), "house.png", now, file.Limits{BytesMax: 1 << 20, Types: []string{"png"}})
	if err != nil {
		s.T.Fatal(err)
	}
	s.Write(func(tx *db.Tx) error {
		if _, err := order.Place(tx, ask); err != nil {
			return err
		}
		work, err := file.Attach(tx, taken, file.HolderOf("order", ask.ID), s.Seller.ID)
		s.work[ask.ID] = work.ID
		return err
	})
	return s.read(ask.ID)
}

func picture() []byte {
	var content bytes.Buffer
	if err := png.Encode(&content, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		panic(err)
	}
	return content.Bytes()
}

func (s *stage) read(which id.Order) (o order.Order) {
	s.T.Helper()
	s.Read(func(tx *db.Tx) (err error) {
		o, err = order.Get(tx, which)
		return err
	})
	return o
}

// carryOut takes a command to the door it belongs to: members and staff act,
// deadlines ring, an outage is made up for.
func (s *stage) carryOut(c order.Command) error {
	s.T.Helper()
	switch {
	case c.Verb == order.RingClock && s.alone(c):
		s.at(c.At.Add(s.p.SweepGrace))
		return s.Try(func(tx *db.Tx) error { return order.Ring(tx, clockOf(c)) })
	case c.Verb == order.MoveClocks:
		s.at(c.At)
		return s.Try(func(tx *db.Tx) error { return order.MoveBy(tx, clockOf(c), deadline.Outage(c.Outage)) })
	}
	s.at(c.At)
	return s.Try(func(tx *db.Tx) error {
		_, err := order.Act(tx, s.spoken(c))
		return err
	})
}

// alone reports whether no other deadline falls due with this one: then the
// sweeper rings it, else it is taken to the door by name.
func (s *stage) alone(c order.Command) bool {
	for d, at := range s.read(c.Order).Clocks {
		if order.Deadline(d) != c.Deadline && !at.IsZero() && at.Before(c.At.Add(2*s.p.SweepGrace)) {
			return false
		}
	}
	return true
}

// at moves the clock on, never back.
func (s *stage) at(when time.Time) {
	if s.Clock.Now().Before(when) {
		s.Clock.Set(when)
	}
}

// spoken gives a command the words and the work that its inputs stand for.
func (s *stage) spoken(c order.Command) order.Command {
	if c.Side == order.Clock {
		return c
	}
	c.Text = "As we said."
	if c.Files > 0 {
		c.Attachments = []id.File{s.work[c.Order]}
	}
	if c.Verb != order.Deliver {
		c.Files, c.Attachments = 0, nil
	}
	return c
}

func clockOf(c order.Command) deadline.Clock {
	return deadline.Clock{Subject: event.Of("order", c.Order), Kind: c.Deadline.String(), At: c.At}
}
