package search_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"guildhall/db"
	"guildhall/event"
	"guildhall/id"
	"guildhall/search"
	"guildhall/testkit"
)

// snapped is a shop whose index was saved, and what it answered then.
func snapped(t *testing.T, store *db.Store) (s *shop, path string) {
	t.Helper()
	s = stock(t, store, search.InMemory())
	s.write(func(tx *db.Tx) error {
		return event.Note(tx, event.Entry{Subject: event.Of("service", s.services["logo"]), Kind: "service.live"})
	})
	if store.Engine() == db.Postgres {
		s.write(func(tx *db.Tx) error {
			_, err := event.Number(tx, 1000)
			return err
		})
	}
	path = filepath.Join(t.TempDir(), "search.index")
	if err := s.finder.Save(path); err != nil {
		t.Fatal(err)
	}
	return s, path
}

// answers are the names found by a few queries of different kinds.
func (s *shop) answers() (all [][]string) {
	for _, q := range []search.Query{
		{Sort: search.Newest}, {Words: "logo"}, {Words: "lgoo"}, {Words: "busi"}, {Category: s.print, Sort: search.Cheapest},
		{Attributes: map[string][]string{"form": {"svg"}}}, {Sort: search.BestRated}, {Online: true},
	} {
		names, _ := s.find(q)
		all = append(all, names)
	}
	return all
}

func TestASnapshotAnswersAsTheRowsDo(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		s, path := snapped(t, store)
		want := s.answers()
		s.finder = search.InMemory()
		if err := s.finder.Load(t.Context(), store, path); err != nil {
			t.Fatal(err)
		}
		if got := s.answers(); !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("from the snapshot %v, from the rows %v", got, want)
		}
		// What changed after it is read from the rows.
		s.write(func(tx *db.Tx) error { return search.Show(tx, s.services["logo"], false) })
		s.write(func(tx *db.Tx) error { return search.SetOnline(tx, []id.Member{s.seller}) })
		fresh := *s
		fresh.finder = search.InMemory()
		fresh.number()
		if got, want := s.answers(), fresh.answers(); !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("after changes the loaded one answers %v, a new one %v", got, want)
		}
	})
}

func TestADamagedSnapshotIsNoticed(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		s, path := snapped(t, store)
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		random := rand.New(rand.NewPCG(1, 2))
		for range 200 {
			damaged := slices.Clone(whole)
			if random.IntN(4) == 0 {
				damaged = damaged[:random.IntN(len(damaged))]
			} else {
				damaged[random.IntN(len(damaged))] ^= 1 << random.IntN(8)
			}
			if err := os.WriteFile(path, damaged, 0o600); err != nil {
				t.Fatal(err)
			}
			finder := search.InMemory()
			if finder.Load(t.Context(), store, path) == nil {
				t.Fatal("a damaged snapshot was taken")
			}
			s.finder = finder
		}
		s.number()
		if got, _ := s.find(search.Query{Words: "logo"}); len(got) != 3 {
			t.Errorf("built anew from the rows it finds %v", got)
		}
	})
}

func TestASnapshotOfOtherDataIsNotTaken(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		s, path := snapped(t, store)
		s.write(func(tx *db.Tx) error { return tx.Exec(`DELETE FROM events`) }) // as an older backup would look
		if search.InMemory().Load(t.Context(), store, path) == nil {
			t.Error("it was taken")
		}
	})
}
