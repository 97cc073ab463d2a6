package browser_test

import (
	"testing"
	"time"

	"guildhall/conversation"
	"guildhall/db"
	"guildhall/event"
	"guildhall/file"
	"guildhall/order"
)

// TestASellerShowsAWorkAndSettlesAQuestion goes through the seller's pages of
// works and conversations, in three windows, one of them without script.
func TestASellerShowsAWorkAndSettlesAQuestion(t *testing.T) {
	for _, look := range looks {
		s := newShop(t)
		which := s.place()
		picture := s.kept(s.files, file.HolderOf("order", which), s.Seller.ID).ID
		s.act(which, time.Minute, order.Seller, order.Start, nil)
		s.act(which, time.Hour, order.Seller, order.Deliver, func(c *order.Command) {
			c.Text, c.Attachments = "Here it is.", append(c.Attachments, picture)
		})
		s.act(which, time.Hour, order.Buyer, order.Accept, nil)
		s.act(which, time.Hour, order.Buyer, order.AgreePortfolio, nil)
		var talk conversation.Conversation
		s.Write(func(tx *db.Tx) (err error) {
			talk, err = conversation.Start(tx, conversation.Starting{Author: s.Buyer.ID, Seller: s.Seller.ID, From: event.Of("service", s.service.ID)})
			if err != nil {
				return err
			}
			_, err = conversation.Write(tx, conversation.Writing{Conversation: talk.ID, Author: s.Buyer.ID, Text: "Can you draw a tower?"})
			return err
		})

		sam := s.open(s.Seller, "/portfolio", look)
		sam.See("Works you may show", "Add a work from elsewhere")
		sam.Judge()
		sam.Go(s.url + path(which) + "/work")
		sam.Judge()
		sam.Press("Show it")
		sam.See("Please confirm")
		sam.Fill("rights", "yes")
		sam.Press("Show it")
		sam.See("Waits for a moderator")
		sam.Judge()
		sam.Shot("portfolio")

		ada := s.open(s.Arbiter, "/staff/works", look)
		ada.Judge()
		ada.Press("Show it")
		ada.See("No work waits", "Shown lately")
		ada.Go(s.url + "/members/sam")
		ada.See("Works")
		ada.Judge()
		ada.Shot("profile")
		ada.Go(s.url + "/members/sam/works")
		ada.Judge()
		ada.Go(s.url + s.servicePath())
		ada.Judge()
		ada.Shot("service")

		sam.Go(s.url + "/conversations")
		sam.See("Waits for your answer")
		sam.Judge()
		sam.Shot("talks")
		sam.Go(s.url + "/conversations/" + talk.ID.String())
		sam.See("Please answer")
		sam.Judge()
		sam.Shot("talk")
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
}
