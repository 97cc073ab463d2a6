package browser_test

import (
	"testing"
	"time"

	"guildhall/conversation"
	"guildhall/db"
	"guildhall/event"
	"guildhall/file"
	"guildhall/id"
	"guildhall/order"
	"guildhall/test/browser"
)

// TestASellerShowsAWorkAndSettlesAQuestion goes through the seller's pages of
// works and conversations, in three windows, one of them without script.
func TestASellerShowsAWorkAndSettlesAQuestion(t *testing.T) {
	for _, look := range looks {
		s := newShop(t)
		s.showsAWork(look, s.agreed())
		s.settles(look, s.asked())
	}
}

// agreed is a completed order with a picture that its buyer lets be shown.
func (s *stage) agreed() id.Order {
	which := s.place()
	picture := s.kept(s.files, file.HolderOf("order", which), s.Seller.ID).ID
	s.act(which, time.Minute, order.Seller, order.Start, nil)
	s.act(which, time.Hour, order.Seller, order.Deliver, func(c *order.Command) {
		c.Text, c.Attachments = "Here it is.", append(c.Attachments, picture)
	})
	s.act(which, time.Hour, order.Buyer, order.Accept, nil)
	s.act(which, time.Hour, order.Buyer, order.AgreePortfolio, nil)
	return which
}

func (s *stage) showsAWork(look browser.Look, which id.Order) {
	s.t.Helper()
	sam := s.open(s.Seller, "/portfolio", look)
	sam.See("Works you may show", "Add a work from elsewhere")
	sam.Judge()
	sam.Go(s.url + path(which) + "/work")
	sam.Judge()
	sam.Press("Show it")
	sam.Fill("rights", "yes")
	sam.Press("Show it")
	sam.See("Waits for a moderator")
	sam.Judge()
	sam.Shot("portfolio")

	ada := s.open(s.Arbiter, "/staff/works", look)
	ada.Judge()
	ada.Press("Show it")
	ada.See("No work waits", "Shown lately")
	for name, address := range map[string]string{"profile": "/members/sam", "works": "/members/sam/works", "service": s.servicePath()} {
		ada.Go(s.url + address)
		ada.See("Works")
		ada.Judge()
		ada.Shot(name)
	}
}

// asked is a conversation with a new message for Sam.
func (s *stage) asked() (talk conversation.Conversation) {
	s.Write(func(tx *db.Tx) (err error) {
		talk, err = conversation.Start(tx, conversation.Starting{Author: s.Buyer.ID, Seller: s.Seller.ID, From: event.Of("service", s.service.ID)})
		if err != nil {
			return err
		}
		_, err = conversation.Write(tx, conversation.Writing{Conversation: talk.ID, Author: s.Buyer.ID, Text: "Can you draw a tower?"})
		return err
	})
	return talk
}

func (s *stage) settles(look browser.Look, talk conversation.Conversation) {
	s.t.Helper()
	sam := s.open(s.Seller, "/conversations", look)
	sam.See("Waits for your answer")
	sam.Judge()
	sam.Shot("talks")
	sam.Go(s.url + "/conversations/" + talk.ID.String())
	sam.See("Please answer")
	sam.Judge()
	sam.Shot("talk")
	sam.Go(s.url + "/conversations/" + talk.ID.String())
	sam.Press("No answer needed")
	sam.Miss("Please answer")
	sam.Press("Star")
	sam.Press("Archive")
	sam.Go(s.url + "/conversations?shelf=archived")
	sam.See("bea")
	sam.Go(s.url + "/replies")
	sam.Fill("title", "Thanks")
	sam.Fill("text", "Thank you for asking.")
	sam.Press("Save")
	sam.See("Saved.", "Thank you for asking.")
	sam.Judge()
}
