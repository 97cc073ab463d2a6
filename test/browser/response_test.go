package browser_test

import (
	"testing"
	"time"

	"guildhall/db"
	"guildhall/order"
	"guildhall/reputation"
	"guildhall/test/browser"
)

func TestAnAnswerToFeedbackIsShownOnceAModeratorHasReadIt(t *testing.T) {
	eachWay(t, func(t *testing.T, look browser.Look) {
		s := newStage(t)
		which := s.place()
		s.act(which, time.Minute, order.Seller, order.Start, nil)
		s.act(which, time.Hour, order.Seller, order.Deliver, func(c *order.Command) { c.Text = "https://files.example/house.pdf" })
		s.act(which, time.Hour, order.Buyer, order.Accept, nil)
		s.Write(func(tx *db.Tx) error {
			f, err := reputation.Leave(tx, reputation.Leaving{Order: which, Author: s.Buyer.ID, At: tx.Now(),
				Verdict: reputation.Verdict{Liked: true, Text: "The door is just as green."}})
			if err != nil {
				return err
			}
			_, err = reputation.Answer(tx, reputation.Answering{Feedback: f.ID, Author: s.Seller.ID, At: tx.Now(), Text: "Come by for the garden."})
			return err
		})
		buyer, ada := s.open(s.Buyer, "/members/sam", look), s.open(s.Arbiter, "/staff/responses", look)
		buyer.Miss("Come by for the garden.")
		ada.See("The door is just as green.", "Come by for the garden.")
		ada.Press("Show it")
		ada.See("The answer is shown now.", "No answer is waiting.")
		buyer.Go(s.url + "/members/sam")
		buyer.See("Come by for the garden.")
	})
}
