package rulebook_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/policy"
	"guildhall/rulebook"
	"guildhall/testkit"
)

func write[T any](t *testing.T, store *db.Store, fn func(*db.Tx) (T, error)) (T, error) {
	t.Helper()
	var answer T
	err := store.Write(context.Background(), func(tx *db.Tx) error {
		var err error
		answer, err = fn(tx)
		return err
	})
	return answer, err
}

func read[T any](t *testing.T, store *db.Store, fn func(*db.Tx) (T, error)) T {
	t.Helper()
	var answer T
	if err := store.Read(context.Background(), func(tx *db.Tx) error {
		var err error
		answer, err = fn(tx)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return answer
}

func start(t *testing.T, store *db.Store, preset string) rulebook.Version {
	t.Helper()
	v, err := write(t, store, func(tx *db.Tx) (rulebook.Version, error) { return rulebook.Start(tx, preset) })
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// publish changes the commission, to hold from the given moment.
func publish(t *testing.T, store *db.Store, author id.Member, commission string, from time.Time) (rulebook.Version, error) {
	return write(t, store, func(tx *db.Tx) (rulebook.Version, error) {
		now, err := rulebook.Current(tx)
		if err != nil {
			return now, err
		}
		row, _ := policy.Find("commission")
		if err := row.Set(&now.Policy, commission); err != nil {
			return now, err
		}
		return rulebook.Publish(tx, now.Policy, author, "cheaper for everyone", from)
	})
}

func wants(t *testing.T, err error, code string) {
	t.Helper()
	if f, ok := fault.As(err); !ok || f.Code != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

func TestTheFirstStartPublishesThePresetOnce(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		first := start(t, store, "direct")
		clock.Advance(time.Hour)
		again := start(t, store, "services")
		if first.Number != 1 || again.Number != 1 || again.Policy.Custody != policy.CustodyNone {
			t.Errorf("first %d, then %d with custody %s", first.Number, again.Number, again.Policy.Custody)
		}
		if now := read(t, store, rulebook.Current); now.Hash != first.Hash || !now.From.Equal(first.From) {
			t.Errorf("holds: %+v", now)
		}
	})
}

func TestAPresetWhoseSubjectIsNotBuiltIsRefused(t *testing.T) {
	store, _ := testkit.SQLite(t)
	for preset, code := range map[string]string{"tasks": "preset_later", "bazaar": "policy_preset_unknown"} {
		_, err := write(t, store, func(tx *db.Tx) (rulebook.Version, error) { return rulebook.Start(tx, preset) })
		wants(t, err, code)
	}
}

func TestAVersionHoldsFromItsDateAndOldOnesStay(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		start(t, store, "services")
		author := id.New[id.MemberKind](clock.Now())
		later, err := publish(t, store, author, "15%", clock.Now().Add(48*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		if now := read(t, store, rulebook.Current); now.Policy.Commission != 20_00 {
			t.Errorf("holds too early: %d", now.Policy.Commission)
		}
		clock.Advance(48 * time.Hour)
		now := read(t, store, rulebook.Current)
		if now.Number != later.Number || now.Policy.Commission != 15_00 || now.Author != author || now.Reason == "" {
			t.Errorf("holds: %+v", now)
		}
		old := read(t, store, func(tx *db.Tx) (rulebook.Version, error) { return rulebook.At(tx, 1) })
		if old.Policy.Commission != 20_00 {
			t.Errorf("the first version has changed: %d", old.Policy.Commission)
		}
		if all := read(t, store, rulebook.Versions); len(all) != 2 || all[0].Number != 2 {
			t.Errorf("%d versions", len(all))
		}
	})
}

func TestANumberNobodyPublishedIsMissing(t *testing.T) {
	store, _ := testkit.SQLite(t)
	start(t, store, "services")
	err := store.Read(context.Background(), func(tx *db.Tx) error {
		_, err := rulebook.At(tx, 7)
		return err
	})
	if !errors.Is(err, fault.Missing()) {
		t.Error(err)
	}
}

func TestAVersionNeedsAChangeAReasonAndASoundPolicy(t *testing.T) {
	store, clock := testkit.SQLite(t)
	sound := start(t, store, "services").Policy
	changed, broken := sound, sound
	changed.CheckWithin, broken.Commission = 96*time.Hour, 200_00
	for _, c := range []struct {
		policy policy.Policy
		reason string
		code   string
	}{
		{sound, "no change", "policy_unchanged"},
		{changed, "", "policy_reason"},
		{changed, strings.Repeat("ö", 2001), "policy_reason"},
		{broken, "greed", "policy_bounds"},
	} {
		_, err := write(t, store, func(tx *db.Tx) (rulebook.Version, error) {
			return rulebook.Publish(tx, c.policy, id.Member{}, c.reason, clock.Now())
		})
		wants(t, err, c.code)
	}
}

func TestAVersionCannotHoldBeforeTheOneAheadOfIt(t *testing.T) {
	store, clock := testkit.SQLite(t)
	start(t, store, "services")
	if _, err := publish(t, store, id.Member{}, "15%", clock.Now().Add(48*time.Hour)); err != nil {
		t.Fatal(err)
	}
	_, err := publish(t, store, id.Member{}, "10%", clock.Now().Add(24*time.Hour))
	wants(t, err, "policy_from_early")
}

func TestARolledBackVersionLeavesNoTrace(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		start(t, store, "services")
		gone := errors.New("gone")
		_, err := write(t, store, func(tx *db.Tx) (rulebook.Version, error) {
			now, err := rulebook.Current(tx)
			if err != nil {
				return now, err
			}
			now.Policy.Commission = 15_00
			if now, err = rulebook.Publish(tx, now.Policy, id.Member{}, "never mind", clock.Now()); err != nil {
				return now, err
			}
			if now, err = rulebook.At(tx, 2); err != nil || now.Policy.Commission != 15_00 {
				t.Errorf("within: %d, %v", now.Policy.Commission, err)
			}
			return now, gone
		})
		if !errors.Is(err, gone) {
			t.Fatal(err)
		}
		if _, err := publish(t, store, id.Member{}, "12%", clock.Now()); err != nil {
			t.Fatal(err)
		}
		second := read(t, store, func(tx *db.Tx) (rulebook.Version, error) { return rulebook.At(tx, 2) })
		if second.Policy.Commission != 12_00 {
			t.Errorf("version 2 has %d", second.Policy.Commission)
		}
	})
}

func TestPublishingIsInTheDiary(t *testing.T) {
	store, clock := testkit.SQLite(t)
	start(t, store, "services")
	clock.Advance(time.Minute)
	if _, err := publish(t, store, id.New[id.MemberKind](clock.Now()), "15%", clock.Now()); err != nil {
		t.Fatal(err)
	}
	entries := read(t, store, func(tx *db.Tx) ([]event.Entry, error) {
		return event.History(tx, event.Subject{Kind: "marketplace"})
	})
	if len(entries) != 2 || entries[1].Kind != "policy_published" || entries[1].Policy != 2 {
		t.Errorf("%+v", entries)
	}
}

func TestAChangedStoredPolicyIsNoticed(t *testing.T) {
	store, _ := testkit.SQLite(t)
	// A version of this test's own, so that no other has it in memory.
	start(t, store, "services")
	_, err := write(t, store, func(tx *db.Tx) (rulebook.Version, error) {
		p, err := policy.Preset("services")
		if err != nil {
			return rulebook.Version{}, err
		}
		p.Commission = 17_31
		if _, err := rulebook.Publish(tx, p, id.Member{}, "odd", tx.Now()); err != nil {
			return rulebook.Version{}, err
		}
		if err := tx.Exec(`UPDATE policy_versions SET policy = replace(policy, '17.31%', '1%') WHERE number = 2`); err != nil {
			return rulebook.Version{}, err
		}
		return rulebook.Current(tx)
	})
	if err == nil || !strings.Contains(err.Error(), "not what was published") {
		t.Error(err)
	}
}
