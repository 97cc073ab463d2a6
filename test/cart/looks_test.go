package cart

import (
	"fmt"
	"strings"
	"testing"
)

func TestSellersDoNotShowTheirServicesToThemselves(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		s.enter(s.Seller).goes("/services").sees(200, s.service.Title)
		if v := s.figures(); v.Shown != 0 {
			t.Errorf("shown %d times to its seller", v.Shown)
		}
		s.enter(s.Buyer).goes("/services").sees(200, s.service.Title)
		s.visitor(firefox).goes("/services").sees(200, s.service.Title)
		if v := s.figures(); v.Shown != 2 {
			t.Errorf("shown %d times, want 2", v.Shown)
		}
	})
}

// TestOnlyWhatWasShownIsOpened: the front page and the favourites count
// nothing as shown, so that nothing is opened from them either.
func TestOnlyWhatWasShownIsOpened(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		for i, list := range []string{"/", "/favourites", "/categories", "/seen"} {
			s.visitor(fmt.Sprint(firefox, i)).goes(list).goes(s.path()).sees(200)
		}
		if v := s.figures(); v.Views != 4 || v.Opened != 0 || v.Shown != 0 {
			t.Errorf("%d views, %d opened, %d shown; want 4, 0, 0", v.Views, v.Opened, v.Shown)
		}
		s.visitor(firefox + "list").goes("/services").goes(s.path())
		if v := s.figures(); v.Opened != 1 || v.Shown != 1 {
			t.Errorf("%d opened, %d shown; want 1 and 1", v.Opened, v.Shown)
		}
	})
}

// TestOneAddressLooksTenTimesADay: a rival who changes the browser's name has
// no more views than a small office; members behind that address count still.
func TestOneAddressLooksTenTimesADay(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		for i := range 14 {
			s.visitor(fmt.Sprint(firefox, i)).goes(s.path()).sees(200)
			if i%5 == 0 {
				s.figures() // the count holds across transactions
			}
		}
		if v := s.figures(); v.Views != 10 {
			t.Errorf("%d views from one address", v.Views)
		}
		s.enter(s.Buyer).goes(s.path()).sees(200)
		if v := s.figures(); v.Views != 11 {
			t.Errorf("%d views with a member's", v.Views)
		}
	})
}

func TestAnAddressMovesNothingFurtherThanTheListGoes(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		behindNothing := strings.Repeat("A", 32) // a cursor in front of every price
		for i, after := range []string{behindNothing, "made-up"} {
			s.visitor(firefox).goes("/services?sort=cheapest&place=1000000&after="+after).sees(200, s.service.Title)
			if v := s.figures(); v.Shown != int64(i+1) || v.Place() != 1 {
				t.Errorf("%s: shown %d times, at place %v of one", after, v.Shown, v.Place())
			}
		}
	})
}
