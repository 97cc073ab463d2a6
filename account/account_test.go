package account_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/testkit"
	"guildhall/town"
)

// each runs a test in a peopled town on each engine.
func each(t *testing.T, fn func(t *testing.T, place *town.Town)) {
	t.Helper()
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		fn(t, town.New(t, store, clock))
	})
}

func wantFault(t *testing.T, err error, code, field string) {
	t.Helper()
	f, ok := fault.As(err)
	if !ok || f.Code != code || f.Field != field {
		t.Errorf("got %v, want the fault %s at %q", err, code, field)
	}
}

// mails lists kind and address of what is in the outbox.
func mails(place *town.Town) []string {
	var list []string
	place.Read(func(tx *db.Tx) (err error) {
		list, err = db.All(tx, func(row db.Row) (string, error) {
			var kind, to string
			err := row.Scan(&kind, &to)
			return kind + " " + to, err
		}, `SELECT kind, to_address FROM mails`)
		return err
	})
	return list
}

func wantMail(t *testing.T, place *town.Town, want string) {
	t.Helper()
	if list := mails(place); !slices.Contains(list, want) {
		t.Errorf("mailed %q, want %q among them", list, want)
	}
}

func TestLoginIsUniqueWithoutRegardToCase(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		again := town.Registration("BEA")
		err := place.Try(func(tx *db.Tx) error {
			_, err := account.Register(tx, again)
			return err
		})
		wantFault(t, err, "login_taken", "login")
		place.Read(func(tx *db.Tx) error {
			m, err := account.ByLogin(tx, "bEa")
			if m.ID != place.Buyer.ID {
				t.Error("a login is found without regard to case (ACC-2)")
			}
			return err
		})
	})
}

func TestOperatorsOwnWordsAreRefusedInLogins(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		place.Write(func(tx *db.Tx) error { return account.RefuseWord(tx, "Zorro") })
		err := place.Try(func(tx *db.Tx) error {
			_, err := account.Register(tx, town.Registration("el-zorro-7"))
			return err
		})
		wantFault(t, err, "login_refused", "login")
	})
}

func TestRegisteringATakenAddressIsAnsweredTheSameAndOnlyItsOwnerLearnsOfIt(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		double := town.Registration("bea2")
		double.Email = strings.ToUpper(place.Buyer.Email)
		place.Write(func(tx *db.Tx) error {
			_, err := account.Register(tx, double)
			return err
		})
		wantMail(t, place, "account.mail.already "+double.Email) // ACC-7
		err := place.Try(func(tx *db.Tx) error {
			_, err := account.Confirm(tx, double.Secret.Link)
			return err
		})
		wantFault(t, err, "email_taken", "email")
		place.Read(func(tx *db.Tx) error {
			m, err := account.ByEmail(tx, double.Email)
			if m.ID != place.Buyer.ID {
				t.Error("an address belongs to who proved it")
			}
			return err
		})
	})
}

func TestConfirmationLinkWorksOnce(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		confirm := func() error {
			return place.Try(func(tx *db.Tx) error {
				_, err := account.Confirm(tx, "link-of-nora")
				return err
			})
		}
		if err := confirm(); err != nil {
			t.Fatal(err)
		}
		wantFault(t, confirm(), "link_spent", "")
		if m := reread(place, place.Newcomer.ID); !m.Confirmed || !m.May(account.Buy) {
			t.Error("who confirmed may buy (ACC-3)")
		}
	})
}

func TestConfirmationEndsWithItsTime(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		place.Clock.Advance(24 * time.Hour)
		err := place.Try(func(tx *db.Tx) error {
			_, err := account.Confirm(tx, "link-of-nora")
			return err
		})
		wantFault(t, err, "link_spent", "")
	})
}

func TestSixWrongCodesSpendTheRightOne(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		try := func(code string) (right bool, err error) {
			err = place.Try(func(tx *db.Tx) (err error) {
				right, err = account.ConfirmByCode(tx, place.Newcomer.ID, code)
				return err
			})
			return right, err
		}
		for range 6 {
			if right, err := try("000000"); right || err != nil {
				t.Fatalf("a wrong code gave %v, %v", right, err)
			}
		}
		_, err := try("123456")
		wantFault(t, err, "code_spent", "code")

		fresh := account.Secret{Link: "fresh-link", Code: "654321"}
		place.Write(func(tx *db.Tx) error { return account.SendAgain(tx, place.Newcomer.ID, fresh) })
		if right, err := try("654 321"); !right || err != nil {
			t.Errorf("a new code gave %v, %v", right, err)
		}
	})
}

func TestUnconfirmedAddressIsCorrectedAtOnceAndTheOldLinkDies(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		secret := account.Secret{Link: "right-link", Code: "111111"}
		place.Write(func(tx *db.Tx) error {
			return account.CorrectEmail(tx, place.Newcomer.ID, "nora@right.example", secret)
		})
		wantMail(t, place, "account.mail.confirm nora@right.example")
		err := place.Try(func(tx *db.Tx) error {
			_, err := account.Confirm(tx, "link-of-nora")
			return err
		})
		wantFault(t, err, "link_spent", "")
		err = place.Try(func(tx *db.Tx) error {
			return account.CorrectEmail(tx, place.Buyer.ID, "other@town.example", secret)
		})
		wantFault(t, err, "already_confirmed", "")
	})
}

func TestSendingAgainIsLimited(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		send := func() error {
			return place.Try(func(tx *db.Tx) error {
				return account.SendAgain(tx, place.Newcomer.ID, account.NewSecret())
			})
		}
		for range 5 {
			if err := send(); err != nil {
				t.Fatal(err)
			}
		}
		wantFault(t, send(), "too_often", "")
		place.Clock.Advance(15 * time.Minute)
		if err := send(); err != nil {
			t.Errorf("after the window it works again: %v", err)
		}
	})
}

func TestResetEndsAllSessionsAndTellsTheMember(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		place.Write(func(tx *db.Tx) error {
			_, err := account.SignIn(tx, account.SigningIn{Member: place.Buyer.ID, Token: "cookie", Device: "Firefox on Linux"})
			return err
		})
		secret := account.Secret{Link: "reset-link"}
		place.Write(func(tx *db.Tx) error { return account.AskReset(tx, "BEA@town.example", secret) })
		place.Write(func(tx *db.Tx) error {
			_, err := account.Reset(tx, "reset-link", "new hash")
			return err
		})
		place.Read(func(tx *db.Tx) error {
			_, _, err := account.Enter(tx, "cookie")
			wantFault(t, err, "sign_in_first", "")
			hash, err := account.PasswordHash(tx, place.Buyer.ID)
			if hash != "new hash" {
				t.Error("the password was not set")
			}
			return err
		})
		wantMail(t, place, "account.mail.password_changed bea@town.example") // ACC-4
	})
}

func TestAskingAResetForNobodyIsAnsweredTheSame(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		before := len(mails(place))
		place.Write(func(tx *db.Tx) error { return account.AskReset(tx, "nobody@town.example", account.NewSecret()) })
		if len(mails(place)) != before {
			t.Error("a mail went to nobody")
		}
	})
}

func TestConfirmationLinkResetsNothing(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		err := place.Try(func(tx *db.Tx) error {
			_, err := account.Reset(tx, "link-of-nora", "stolen")
			return err
		})
		wantFault(t, err, "link_spent", "")
	})
}

func TestWrongSignInsAreCountedAndForgiven(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		try := func() error {
			return place.Try(func(tx *db.Tx) error { return account.Attempt(tx, account.AttemptSignIn, "Bea") })
		}
		for range 10 {
			if err := try(); err != nil {
				t.Fatal(err)
			}
		}
		wantFault(t, try(), "too_often", "")
		place.Write(func(tx *db.Tx) error { return account.Forgive(tx, account.AttemptSignIn, "bea ") })
		if err := try(); err != nil {
			t.Errorf("after a right one the count begins anew: %v", err)
		}
	})
}

func TestPasswordsMatchOnlyThemselvesAndNobodysNever(t *testing.T) {
	ctx := context.Background()
	hash, err := account.Hash(ctx, "four dull brown hens")
	if err != nil {
		t.Fatal(err)
	}
	for password, want := range map[string]bool{"four dull brown hens": true, "four dull brown hen": false, "": false} {
		if right, err := account.Match(ctx, password, hash); right != want || err != nil {
			t.Errorf("%q: %v, %v", password, right, err)
		}
	}
	if right, err := account.Match(ctx, "", ""); right || err != nil {
		t.Errorf("an account without a password let somebody in: %v", err)
	}
}

func TestHashingGivesUpWithItsCaller(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var refused bool
	for range 20 { // a free place and the ended caller are drawn by lot
		_, err := account.Hash(ctx, "whatever it is")
		refused = refused || errors.Is(err, fault.Away("busy_try_again"))
	}
	if !refused {
		t.Error("an ended caller still hashes")
	}
}

func reread(place *town.Town, who id.Member) account.Member {
	var m account.Member
	place.Read(func(tx *db.Tx) (err error) {
		m, err = account.Get(tx, who)
		return err
	})
	return m
}
