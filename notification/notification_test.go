package notification_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/event"
	"guildhall/id"
	"guildhall/mail"
	"guildhall/notification"
	"guildhall/order"
	"guildhall/testkit"
	"guildhall/town"
)

// place is a town whose diary is read by the notification reader alone.
type place struct {
	*town.Town
	t       *testing.T
	service catalogue.Service
	read    int64
}

func each(t *testing.T, fn func(t *testing.T, p *place)) {
	t.Helper()
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		p := &place{Town: town.New(t, store, clock), t: t}
		p.service = p.Shop()
		p.tell()
		p.Write(func(tx *db.Tx) error {
			if err := tx.Exec(`DELETE FROM mails`); err != nil {
				return err
			}
			return tx.Exec(`DELETE FROM notifications`)
		})
		fn(t, p)
	})
}

// tell reads the diary on to its end.
func (p *place) tell() {
	p.t.Helper()
	if p.Store.Engine() == db.Postgres {
		p.Write(func(tx *db.Tx) error { _, err := event.Number(tx, 1000); return err })
	}
	var entries []event.Entry
	p.Read(func(tx *db.Tx) (err error) {
		entries, err = event.After(tx, p.read, 1000)
		return err
	})
	for _, e := range entries {
		p.Write(func(tx *db.Tx) error { return notification.Take(tx, e) })
		p.read = e.Seq
	}
}

func (p *place) order() id.Order {
	p.t.Helper()
	placing := order.Placing{
		ID: id.New[id.OrderKind](p.Clock.Now()), Buyer: p.Buyer.ID, Version: p.service.Live, Units: 1,
		Package: string(catalogue.Standard), At: p.Clock.Now(),
	}
	p.Write(func(tx *db.Tx) error { _, err := order.Place(tx, placing); return err })
	return placing.ID
}

func (p *place) act(c order.Command) {
	p.t.Helper()
	c.At = p.Clock.Advance(time.Minute)
	p.Write(func(tx *db.Tx) error { _, err := order.Act(tx, c); return err })
}

func (p *place) notices(m account.Member) []notification.Notice {
	p.t.Helper()
	var list []notification.Notice
	p.Read(func(tx *db.Tx) (err error) {
		list, err = notification.List(tx, m.ID, false, id.Notification{}, 50)
		return err
	})
	return list
}

func (p *place) told(m account.Member) []string {
	var kinds []string
	for _, n := range p.notices(m) {
		kinds = append(kinds, strings.TrimPrefix(n.Kind, "notice."))
	}
	return kinds
}

func (p *place) mailed(m account.Member) []mail.Message {
	p.t.Helper()
	var list []mail.Message
	p.Read(func(tx *db.Tx) (err error) {
		list, err = mail.To(tx, m.Email, 50)
		return err
	})
	return list
}

func TestBothSidesOfANewOrderAreToldInAccountAndByMail(t *testing.T) {
	each(t, func(t *testing.T, p *place) {
		of := p.order()
		p.tell()
		for _, c := range []struct {
			who  account.Member
			kind string
		}{{p.Seller, "order.place.seller"}, {p.Buyer, "order.place.buyer"}} {
			if got := p.told(c.who); !slices.Equal(got, []string{c.kind}) {
				t.Errorf("%s was told %v, want %s (TLK-9)", c.who.Login, got, c.kind)
			}
			letters := p.mailed(c.who)
			if len(letters) != 1 || letters[0].Path != "/orders/"+of.String() {
				t.Errorf("%s got %d mails, want one that leads to the order (TLK-11)", c.who.Login, len(letters))
			}
		}
		if n := p.notices(p.Seller)[0]; !n.Urgent {
			t.Error("a new order waits for its seller")
		}
		if len(p.told(p.Stranger)) != 0 {
			t.Error("a stranger was told of somebody's order")
		}
	})
}

func TestWhatIsToldLateIsToldAsWhenItHappened(t *testing.T) {
	each(t, func(t *testing.T, p *place) {
		p.order()
		happened := p.Clock.Now()
		p.Clock.Advance(3 * time.Hour)
		p.tell()
		if at := p.notices(p.Seller)[0].At; !at.Equal(happened) {
			t.Errorf("told as of %v, it happened at %v", at, happened)
		}
	})
}

func TestWhoActsIsNotToldWhatTheyDid(t *testing.T) {
	each(t, func(t *testing.T, p *place) {
		of := p.order()
		p.act(order.Command{Order: of, Actor: p.Buyer.ID, Side: order.Buyer, Verb: order.Cancel, Reason: order.BuyerOther})
		p.act(order.Command{Order: of, Actor: p.Seller.ID, Side: order.Seller, Verb: order.RefuseCancel})
		p.tell()
		if got := p.told(p.Seller); !slices.Contains(got, "order.ask_buyer_other.other") || slices.Contains(got, "order.refuse_cancel.other") {
			t.Errorf("the seller was told %v", got)
		}
		if got := p.told(p.Buyer); !slices.Contains(got, "order.refuse_cancel.other") || slices.Contains(got, "order.ask_buyer_other.other") {
			t.Errorf("the buyer was told %v", got)
		}
	})
}

func TestUnreadMessagesOfOneOrderAreOneNotice(t *testing.T) {
	each(t, func(t *testing.T, p *place) {
		of := p.order()
		p.Clock.Advance(time.Hour) // nobody is looking at pages any more
		say := order.Command{Order: of, Actor: p.Buyer.ID, Side: order.Buyer, Verb: order.Say, Text: "Hello"}
		for range 3 {
			p.act(say)
		}
		p.tell()
		if n := p.notices(p.Seller)[0]; n.Kind != "notice.order.say.other" || n.Count != 3 || len(p.notices(p.Seller)) != 2 {
			t.Fatalf("three messages made %v with %d", p.told(p.Seller), n.Count)
		}
		if got := len(p.mailed(p.Seller)); got != 2 {
			t.Errorf("%d mails, want one for the order and one for three messages", got)
		}
		p.Write(func(tx *db.Tx) error { return notification.MarkAllRead(tx, p.Seller.ID) })
		p.act(say)
		p.tell()
		if n := p.notices(p.Seller)[0]; n.Count != 1 || len(p.notices(p.Seller)) != 3 {
			t.Error("after reading, the next message is news again")
		}
	})
}

func TestMessageToWhoIsOnlineIsNotMailed(t *testing.T) {
	each(t, func(t *testing.T, p *place) {
		of := p.order()
		p.tell()
		before := len(p.mailed(p.Seller))
		p.act(order.Command{Order: of, Actor: p.Buyer.ID, Side: order.Buyer, Verb: order.Say, Text: "Hello"})
		p.tell()
		if len(p.mailed(p.Seller)) != before || len(p.told(p.Seller)) != 2 {
			t.Error("who is looking at pages sees it there")
		}
	})
}

func TestTurnedOffTopicIsToldInTheAccountOnlyAndSafetyAlwaysByMail(t *testing.T) {
	each(t, func(t *testing.T, p *place) {
		p.order()
		p.tell()
		letter := p.mailed(p.Seller)[0]
		token, topic, _ := strings.Cut(letter.Unsubscribe, "/")
		p.Write(func(tx *db.Tx) error { return notification.Unsubscribe(tx, token, notification.Topic(topic)) })
		p.order()
		p.tell()
		if len(p.mailed(p.Seller)) != 1 || len(p.told(p.Seller)) != 2 {
			t.Errorf("after unsubscribing: %d mails, %d notices (RFC 8058)", len(p.mailed(p.Seller)), len(p.told(p.Seller)))
		}
		err := p.Try(func(tx *db.Tx) error { return notification.Unsubscribe(tx, token, notification.Safety) })
		if err == nil {
			t.Error("safety cannot be turned off (TLK-12)")
		}
		p.Write(func(tx *db.Tx) error {
			return account.SetStanding(tx, p.Seller.ID, account.Suspended, time.Time{}, "TRU-11", p.Admin.ID)
		})
		p.tell()
		letters := p.mailed(p.Seller)
		if !slices.ContainsFunc(letters, func(m mail.Message) bool {
			return m.Kind == "notice.account.standing.member" && m.Unsubscribe == ""
		}) {
			t.Error("a sanction was not mailed")
		}
	})
}

func TestUnprovedAddressGetsNoMail(t *testing.T) {
	each(t, func(t *testing.T, p *place) {
		p.Write(func(tx *db.Tx) error {
			return account.SetStanding(tx, p.Newcomer.ID, account.Restricted, time.Time{}, "TRU-11", p.Admin.ID)
		})
		p.tell()
		if len(p.mailed(p.Newcomer)) != 0 || len(p.told(p.Newcomer)) != 1 {
			t.Errorf("%d mails, %d notices", len(p.mailed(p.Newcomer)), len(p.told(p.Newcomer)))
		}
	})
}

func TestReminderGoesToTheOneItHurts(t *testing.T) {
	each(t, func(t *testing.T, p *place) {
		of := p.order()
		p.Clock.Advance(20 * time.Hour)
		p.Write(func(tx *db.Tx) error {
			clocks, err := warnings(tx)
			if err != nil {
				return err
			}
			for _, c := range clocks {
				if err := order.Remind(tx, c); err != nil {
					return err
				}
			}
			return nil
		})
		p.tell()
		if got := p.told(p.Seller); !slices.Contains(got, "near.start.seller") {
			t.Errorf("the seller was told %v of %s (ORD-14)", got, of)
		}
		if got := p.told(p.Buyer); slices.Contains(got, "near.start.buyer") {
			t.Errorf("the buyer was told %v", got)
		}
	})
}

func TestArbitersLearnOfACaseAndAdminsWhereThereAreNone(t *testing.T) {
	each(t, func(t *testing.T, p *place) {
		of := p.order()
		p.act(order.Command{Order: of, Actor: p.Buyer.ID, Side: order.Buyer, Verb: order.Cancel, Reason: order.BuyerOther})
		p.act(order.Command{Order: of, Actor: p.Seller.ID, Side: order.Seller, Verb: order.RefuseCancel})
		p.act(order.Command{Order: of, Actor: p.Buyer.ID, Side: order.Buyer, Verb: order.AskArbitration, Text: "It is stuck."})
		p.tell()
		if got := p.told(p.Arbiter); !slices.Contains(got, "order.ask_arbitration_placed.arbiters") {
			t.Errorf("the arbiter was told %v", got)
		}
		if got := p.told(p.Admin); slices.Contains(got, "order.ask_arbitration_placed.arbiters") {
			t.Error("the admin was told though there is an arbiter")
		}
	})
}

func TestEntryOfAnUnknownKindIsAnErrorToBeParked(t *testing.T) {
	each(t, func(t *testing.T, p *place) {
		of := p.order()
		err := p.Try(func(tx *db.Tx) error {
			return notification.Take(tx, event.Entry{Subject: event.Of("order", of), Kind: "brand_new"})
		})
		if err == nil {
			t.Error("a row without a rule went by in silence")
		}
	})
}

func TestNobodyReadsAnothersNotices(t *testing.T) {
	each(t, func(t *testing.T, p *place) {
		p.order()
		p.tell()
		sellers := p.notices(p.Seller)[0]
		for _, door := range []func(*db.Tx) error{
			func(tx *db.Tx) error { return notification.MarkRead(tx, p.Stranger.ID, sellers.ID) },
			func(tx *db.Tx) error { _, err := notification.Get(tx, p.Stranger.ID, sellers.ID); return err },
		} {
			if err := p.Try(door); err == nil {
				t.Error("a stranger's hand reached it")
			}
		}
		p.Write(func(tx *db.Tx) error { return notification.MarkRead(tx, p.Seller.ID, sellers.ID) })
		p.Read(func(tx *db.Tx) error {
			n, err := notification.Unread(tx, p.Seller.ID)
			if n != 0 {
				t.Errorf("%d unread", n)
			}
			return err
		})
	})
}
