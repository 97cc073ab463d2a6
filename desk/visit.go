package desk

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"guildhall/account"
	"guildhall/cart"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/ledger"
	"guildhall/notification"
	"guildhall/policy"
	"guildhall/rulebook"
	"guildhall/say"
)

// SessionCookie names the cookie that carries a session's token. Over https it
// has the __Host- prefix, so that no other host of the domain can set it.
const SessionCookie = "session"

// visitor is a visit by nobody known, as an error before the sign-in was read
// needs it.
func (d *Desk) visitor(w http.ResponseWriter, r *http.Request) *Visit {
	t := traceOf(r)
	return &Visit{Desk: d, W: w, R: r, At: t.arrived, ID: t.id, Site: defaultSite, Say: speaker(r, account.Member{}, defaultSite)}
}

// open begins a visit: it reads who asks, the site's face and the rules in
// force, all in one view of the database.
func (d *Desk) open(w http.ResponseWriter, r *http.Request) (*Visit, error) {
	v := d.visitor(w, r)
	err := v.Read(func(tx *db.Tx) error {
		var err error
		if v.Rules, err = rulebook.Current(tx); err != nil {
			return err
		}
		if v.Site, err = SiteNow(tx, v.Rules.Policy); err != nil {
			return err
		}
		if err := v.recognise(tx); err != nil {
			return err
		}
		if err := d.keepClock(tx); err != nil {
			return err
		}
		return v.readFrame(tx)
	})
	if err != nil {
		return v, err
	}
	v.Say = speaker(r, v.Member, v.Site)
	if v.SignedIn() {
		traceOf(r).member = v.Member.ID.String()
		v.seen()
	}
	return v, nil
}

// recognise finds the member behind the session cookie. A token that is
// unknown, ended or too old makes a visitor, not an error.
func (v *Visit) recognise(tx *db.Tx) error {
	token := v.cookie(SessionCookie)
	if token == "" {
		return nil
	}
	session, member, err := account.Enter(tx, token)
	if _, refused := fault.As(err); refused {
		return nil
	}
	v.Session, v.Member = session, member
	return err
}

// readFrame reads what the frame of a member's page shows: only for pages, as
// nothing else has a frame.
func (v *Visit) readFrame(tx *db.Tx) error {
	if !v.SignedIn() || v.R.Method != http.MethodGet {
		return nil
	}
	unread, err := notification.Unread(tx, v.Member.ID)
	if err != nil {
		return err
	}
	v.Bell = int(unread)
	if v.Cart, err = cart.Count(tx, v.Member.ID, &v.Rules.Policy); err != nil {
		return err
	}
	if v.Rules.Policy.Custody != policy.CustodyEscrow {
		return nil
	}
	balances, err := ledger.Balance(tx, v.Member.ID)
	total := balances.Main.Plus(balances.Bonus)
	v.Balance = &total
	return err
}

// seen notes the member's activity, at most once a minute a session (ACC-18).
// It is no part of what was asked for, so a failure is only logged.
func (v *Visit) seen() {
	if v.At.Sub(v.Session.Seen) < time.Minute {
		return
	}
	err := v.Write(func(tx *db.Tx) error { return account.Seen(tx, v.Session, v.Address(), v.Device()) })
	if err != nil && !errors.Is(err, v.Context().Err()) {
		v.Config.Log.Warn("activity not noted", "request", v.ID, "error", err)
	}
}

// admit checks the route's right: a visitor is asked to sign in, a member is
// refused. Staff pages look like nothing to those who are not staff.
func (v *Visit) admit(r Route) error {
	switch {
	case v.May(r.Right):
		return nil
	case !v.SignedIn():
		return fault.SignIn()
	case r.Whose == Staffs:
		return fault.Missing()
	case !v.Member.Confirmed:
		return fault.Denied("desk_confirm_first")
	default:
		return fault.Denied("desk_no_right")
	}
}

// SignIn hands the browser a session's token. With remember the cookie outlives
// the browser until the given moment (LAW-5).
func (v *Visit) SignIn(token string, until time.Time, remember bool) {
	cookie := v.newCookie(SessionCookie, token)
	if remember {
		cookie.Expires = until
	}
	http.SetCookie(v.W, cookie)
}

// SignOut takes the token back from the browser; ending the session itself is
// account's.
func (v *Visit) SignOut() { v.dropCookie(SessionCookie) }

// SetCookie hands the browser a cookie of a page's own, as strict as the
// session's: no script reads it, no other site sends it.
func (v *Visit) SetCookie(c *http.Cookie) {
	made := v.newCookie(c.Name, c.Value)
	made.MaxAge = c.MaxAge
	http.SetCookie(v.W, made)
}

// Cookie is what SetCookie handed over; empty when there is none.
func (v *Visit) Cookie(name string) string { return v.cookie(name) }

func (v *Visit) newCookie(name, value string) *http.Cookie {
	if v.Secure() {
		name = "__Host-" + name
	}
	return &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, Secure: v.Secure(), SameSite: http.SameSiteLaxMode}
}

func (v *Visit) dropCookie(name string) {
	cookie := v.newCookie(name, "")
	cookie.MaxAge = -1
	http.SetCookie(v.W, cookie)
}

func (v *Visit) cookie(name string) string {
	if v.Secure() {
		name = "__Host-" + name
	}
	cookie, err := v.R.Cookie(name)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// speaker talks to the member in their language and zone, to a visitor in the
// language their browser prefers and the marketplace's zone.
func speaker(r *http.Request, m account.Member, site Site) *say.Speaker {
	if m.IsZero() {
		language, _, _ := strings.Cut(r.Header.Get("Accept-Language"), ",")
		language, _, _ = strings.Cut(language, ";")
		return say.For(strings.TrimSpace(language), site.Location(), site.Currency)
	}
	zone := site.Location()
	if m.Zone != "" {
		zone = m.Location()
	}
	return say.For(m.Language, zone, site.Currency)
}
