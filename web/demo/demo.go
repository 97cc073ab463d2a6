// Package demo is the way around a demo marketplace: one click signs in as any
// of its people, and the admin moves the clock to see deadlines take effect.
// Outside a demo its pages are not there.
package demo

import (
	"net/netip"
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
)

// Routes are the demo's pages.
var Routes = []desk.Route{
	{Method: "GET", Pattern: "/demo", Right: account.Anyone, Handle: People},
	{Method: "POST", Pattern: "/demo/people", Right: account.Anyone, Handle: Become},
	{Method: "POST", Pattern: "/demo/clock", Right: account.Operate, Whose: desk.Staffs, Handle: Clock},
}

// peopleShown bounds the page: a demo has about fifty.
const peopleShown = 200

// loginCharsMax bounds what is looked up.
const loginCharsMax = 64

// spans are how far one click moves the clock.
var spans = map[string]time.Duration{
	"hour": time.Hour, "day": 24 * time.Hour, "three_days": 3 * 24 * time.Hour, "fortnight": 14 * 24 * time.Hour,
}

// spanNames are their codes in the order of the page.
var spanNames = []string{"hour", "day", "three_days", "fortnight"}

// here refuses visits outside a demo, and from other machines unless the
// operator opened it to them.
func here(v *desk.Visit) error {
	if !v.Config.Demo {
		return fault.Missing()
	}
	from, err := netip.ParsePrefix(v.Address())
	near := err == nil && from.Addr().IsLoopback()
	if !near && !v.Config.DemoPublic {
		return fault.Missing()
	}
	return nil
}

// People lists everyone, with a button each.
func People(v *desk.Visit) error {
	if err := here(v); err != nil {
		return err
	}
	var everyone cast
	err := v.Read(func(tx *db.Tx) error {
		members, err := account.List(tx, "", id.Member{}, peopleShown)
		if err != nil {
			return err
		}
		everyone, err = castOf(tx, members)
		return err
	})
	if err != nil {
		return err
	}
	return v.Render(people(v, everyone))
}

// Become signs the visitor in as one of them, without a password; remembered,
// so that moving the clock does not sign them out.
func Become(v *desk.Visit) error {
	if err := here(v); err != nil {
		return err
	}
	form := v.Form()
	login := form.Required("login", loginCharsMax)
	if err := form.Err(); err != nil {
		return err
	}
	token := account.NewToken()
	var session account.Session
	err := v.Write(func(tx *db.Tx) error {
		member, err := account.ByLogin(tx, login)
		if err != nil {
			return err
		}
		session, err = account.SignIn(tx, account.SigningIn{Member: member.ID, Token: token, Device: v.Device(), Place: v.Address(), Remember: true})
		return err
	})
	if err != nil {
		return err
	}
	v.SignIn(token, session.Ends, session.Remember)
	v.Notice("demo.you_are", "name", login)
	return v.Redirect("/")
}

// Clock moves the demo's clock forward.
func Clock(v *desk.Visit) error {
	if err := here(v); err != nil {
		return err
	}
	form := v.Form()
	span := form.Choice("by", spanNames...)
	if err := form.Err(); err != nil {
		return err
	}
	if err := v.MoveClock(spans[span]); err != nil {
		return err
	}
	v.Notice("demo.moved", "at", v.Store.Now())
	return v.Redirect("/demo")
}
