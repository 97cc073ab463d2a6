package money

import (
	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/payout"
)

// holds is the page of legal holds (MON-19).
type holds struct {
	v     *desk.Visit
	Rows  []payout.LegalHold
	Names []string // the logins, in the order of the rows
}

// Holds lists the legal holds in force, and lets finance staff place one.
func Holds(v *desk.Visit) error { return showHolds(v, v.Form()) }

func showHolds(v *desk.Visit, f *desk.Form) error {
	page := &holds{v: v}
	err := v.Read(func(tx *db.Tx) (err error) {
		if page.Rows, err = payout.Holds(tx, batchShown); err != nil {
			return err
		}
		for _, h := range page.Rows {
			m, err := account.Get(tx, h.Member)
			if err != nil {
				return err
			}
			page.Names = append(page.Names, m.Login)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return v.Render(holdsPage(page, f))
}

// PlaceHold stops a member's withdrawals, with the reason they read and the
// day it is looked at again.
func PlaceHold(v *desk.Visit) error {
	f := v.Form()
	login := f.Required("login", payout.OwnerLengthMax)
	hold := payout.LegalHold{Reason: f.Required("reason", payout.ReasonLengthMax), ReviewAt: f.Day("review")}
	if f.Bad() {
		return showHolds(v, f)
	}
	_, err := v.Once(func(tx *db.Tx) (string, error) {
		m, err := account.ByLogin(tx, login)
		if err != nil {
			return "", unknownMember(err)
		}
		return "", payout.PlaceHold(tx, m.ID, v.Member.ID, hold)
	})
	if err := f.Take(err); err != nil {
		return err
	}
	if f.Bad() {
		return showHolds(v, f)
	}
	v.Notice("money.holds.placed", "member", login)
	return v.Redirect("/staff/finance/holds")
}

// EndHold lets the member's withdrawals go on.
func EndHold(v *desk.Visit) error {
	f := v.Form()
	_, err := v.Once(func(tx *db.Tx) (string, error) {
		m, err := account.ByLogin(tx, v.Path("login"))
		if err != nil {
			return "", err
		}
		return "", payout.EndHold(tx, m.ID, v.Member.ID)
	})
	if err := f.Take(err); err != nil {
		return err
	}
	if f.Bad() {
		return showHolds(v, f)
	}
	v.Notice("money.holds.ended", "member", v.Path("login"))
	return v.Redirect("/staff/finance/holds")
}
