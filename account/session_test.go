package account_test

import (
	"testing"
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/event"
	"guildhall/id"
	"guildhall/town"
)

func signIn(place *town.Town, who account.Member, token, device string) account.Session {
	var s account.Session
	place.Write(func(tx *db.Tx) (err error) {
		s, err = account.SignIn(tx, account.SigningIn{Member: who.ID, Token: token, Device: device, Place: "192.0.2.0"})
		return err
	})
	return s
}

// noted counts the diary's entries of a kind.
func noted(place *town.Town, kind string) (n int) {
	place.Read(func(tx *db.Tx) error {
		for _, who := range []account.Member{place.Buyer, place.Seller, place.Stranger, place.Newcomer} {
			entries, err := event.History(tx, event.Of("member", who.ID))
			if err != nil {
				return err
			}
			for _, e := range entries {
				if e.Kind == kind {
					n++
				}
			}
		}
		return nil
	})
	return n
}

func TestOnlyAFurtherDeviceIsNews(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		signIn(place, place.Buyer, "one", "Firefox on Linux")
		signIn(place, place.Buyer, "two", "Firefox on Linux")
		if n := noted(place, "account.new_device"); n != 0 {
			t.Fatalf("told %d times of a known device", n)
		}
		signIn(place, place.Buyer, "three", "Safari on iPhone")
		if n := noted(place, "account.new_device"); n != 1 {
			t.Errorf("told %d times of a new device, want once (ACC-6)", n)
		}
	})
}

func TestMembersEndTheirOwnSessionsOnly(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		s := signIn(place, place.Buyer, "cookie", "Firefox on Linux")
		err := place.Try(func(tx *db.Tx) error { return account.EndSession(tx, place.Stranger.ID, s.ID) })
		wantFault(t, err, "not_found", "")
		place.Write(func(tx *db.Tx) error { return account.EndSession(tx, place.Buyer.ID, s.ID) })
		place.Read(func(tx *db.Tx) error {
			_, _, err := account.Enter(tx, "cookie")
			wantFault(t, err, "sign_in_first", "")
			return nil
		})
	})
}

func TestEndingAllKeepsTheOneInUse(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		keep := signIn(place, place.Buyer, "keep", "Firefox on Linux")
		signIn(place, place.Buyer, "other", "Firefox on Linux")
		signIn(place, place.Seller, "sams", "Firefox on Linux")
		place.Write(func(tx *db.Tx) error { return account.EndSessions(tx, place.Buyer.ID, keep.ID) })
		place.Read(func(tx *db.Tx) error {
			left, err := account.Sessions(tx, place.Buyer.ID)
			if len(left) != 1 || left[0].ID != keep.ID {
				t.Errorf("left %d sessions", len(left))
			}
			_, m, _ := account.Enter(tx, "sams")
			if m.ID != place.Seller.ID {
				t.Error("another member's session was ended")
			}
			return err
		})
	})
}

func TestEndingAllWithoutOneToKeepEndsAll(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		signIn(place, place.Buyer, "a", "Firefox on Linux")
		place.Write(func(tx *db.Tx) error { return account.EndSessions(tx, place.Buyer.ID, id.Session{}) })
		place.Read(func(tx *db.Tx) error {
			left, err := account.Sessions(tx, place.Buyer.ID)
			if len(left) != 0 {
				t.Errorf("left %d", len(left))
			}
			return err
		})
	})
}

func TestSessionEndsUnusedAndLivesOnInUse(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		s := signIn(place, place.Buyer, "cookie", "Firefox on Linux")
		place.Clock.Advance(23 * time.Hour)
		place.Write(func(tx *db.Tx) error { return account.Seen(tx, s, "", "") })
		place.Clock.Advance(23 * time.Hour)
		place.Read(func(tx *db.Tx) error {
			_, m, err := account.Enter(tx, "cookie")
			if m.ID != place.Buyer.ID {
				t.Error("a session in use ended")
			}
			return err
		})
		place.Clock.Advance(2 * time.Hour)
		place.Read(func(tx *db.Tx) error {
			_, _, err := account.Enter(tx, "cookie")
			wantFault(t, err, "sign_in_first", "")
			return nil
		})
	})
}

func TestOnlineIsActivityWithinTheWindow(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		place.Clock.Advance(time.Hour)
		place.Write(func(tx *db.Tx) error { return account.Touch(tx, place.Buyer) })
		at, window := place.Clock.Now(), 5*time.Minute
		if m := reread(place, place.Buyer.ID); !m.Online(at.Add(window), window) || m.Online(at.Add(window+time.Second), window) {
			t.Error("online is activity within the window (ACC-18)")
		}
		place.Read(func(tx *db.Tx) error {
			n, err := account.OnlineCount(tx, window)
			if n != 1 {
				t.Errorf("%d online, want 1", n)
			}
			return err
		})
	})
}

func TestSafetyLogTellsTheMemberWhatHappened(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		signIn(place, place.Buyer, "cookie", "Firefox on Linux")
		place.Read(func(tx *db.Tx) error {
			log, err := account.SafetyLog(tx, place.Buyer.ID)
			if len(log) != 1 || log[0].What != "signed_in" || log[0].Device != "Firefox on Linux" {
				t.Errorf("the log holds %+v (ACC-7)", log)
			}
			return err
		})
	})
}

func TestTokenReachesItsScopesAndNoFurther(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		place.Write(func(tx *db.Tx) error {
			_, err := account.MakeToken(tx, place.Buyer.ID, "my script", "secret", []account.Scope{account.ScopeOrders}, time.Time{})
			return err
		})
		place.Read(func(tx *db.Tx) error {
			token, m, err := account.EnterByToken(tx, account.TokenPrefix+"secret")
			if m.ID != place.Buyer.ID || !token.Allows(account.Buy) || token.Allows(account.Money) {
				t.Error("a token allows what its scopes hold")
			}
			_, _, foreign := account.EnterByToken(tx, "secret")
			wantFault(t, foreign, "sign_in_first", "")
			return err
		})
		var token account.Token
		place.Read(func(tx *db.Tx) error {
			list, err := account.Tokens(tx, place.Buyer.ID)
			token = list[0]
			return err
		})
		err := place.Try(func(tx *db.Tx) error { return account.WithdrawToken(tx, place.Stranger.ID, token.ID) })
		wantFault(t, err, "not_found", "")
		place.Write(func(tx *db.Tx) error { return account.WithdrawToken(tx, place.Buyer.ID, token.ID) })
		place.Read(func(tx *db.Tx) error {
			_, _, err := account.EnterByToken(tx, account.TokenPrefix+"secret")
			wantFault(t, err, "sign_in_first", "")
			return nil
		})
	})
}
