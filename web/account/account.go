// Package account holds the pages about people: joining, signing in, proving an
// address, settings, the public profile, and the legal documents they accept.
package account

import (
	"net/url"

	"guildhall/account"
	"guildhall/desk"
	"guildhall/web/parts"
)

// Limits of what is typed here, in characters.
const (
	nameMax     = 254
	passwordMax = 1024 // what is read at all; the policy's own limit is lower
	lineMax     = 300
)

// next is where to go on afterwards: what a visitor chose before signing in or
// up, kept in the address. It only leads to pages of this site.
func next(v *desk.Visit) string {
	asked := v.Query("next")
	if asked == "" && v.R.Method != "GET" && v.R.Method != "HEAD" {
		asked = v.Form().Value("next")
	}
	if asked == "" {
		return ""
	}
	return desk.LocalPath(asked)
}

// on is a path that carries next along.
func on(path, next string) string {
	if next == "" {
		return path
	}
	return path + "?" + url.Values{"next": {next}}.Encode()
}

// goOn leads to where somebody wanted to go before, or to the front page.
func goOn(v *desk.Visit, next string) error { return v.Redirect(nextOr(next)) }

// enter begins the member's session in this browser. It is a transaction of
// its own after the one that let the person in.
func enter(v *desk.Visit, in account.SigningIn) error {
	in.Token, in.Device, in.Place = account.NewToken(), v.Device(), v.Address()
	var session account.Session
	err := v.Write(signingIn(in, &session))
	if err != nil {
		return err
	}
	v.SignIn(in.Token, session.Ends, in.Remember)
	return nil
}

// secret is a field for a password: what was typed into it is never shown
// again, what is wrong with it is.
func secret(f *desk.Form, in parts.Input) parts.Input {
	in.Type, in.LengthMax = "password", passwordMax
	if f != nil {
		in.Wrong = f.Why(in.Name)
	}
	return in
}

// field is a field with what was typed and what is wrong with it.
func field(v *desk.Visit, f *desk.Form, in parts.Input) parts.Input { return parts.Ask(v.Say, f, in) }

// nextOr is where "later" leads.
func nextOr(next string) string {
	if next == "" {
		return "/"
	}
	return next
}
