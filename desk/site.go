package desk

import (
	"fmt"
	"strconv"
	"time"

	"guildhall/db"
	"guildhall/mail"
	"guildhall/money"
	"guildhall/policy"
	"guildhall/rulebook"
)

// Site is the marketplace's face, and how far its set-up has come. Currency and
// zone are policy and only copied here.
type Site struct {
	Name     string
	Hue      int    // of the main colour, in degrees of OKLCH
	Accent   int    // of what wants doing
	Step     int    // the next step of the first set-up; SetUpSteps when done
	Country  string // ISO 3166, where the marketplace is run
	Contact  string // the address people may write to
	Opened   bool   // the operator said that the marketplace is open
	Read     bool   // the operator read the drafts of the legal documents
	Backup   bool   // the operator tried a backup
	Currency money.Currency
	Zone     string
}

// SetUpSteps is how many steps the first set-up has.
const SetUpSteps = 5

// The face of a marketplace nobody has named yet: deep green ink and amber.
var defaultSite = Site{Name: "Guildhall", Hue: Ink, Accent: Amber, Currency: "USD", Zone: "UTC"}

// Location is the marketplace's time zone.
func (s Site) Location() *time.Location {
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Ready reports whether the set-up is over.
func (s Site) Ready() bool { return s.Step >= SetUpSteps }

// Ink and Amber are the hues of the house's own colours; a site with these
// needs no sheet of its own.
const (
	Ink   = 165
	Amber = 70
)

// ThemeSheet is the address of the operator's style sheet, empty where the
// colours are the house's own.
func (s Site) ThemeSheet() string {
	if s.Hue == Ink && s.Accent == Amber {
		return ""
	}
	return ThemeAddress(s.Hue, s.Accent)
}

// ThemeAddress is where the sheet for two hues is served.
func ThemeAddress(hue, accent int) string { return fmt.Sprintf("/theme/%d/%d", hue, accent) }

// SiteNow reads the site under the rules in force.
func SiteNow(tx *db.Tx, p policy.Policy) (Site, error) {
	type setting struct{ name, value string }
	settings, err := db.All(tx, func(r db.Row) (setting, error) {
		var s setting
		return s, r.Scan(&s.name, &s.value)
	}, `SELECT name, value FROM settings`)
	if err != nil {
		return Site{}, err
	}
	site := defaultSite
	for _, s := range settings {
		site.set(s.name, s.value)
	}
	site.Currency, site.Zone = p.Currency, p.Zone
	return site, nil
}

// set takes over one stored setting. What this program does not know was
// written by a newer one and is left alone.
func (s *Site) set(name, value string) {
	number, _ := strconv.Atoi(value)
	switch name {
	case "name":
		s.Name = value
	case "country":
		s.Country = value
	case "contact":
		s.Contact = value
	case "hue":
		s.Hue = number
	case "accent":
		s.Accent = number
	case "step":
		s.Step = number
	case "opened":
		s.Opened = value == "yes"
	case "read":
		s.Read = value == "yes"
	case "backup":
		s.Backup = value == "yes"
	}
}

// SaveSite stores the site's own settings (currency and zone are policy's).
func SaveSite(tx *db.Tx, s Site) error {
	rows := map[string]string{
		"name": s.Name, "contact": s.Contact, "country": s.Country,
		"hue": strconv.Itoa(s.Hue), "accent": strconv.Itoa(s.Accent), "step": strconv.Itoa(s.Step),
		"opened": yes(s.Opened), "read": yes(s.Read), "backup": yes(s.Backup),
	}
	for _, name := range sortedKeys(rows) {
		if err := saveSetting(tx, name, rows[name]); err != nil {
			return err
		}
	}
	return nil
}

func saveSetting(tx *db.Tx, name, value string) error {
	return tx.Exec(`INSERT INTO settings (name, value, at) VALUES ($1, $2, $3)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at`, name, value, tx.Now())
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// MailHouse is what letters say of the marketplace they come from.
func (d *Desk) MailHouse(tx *db.Tx) (mail.House, error) {
	rules, err := rulebook.Current(tx)
	if err != nil {
		return mail.House{}, err
	}
	site, err := SiteNow(tx, rules.Policy)
	return mail.House{Name: site.Name, URL: d.Config.URL, Currency: site.Currency}, err
}
