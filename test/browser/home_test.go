package browser_test

import (
	"testing"
	"time"

	"guildhall/test/browser"
)

func TestTheFrontPageShowsWhatThereIs(t *testing.T) {
	s := newStage(t)
	for _, sold := range []struct{ title, category string }{
		{"Logo in three drafts for your shop", "logos"}, {"Translation into Finnish by a novelist", "translation"},
		{"Go service with tests and a manual", "web-programming"}, {"Jingle of ten seconds for your podcast", "jingles"},
		{"Portrait of your dog in watercolour", "illustration"}, {"Plan for a newsletter people read", "email-marketing"},
	} {
		offer := s.Offer()
		offer.Title = sold.title
		s.Sell(s.Seller.ID, offer)
	}
	for _, look := range []browser.Look{{}, {Width: 390}, {Width: 320}, {Dark: true}, {NoScript: true}} {
		tab := browser.Open(t, s.url+"/", look)
		tab.See("Ink drawing of your house", "How your money is kept safe")
		tab.Judge()
		tab.Shot("home")
	}
}

func TestTheSellersDeskShowsWhatWaitsAndWhatWasEarned(t *testing.T) {
	s := newStage(t)
	s.judge(s.completed(), time.Hour)
	s.figured()
	s.place()
	for _, look := range []browser.Look{{}, {Width: 390, Dark: true}} {
		tab := s.open(s.Seller, "/selling", look)
		tab.See("Start the work", "$40.00", "1 of 1 buyers who said something liked it")
		tab.Judge()
		tab.Shot("selling")
	}
	empty := s.open(s.Stranger, "/selling", browser.Look{})
	empty.See("Nothing waits for you")
	empty.Judge()
}
