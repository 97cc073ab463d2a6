package account

import (
	"strings"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/say"
	"guildhall/web/parts"
)

// settingsPages are the pages of the settings, in the order of their tabs.
var settingsPages = []struct{ path, key string }{
	{"/settings", "account.settings.place"},
	{"/settings/profile", "account.settings.profile"},
	{"/settings/private", "account.settings.private"},
	{"/settings/identity", "identity"},
	{"/settings/security", "account.settings.security"},
	{"/settings/notifications", "account.settings.notifications"},
	{"/settings/tokens", "account.settings.tokens"},
}

// SettingsTabs are the tabs above every page of the settings, here the one
// that is open.
func SettingsTabs(s *say.Speaker, here string) []parts.Link {
	links := make([]parts.Link, len(settingsPages))
	for i, page := range settingsPages {
		links[i] = parts.Link{Href: page.path, Label: s.T(page.key), Here: page.path == here}
	}
	return links
}

// ShowSettings asks for language, time zone and free weekends (ACC-17).
func ShowSettings(v *desk.Visit) error {
	f := v.Blank().Set("language", v.Member.Language).Set("zone", v.Member.Zone)
	if v.Member.HidesWeekends {
		f.Set("weekends", "yes")
	}
	return v.Render(placePage(v, f))
}

// SavePlace stores them.
func SavePlace(v *desk.Visit) error {
	f := v.Form()
	language, zone, weekends := f.Choice("language", say.Languages()...), f.Text("zone", lineMax), f.Flag("weekends")
	store := func(tx *db.Tx) error {
		if err := account.SetPlace(tx, v.Member.ID, language, zone); err != nil || weekends == v.Member.HidesWeekends {
			return err
		}
		return account.SetWeekends(tx, v.Member.ID, weekends)
	}
	return save(v, store, func() error { return v.Render(placePage(v, f)) }, "/settings")
}

// save carries out a change of one's own settings when the form is fine, shows
// the page again when it or the door refuses, and leads back to it.
func save(v *desk.Visit, change func(*db.Tx) error, again func() error, back string) error {
	f := v.Form()
	if !f.Bad() {
		if err := f.Take(v.Write(change)); err != nil {
			return err
		}
	}
	if f.Bad() {
		return again()
	}
	v.Notice("account.saved")
	return v.Redirect(back)
}

// zoneOptions are the zones offered, with the member's own among them.
func zoneOptions(own string) []parts.Option {
	options := make([]parts.Option, 0, len(account.Zones)+1)
	known := false
	for _, zone := range account.Zones {
		known = known || zone == own
		options = append(options, zoneOption(zone))
	}
	if !known && own != "" {
		options = append(options, zoneOption(own))
	}
	return options
}

func zoneOption(zone string) parts.Option {
	return parts.Option{Value: zone, Label: strings.ReplaceAll(zone, "_", " ")}
}

// languageOptions are the languages pages are written in, by their own names.
func languageOptions(s *say.Speaker) []parts.Option {
	options := make([]parts.Option, 0, 8)
	for _, language := range say.Languages() {
		options = append(options, parts.Option{Value: language, Label: s.T("account.language." + language)})
	}
	return options
}

// ShowPrivate asks for what is nobody else's business (ACC-14).
func ShowPrivate(v *desk.Visit) error {
	var p account.Private
	err := v.Read(func(tx *db.Tx) (err error) {
		p, err = account.GetPrivate(tx, v.Member.ID)
		return err
	})
	if err != nil {
		return err
	}
	f := v.Blank().Set("legal_name", p.LegalName).Set("address", p.Address).Set("phone", p.Phone).
		Set("born_on", p.BornOn).Set("gender", p.Gender)
	return v.Render(privatePage(v, f))
}

// SavePrivate stores it; every field may be left or made empty.
func SavePrivate(v *desk.Visit) error {
	f := v.Form()
	p := account.Private{
		LegalName: f.Text("legal_name", lineMax), Address: f.Lines("address", lineMax), Phone: f.Text("phone", lineMax),
		BornOn: f.Text("born_on", lineMax), Gender: f.Text("gender", lineMax),
	}
	if err := p.Check(v.At, v.Rules.Policy.MinAge); err != nil {
		f.Take(err)
	}
	return save(v, func(tx *db.Tx) error { return account.SetPrivate(tx, v.Member.ID, p) },
		func() error { return v.Render(privatePage(v, f)) }, "/settings/private")
}

// security is what the page about an account's safety shows.
type security struct {
	Sessions []account.Session
	Log      []account.SafetyEntry
}

func readSecurity(v *desk.Visit) (security, error) {
	var s security
	return s, v.Read(func(tx *db.Tx) (err error) {
		if s.Sessions, err = account.Sessions(tx, v.Member.ID); err != nil {
			return err
		}
		s.Log, err = account.SafetyLog(tx, v.Member.ID)
		return err
	})
}

// ShowSecurity lists sessions and what happened to the account's safety, and
// asks for a new password.
func ShowSecurity(v *desk.Visit) error { return showSecurity(v, v.Blank()) }

func showSecurity(v *desk.Visit, f *desk.Form) error {
	s, err := readSecurity(v)
	if err != nil {
		return err
	}
	return v.Render(securityPage(v, f, s))
}

// EndSession ends one of the member's sessions.
func EndSession(v *desk.Visit) error {
	session, err := desk.PathID[id.SessionKind](v, "id")
	if err != nil {
		return err
	}
	err = v.Write(func(tx *db.Tx) error { return account.EndSession(tx, v.Member.ID, session) })
	if err != nil {
		return err
	}
	v.Notice("account.session_ended")
	return v.Redirect("/settings/security")
}

// EndOtherSessions ends all sessions but the one in use.
func EndOtherSessions(v *desk.Visit) error {
	err := v.Write(func(tx *db.Tx) error { return account.EndSessions(tx, v.Member.ID, v.Session.ID) })
	if err != nil {
		return err
	}
	v.Notice("account.sessions_ended")
	return v.Redirect("/settings/security")
}

// ChangePassword sets a new password for who knows the old one.
func ChangePassword(v *desk.Visit) error {
	f := v.Form()
	old, fresh := f.Value("old_password"), f.Value("password")
	if wrong := account.CheckPassword(v.Rules.Policy, fresh, v.Member.Login, v.Member.Email); wrong != nil {
		f.Add(wrong)
		return showSecurity(v, f)
	}
	if err := f.Take(proveSelf(v, old)); err != nil {
		return err
	}
	if f.Bad() {
		return showSecurity(v, f)
	}
	hash, err := account.Hash(v.Context(), fresh)
	if err != nil {
		return err
	}
	err = v.Write(func(tx *db.Tx) error { return account.ChangePassword(tx, v.Member.ID, hash, v.Session.ID) })
	if err != nil {
		return err
	}
	v.Notice("account.password_set")
	return v.Redirect("/settings/security")
}
