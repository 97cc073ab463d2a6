package cart_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"guildhall/cart"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/id"
)

func (s *shop) keep(service id.Service) {
	s.t.Helper()
	s.Clock.Advance(time.Second)
	s.Write(func(tx *db.Tx) error { return cart.Keep(tx, s.Buyer.ID, service) })
}

func (s *shop) list(name string) (made cart.List) {
	s.t.Helper()
	s.Write(func(tx *db.Tx) (err error) {
		made, err = cart.MakeList(tx, s.Buyer.ID, name)
		return err
	})
	return made
}

// kept wants these favourites in the list, the last added first.
func (s *shop) kept(list id.FavouriteList, want ...id.Service) {
	s.t.Helper()
	s.Read(func(tx *db.Tx) error {
		found, err := cart.Favourites(tx, s.Buyer.ID, list)
		if len(found) != len(want) {
			s.t.Fatalf("%d favourites, want %d", len(found), len(want))
		}
		for i, f := range found {
			if f.Service != want[i] {
				s.t.Errorf("favourite %d is another", i)
			}
		}
		return err
	})
}

func TestFavouritesAreKeptOnceAndLetGo(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		first, second := s.service.ID, s.Sell(s.Stranger.ID, s.Offer()).ID
		s.keep(first)
		s.keep(second)
		s.keep(first)
		s.kept(id.FavouriteList{}, second, first)
		s.Read(func(tx *db.Tx) error {
			mine, err := cart.Among(tx, s.Buyer.ID, []id.Service{first})
			theirs, wrong := cart.Among(tx, s.Seller.ID, []id.Service{first})
			if !mine[first] || len(mine) != 1 || theirs[first] {
				t.Errorf("Bea's hearts %v, Sam's %v", mine, theirs)
			}
			return firstError(err, wrong)
		})
		for range 2 {
			s.Write(func(tx *db.Tx) error { return cart.LetGo(tx, s.Buyer.ID, second) })
		}
		s.kept(id.FavouriteList{}, first)
	})
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestWhatStrangersCannotReachIsNoFavourite(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		draft := s.Prepare(s.Seller.ID, s.Offer())
		s.refused("not_found", func(tx *db.Tx) error { return cart.Keep(tx, s.Buyer.ID, draft.ID) })
		s.keep(s.service.ID)
		s.do(catalogue.Pause)
		s.kept(id.FavouriteList{}, s.service.ID) // what was kept stays, to be shown as paused
		s.refused("not_found", func(tx *db.Tx) error { return cart.Keep(tx, s.Stranger.ID, s.service.ID) })
	})
}

func TestFavouritesAreSortedIntoNamedLists(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		service := s.service.ID
		s.keep(service)
		house, garden := s.list("  The   house "), s.list("Garden")
		if house.Name != "The house" {
			t.Errorf("the list is called %q", house.Name)
		}
		sort := func(list id.FavouriteList) func(*db.Tx) error {
			return func(tx *db.Tx) error { return cart.Sort(tx, s.Buyer.ID, service, list) }
		}
		s.Write(sort(house.ID))
		s.kept(house.ID, service)
		s.Write(sort(garden.ID))
		s.kept(house.ID)
		s.Write(func(tx *db.Tx) error { _, err := cart.RenameList(tx, s.Buyer.ID, garden.ID, "Outside"); return err })
		s.Read(func(tx *db.Tx) error {
			lists, err := cart.Lists(tx, s.Buyer.ID)
			if got := fmt.Sprint(lists[0].Name, lists[0].Count, lists[1].Name, lists[1].Count); got != "Outside1The house0" {
				t.Errorf("the lists are %s", got)
			}
			return err
		})
		s.Write(func(tx *db.Tx) error { return cart.EndList(tx, s.Buyer.ID, garden.ID) })
		s.kept(id.FavouriteList{}, service)
		s.refused("not_found", sort(garden.ID))
	})
}

func TestListsHaveLimitsAndOwners(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		list := s.list("House")
		name := func(name string) func(*db.Tx) error {
			return func(tx *db.Tx) error { _, err := cart.MakeList(tx, s.Buyer.ID, name); return err }
		}
		s.refused("list_name", name("  "))
		s.refused("text_long", name(strings.Repeat("x", cart.ListNameMax+1)))
		s.refused("list_name_taken", name("HOUSE"))
		s.Write(func(tx *db.Tx) error { _, err := cart.RenameList(tx, s.Buyer.ID, list.ID, "house"); return err })
		for n := range cart.ListsMax - 1 {
			s.list(fmt.Sprint("List ", n))
		}
		s.refused("lists_many", name("One more"))
		s.keep(s.service.ID)
		for _, theirs := range []func(*db.Tx) error{
			func(tx *db.Tx) error { _, err := cart.RenameList(tx, s.Seller.ID, list.ID, "Mine"); return err },
			func(tx *db.Tx) error { return cart.EndList(tx, s.Seller.ID, list.ID) },
			func(tx *db.Tx) error { return cart.Sort(tx, s.Seller.ID, s.service.ID, list.ID) },
			func(tx *db.Tx) error { return cart.Sort(tx, s.Seller.ID, s.service.ID, id.FavouriteList{}) },
		} {
			s.refused("not_found", theirs)
		}
	})
}

func TestFavouritesHaveALimit(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		s.Write(func(tx *db.Tx) error {
			for range cart.FavouritesMax {
				err := tx.Exec(`INSERT INTO favourites (member, service, added_at) VALUES ($1, $2, $3)`,
					s.Buyer.ID, id.New[id.ServiceKind](tx.Now()), tx.Now())
				if err != nil {
					return err
				}
			}
			return nil
		})
		s.refused("favourites_many", func(tx *db.Tx) error { return cart.Keep(tx, s.Buyer.ID, s.service.ID) })
	})
}

func (s *shop) saw(service id.Service) {
	s.t.Helper()
	at := s.Clock.Advance(time.Second)
	s.Write(func(tx *db.Tx) error { return cart.Saw(tx, s.Buyer.ID, service, at) })
}

func (s *shop) seen(limit int) (seen []id.Service) {
	s.t.Helper()
	s.Read(func(tx *db.Tx) (err error) {
		seen, err = cart.Seen(tx, s.Buyer.ID, limit)
		return err
	})
	return seen
}

func TestWhatWasSeenIsRememberedLastFirstAndBounded(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		first, second := s.service.ID, s.Sell(s.Stranger.ID, s.Offer()).ID
		s.saw(first)
		s.saw(second)
		s.saw(first)
		if seen := s.seen(10); len(seen) != 2 || seen[0] != first {
			t.Errorf("seen: %v", seen)
		}
		if seen := s.seen(1); len(seen) != 1 {
			t.Errorf("%d of 1 wanted", len(seen))
		}
		for range cart.SeenMax + 5 {
			s.saw(id.New[id.ServiceKind](s.Clock.Now()))
		}
		if kept := s.rowsOf("seen"); kept != cart.SeenMax {
			t.Errorf("%d rows are kept, at most %d", kept, cart.SeenMax)
		}
		if seen := s.seen(10); len(seen) != 0 {
			t.Errorf("what was pushed out is still there: %v", seen)
		}
	})
}

func (s *shop) rowsOf(table string) (n int) {
	s.t.Helper()
	s.Read(func(tx *db.Tx) (err error) {
		n, err = db.Value[int](tx, `SELECT count(*) FROM `+table)
		return err
	})
	return n
}

func TestWhatIsPausedIsNotAmongWhatWasSeen(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		s.saw(s.service.ID)
		s.do(catalogue.Pause)
		if seen := s.seen(10); len(seen) != 0 {
			t.Errorf("seen: %v", seen)
		}
	})
}

func TestRememberingCanBeClearedAndSwitchedOff(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		switchSeen := func(off bool) {
			s.Write(func(tx *db.Tx) error { return cart.SwitchSeen(tx, s.Buyer.ID, off) })
		}
		s.saw(s.service.ID)
		s.Write(func(tx *db.Tx) error { return cart.ForgetSeen(tx, s.Buyer.ID) })
		if len(s.seen(10)) != 0 {
			t.Error("clearing left something")
		}
		s.saw(s.service.ID)
		switchSeen(true)
		s.saw(s.service.ID)
		if kept := s.rowsOf("seen"); kept != 0 {
			t.Errorf("%d looks are kept of someone who does not want it", kept)
		}
		switchSeen(false)
		s.saw(s.service.ID)
		if len(s.seen(10)) != 1 {
			t.Error("switched on again, nothing is remembered")
		}
	})
}
