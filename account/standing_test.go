package account_test

import (
	"slices"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/town"
)

func TestSuspensionClosesNewBusinessAndEndsByItself(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		until := place.Clock.Now().Add(7 * 24 * time.Hour)
		place.Write(func(tx *db.Tx) error {
			return account.SetStanding(tx, place.Seller.ID, account.Suspended, until, "TRU-11", place.Admin.ID)
		})
		m := reread(place, place.Seller.ID)
		if m.May(account.Sell) || m.May(account.Buy) || !m.May(account.Deal) || !m.May(account.Money) {
			t.Error("a suspension closes new business and leaves running orders open (ORD-61)")
		}
		place.Clock.Set(until)
		if m := reread(place, place.Seller.ID); m.Standing != account.Good || !m.May(account.Sell) {
			t.Error("a suspension ends with its time")
		}
	})
}

func TestBannedMemberMayStillWithdraw(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		place.Write(func(tx *db.Tx) error {
			return account.SetStanding(tx, place.Seller.ID, account.Banned, time.Time{}, "TRU-11", place.Admin.ID)
		})
		m := reread(place, place.Seller.ID)
		if !m.May(account.SignedIn) || !m.May(account.Money) || m.May(account.Sell) || m.May(account.Listen) {
			t.Error("a banned member reads the decision and withdraws, no more (TRU-13)")
		}
	})
}

func TestCausesOfRestrictionLiftIndependently(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		restrict := func(cause string, until time.Time) {
			place.Write(func(tx *db.Tx) error {
				return account.Restrict(tx, place.Buyer.ID, account.Write, cause, until)
			})
		}
		restrict("spam", place.Clock.Now().Add(time.Hour))
		restrict("rudeness", time.Time{})
		place.Write(func(tx *db.Tx) error { return account.Lift(tx, place.Buyer.ID, account.Write, "rudeness") })
		if m := reread(place, place.Buyer.ID); m.May(account.Write) || !m.May(account.Buy) {
			t.Error("one cause still stands, and only for writing")
		}
		place.Clock.Advance(time.Hour)
		if m := reread(place, place.Buyer.ID); !m.May(account.Write) {
			t.Error("the last cause ended with its time")
		}
	})
}

func TestTheLastAdminStays(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		take := func() error {
			return place.Try(func(tx *db.Tx) error {
				_, err := account.TakeRole(tx, place.Admin.ID, account.Admin, place.Admin.ID)
				return err
			})
		}
		wantFault(t, take(), "last_admin", "")
		place.Join("mia", account.Admin)
		if err := take(); err != nil {
			t.Errorf("one of two admins can go: %v", err)
		}
	})
}

func TestRolesAreGivenOnceAndKeepTheirOrder(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		for _, role := range []account.Role{account.Finance, account.Moderator, account.Finance} {
			place.Write(func(tx *db.Tx) error {
				_, err := account.GiveRole(tx, place.Stranger.ID, role, place.Admin.ID)
				return err
			})
		}
		m := reread(place, place.Stranger.ID)
		if !slices.Equal(m.Roles, []account.Role{account.Moderator, account.Finance}) {
			t.Errorf("roles are %v", m.Roles)
		}
		if n := noted(place, "account.role_given"); n != 2 {
			t.Errorf("noted %d gifts, want 2", n)
		}
		place.Read(func(tx *db.Tx) error {
			staff, err := account.Staff(tx, account.Finance)
			if len(staff) != 2 {
				t.Errorf("%d in finance, want fay and stig", len(staff))
			}
			return err
		})
	})
}

func TestEveryRightIsSomebodys(t *testing.T) {
	confirmed := account.Member{Confirmed: true, Standing: account.Good, Roles: account.Roles}
	confirmed.ID[0] = 1
	for _, right := range account.Rights {
		if !confirmed.May(right) {
			t.Errorf("nobody may %q", right)
		}
		if (account.Member{}).May(right) != (right == account.Anyone) {
			t.Errorf("a visitor and %q", right)
		}
	}
}

func TestEitherSidesBlockStopsBothAndOnlyItsOwnerLiftsIt(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		blocked := func() (is bool) {
			place.Read(func(tx *db.Tx) (err error) {
				is, err = account.Blocked(tx, place.Seller.ID, place.Buyer.ID)
				return err
			})
			return is
		}
		place.Write(func(tx *db.Tx) error { return account.Block(tx, place.Buyer.ID, place.Seller.ID) })
		place.Write(func(tx *db.Tx) error { return account.Unblock(tx, place.Seller.ID, place.Buyer.ID) })
		if !blocked() {
			t.Error("a block holds both ways (TLK-7)")
		}
		place.Write(func(tx *db.Tx) error { return account.Unblock(tx, place.Buyer.ID, place.Seller.ID) })
		if blocked() {
			t.Error("a block was taken back")
		}
	})
}

func TestLinkedAccountsAreKnownFromEitherSide(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		place.Write(func(tx *db.Tx) error { return account.Link(tx, place.Stranger.ID, place.Buyer.ID) })
		place.Read(func(tx *db.Tx) error {
			there, err := account.Linked(tx, place.Buyer.ID, place.Stranger.ID)
			if err != nil {
				return err
			}
			none, err := account.Linked(tx, place.Buyer.ID, place.Seller.ID)
			if !there || none {
				t.Error("linked are those two and no others (ACC-8)")
			}
			return err
		})
	})
}

func TestProfileRefusesContactDetailsBesideTheField(t *testing.T) {
	err := account.Profile{Headline: "Logos, write to anna@mail.example", Description: "fine"}.Check()
	wantFault(t, err, "contact_details", "headline")
	err = account.Profile{DisplayName: "Anna", Skills: []string{"+49 170 5550199 88"}}.Check()
	wantFault(t, err, "contact_details", "skills")
	if err := (account.Profile{DisplayName: "Anna", Headline: "Logos since 1999", City: "Essex"}).Check(); err != nil {
		t.Errorf("a plain profile was refused: %v", err)
	}
}

func TestProfileIsKept(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		p := account.Profile{DisplayName: "Bea B.", Headline: "h", Description: "d\ne", City: "Bern", Country: "CH",
			Occupation: "o", Languages: []string{"de", "fr"}, Skills: []string{"Excel"}, Interests: []string{"maps", "tea"}}
		place.Write(func(tx *db.Tx) error { return account.SetProfile(tx, place.Buyer.ID, p) })
		place.Read(func(tx *db.Tx) error {
			got, err := account.GetProfile(tx, place.Buyer.ID)
			if got.Interests[1] != "tea" || got.DisplayName != "Bea B." || got.Description != "d\ne" || got.Country != "CH" {
				t.Errorf("got %+v", got)
			}
			return err
		})
	})
}

func TestAcceptedTermsAreRecordedWithTheirVersion(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		place.Write(func(tx *db.Tx) error {
			_, err := account.Publish(tx, account.Document{Kind: account.Terms, Title: "Terms", Body: "New.", By: place.Admin.ID})
			return err
		})
		late := place.Join("late")
		place.Read(func(tx *db.Tx) error {
			for i, who := range []account.Member{place.Buyer, late} {
				want := int64(i + 1)
				list, err := account.Acceptances(tx, who.ID)
				if err != nil {
					return err
				}
				terms := slices.IndexFunc(list, func(a account.Acceptance) bool { return a.Kind == account.Terms })
				if len(list) != len(account.DocumentKinds) || list[terms].Number != want {
					t.Errorf("%s accepted %+v, want version %d (LAW-2)", who.Login, list, want)
				}
			}
			return nil
		})
	})
}

func TestSeedingTwiceChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		place.Write(account.SeedDocuments)
		place.Read(func(tx *db.Tx) error {
			for _, kind := range account.DocumentKinds {
				versions, err := account.DocumentVersions(tx, kind)
				if err != nil || len(versions) != 1 || !versions[0].Draft {
					t.Errorf("%s has %d versions: %v", kind, len(versions), err)
				}
			}
			return nil
		})
	})
}

func TestPrivateDetailsAreCheckedAndMayBeRemoved(t *testing.T) {
	now := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	err := account.Private{BornOn: "2008-03-03"}.Check(now, 18)
	wantFault(t, err, "too_young", "born_on")
	if err := (account.Private{BornOn: "2008-03-02"}).Check(now, 18); err != nil {
		t.Errorf("eighteen today: %v", err)
	}
	each(t, func(t *testing.T, place *town.Town) {
		for _, p := range []account.Private{{LegalName: "Bea Buyer", Phone: "1"}, {}} {
			place.Write(func(tx *db.Tx) error { return account.SetPrivate(tx, place.Buyer.ID, p) })
			place.Read(func(tx *db.Tx) error {
				got, err := account.GetPrivate(tx, place.Buyer.ID)
				if got != p {
					t.Errorf("got %+v, want %+v", got, p)
				}
				return err
			})
		}
	})
}

func TestRoleSwitchChangesTheSideAndNoRight(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		place.Write(func(tx *db.Tx) error { return account.SwitchSide(tx, place.Buyer.ID, account.Selling) })
		m := reread(place, place.Buyer.ID)
		if m.Side != account.Selling {
			t.Error("the side was not switched")
		}
		for _, right := range account.Rights {
			if m.May(right) != place.Buyer.May(right) {
				t.Errorf("switching changed the right %q (ACC-16)", right)
			}
		}
		err := place.Try(func(tx *db.Tx) error { return account.SwitchSide(tx, place.Buyer.ID, "lurking") })
		if _, ok := fault.As(err); !ok {
			t.Errorf("got %v", err)
		}
	})
}
