package money

import (
	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/money"
	"guildhall/order"
	"guildhall/payment"
	"guildhall/payout"
)

// claims is the page of what members owe after chargebacks (MON-20).
type claims struct {
	v    *desk.Visit
	Rows []claimRow
}

type claimRow struct {
	payment.Claim
	Login string
	Main  money.Amount // what the member could settle it from
}

// Claims lists the claims that wait for a decision, the most urgent first.
func Claims(v *desk.Visit) error { return showClaims(v, v.Form()) }

func showClaims(v *desk.Visit, f *desk.Form) error {
	page := &claims{v: v}
	if err := v.Read(page.read); err != nil {
		return err
	}
	return v.Render(claimsPage(page, f))
}

func (p *claims) read(tx *db.Tx) error {
	open, err := payment.OpenClaims(tx, batchShown)
	if err != nil {
		return err
	}
	p.Rows = nil
	for _, c := range open {
		m, err := account.Get(tx, c.Member)
		if err != nil {
			return err
		}
		has, err := ledger.Balance(tx, c.Member)
		if err != nil {
			return err
		}
		p.Rows = append(p.Rows, claimRow{c, m.Login, has.Main})
	}
	return nil
}

// The decisions on a claim, in the order of their buttons.
const (
	claimSettle  = "settle"
	claimForgive = "forgive"
	claimCancel  = "cancel"
)

var claimVerdicts = []string{claimSettle, claimForgive, claimCancel}

// DecideClaim is finance staff deciding: settled from the balance, forgiven, or
// the member's running orders cancelled and settled from what comes back.
func DecideClaim(v *desk.Visit) error {
	which, err := desk.PathID[id.TopUpKind](v, "id")
	if err != nil {
		return err
	}
	f := v.Form()
	verdict := f.Choice("verdict", claimVerdicts...)
	reason := f.Text("reason", payment.ClaimReasonMax)
	if f.Bad() {
		return showClaims(v, f)
	}
	_, err = v.Once(func(tx *db.Tx) (string, error) { return "", decideClaim(tx, v.Member.ID, which, verdict, reason) })
	if err := f.Take(err); err != nil {
		return err
	}
	if f.Bad() {
		return showClaims(v, f)
	}
	v.Notice("money.claims.decided")
	return v.Redirect("/staff/finance/claims")
}

func decideClaim(tx *db.Tx, by id.Member, which id.TopUp, verdict, reason string) (err error) {
	switch verdict {
	case claimSettle:
		_, err = order.PayClaim(tx, which, by)
	case claimForgive:
		_, err = order.ForgiveClaim(tx, which, by, reason)
	case claimCancel:
		_, err = order.CancelForClaim(tx, which, by, reason)
	}
	return err
}

// SettleClaims is the member settling what they owe from their balance.
func SettleClaims(v *desk.Visit) error {
	if err := custody(v); err != nil {
		return err
	}
	f := v.Form()
	_, err := v.Once(func(tx *db.Tx) (string, error) {
		open, err := payment.ClaimsOn(tx, v.Member.ID)
		for _, c := range open {
			if _, err = order.PayClaim(tx, c.TopUp, v.Member.ID); err != nil {
				return "", err
			}
		}
		return "", err
	})
	if err := f.Take(err); err != nil {
		return err
	}
	if f.Bad() {
		return Show(v)
	}
	v.Notice("money.owed.settled")
	return v.Redirect("/balance")
}

// releases is the page on which staff let card money go early (MON-7).
type releases struct {
	v     *desk.Visit
	Rows  []payout.CardRelease
	Names map[id.Member]string
}

// Releases lists the latest decisions, and asks for one.
func Releases(v *desk.Visit) error { return showReleases(v, v.Form()) }

func showReleases(v *desk.Visit, f *desk.Form) error {
	page := &releases{v: v, Names: map[id.Member]string{}}
	err := v.Read(func(tx *db.Tx) (err error) {
		if page.Rows, err = payout.CardReleases(tx, batchShown); err != nil {
			return err
		}
		for _, r := range page.Rows {
			for _, who := range []id.Member{r.Member, r.By} {
				m, err := account.Get(tx, who)
				if err != nil {
					return err
				}
				page.Names[who] = m.Login
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return v.Render(releasesPage(page, f))
}

// ReleaseCards lets a member's card money go.
func ReleaseCards(v *desk.Visit) error {
	f := v.Form()
	login, reason := f.Required("login", payout.OwnerLengthMax), f.Required("reason", payout.ReasonLengthMax)
	if f.Bad() {
		return showReleases(v, f)
	}
	_, err := v.Once(func(tx *db.Tx) (string, error) {
		m, err := account.ByLogin(tx, login)
		if err != nil {
			return "", unknownMember(err)
		}
		_, err = payout.ReleaseCards(tx, m.ID, v.Member.ID, reason)
		return "", err
	})
	if err := f.Take(err); err != nil {
		return err
	}
	if f.Bad() {
		return showReleases(v, f)
	}
	v.Notice("money.releases.done", "member", login)
	return v.Redirect("/staff/finance/releases")
}
