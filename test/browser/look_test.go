package browser_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/dispute"
	"guildhall/file"
	"guildhall/order"
)

// look writes down why staff look at an order.
func (s *stage) look(staff account.Member, look dispute.Look) {
	s.t.Helper()
	look.Staff, look.At = staff.ID, s.Clock.Now()
	s.Write(func(tx *db.Tx) error { return dispute.Record(tx, look) })
}

func TestAnArbiterOpensAnOrdersFilesOnlyAfterSayingWhy(t *testing.T) {
	s := newShop(t)
	which := s.place()
	path := "/files/" + s.kept(s.files, file.HolderOf("order", which), s.Seller.ID).ID.String()
	refused := func(when string) {
		t.Helper()
		if status, _, _ := s.get(s.Arbiter, path); status != http.StatusNotFound {
			t.Errorf("%s the arbiter gets status %d", when, status)
		}
	}
	s.look(s.Arbiter, dispute.Look{Order: which, Reason: dispute.ForReport})
	refused("before there is a case, a reason or not,")
	s.act(which, 13*time.Hour, order.Seller, order.Start, nil)
	s.act(which, time.Minute, order.Buyer, order.Cancel, func(c *order.Command) { c.Reason = order.BuyerOther })
	s.act(which, time.Minute, order.Seller, order.RefuseCancel, nil)
	s.act(which, time.Minute, order.Buyer, order.AskArbitration, func(c *order.Command) { c.Text = "We see it differently." })
	refused("in a case, without a reason,")
	s.look(s.Arbiter, dispute.Look{Order: which, Reason: dispute.ForCase})
	s.mustRead("order in a case", s.Arbiter, path)
}

func TestAModeratorFindsTheObjectionsThatWait(t *testing.T) {
	s := newShop(t)
	mona := s.Join("mona", account.Moderator)
	which := s.place()
	waits := func() bool {
		t.Helper()
		status, _, page := s.get(mona, "/staff/objections")
		if status != http.StatusOK {
			t.Fatalf("status %d", status)
		}
		return strings.Contains(page, "/staff/orders/"+which.String()+"/look")
	}
	s.act(which, time.Minute, order.Seller, order.Start, nil)
	s.act(which, 6*24*time.Hour, order.Buyer, order.Cancel, func(c *order.Command) { c.Reason = order.NotAsAgreed })
	if waits() {
		t.Error("an order nobody objected to is on the list")
	}
	s.act(which, time.Hour, order.Seller, order.Object, func(c *order.Command) { c.Text = "The brief came on the last day." })
	if !waits() {
		t.Error("the objection is not on the list")
	}
	if status, _, _ := s.get(mona, "/staff/cases"); status == http.StatusOK {
		t.Error("a moderator who is no arbiter reads the cases")
	}
}
