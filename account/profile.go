package account

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/screen"
)

// Limits of what people write about themselves, in characters.
const (
	displayNameMax = 60
	headlineMax    = 120
	descriptionMax = 4000
	placeMax       = 80
	occupationMax  = 80
	tagMax         = 40
	tagsMax        = 30
)

// Profile is what a member tells everyone (ACC-13).
type Profile struct {
	DisplayName string
	Headline    string
	Description string
	City        string
	Country     string // ISO 3166-1 alpha-2
	Occupation  string
	Languages   []string // as people write them, or BCP 47
	Skills      []string
	Interests   []string // used for suggestions, shown to nobody else
}

// Check holds a profile against its limits and refuses contact details and
// rude words (ACC-15, TRU-6). Faults stand beside their fields.
func (p Profile) Check() error {
	faults := []*fault.Fault{
		tooLong("display_name", p.DisplayName, displayNameMax),
		tooLong("headline", p.Headline, headlineMax),
		tooLong("description", p.Description, descriptionMax),
		tooLong("city", p.City, placeMax),
		tooLong("occupation", p.Occupation, occupationMax),
		badTags("languages", p.Languages), badTags("skills", p.Skills), badTags("interests", p.Interests),
	}
	texts := []struct{ field, text string }{
		{"display_name", p.DisplayName}, {"headline", p.Headline}, {"description", p.Description},
		{"city", p.City}, {"occupation", p.Occupation},
		{"languages", strings.Join(p.Languages, "\n")}, {"skills", strings.Join(p.Skills, "\n")},
		{"interests", strings.Join(p.Interests, "\n")},
	}
	for _, t := range texts {
		faults = append(faults, improper(t.field, t.text))
	}
	return fault.Join(faults...)
}

func tooLong(field, text string, most int) *fault.Fault {
	if utf8.RuneCountInString(text) <= most {
		return nil
	}
	return fault.Invalid("too_long", "max", most).At(field)
}

func badTags(field string, tags []string) *fault.Fault {
	if len(tags) > tagsMax {
		return fault.Invalid("too_many", "max", tagsMax).At(field)
	}
	for _, tag := range tags {
		if f := tooLong(field, tag, tagMax); f != nil {
			return f
		}
	}
	return nil
}

func improper(field, text string) *fault.Fault {
	if found := screen.Contacts(text); len(found) > 0 {
		return fault.Invalid("contact_details", "found", found[0].Text).At(field)
	}
	if word := screen.Profanity(text); word != "" {
		return fault.Invalid("rude", "word", word).At(field)
	}
	return nil
}

// GetProfile reads what a member tells everyone; empty for who told nothing.
func GetProfile(tx *db.Tx, member id.Member) (Profile, error) {
	p, err := db.One(tx, func(row db.Row) (Profile, error) {
		var p Profile
		var languages, skills, interests string
		err := row.Scan(&p.DisplayName, &p.Headline, &p.Description, &p.City, &p.Country, &p.Occupation,
			&languages, &skills, &interests)
		p.Languages, p.Skills, p.Interests = splitTags(languages), splitTags(skills), splitTags(interests)
		return p, err
	}, `SELECT m.display_name, p.headline, p.description, p.city, p.country, p.occupation, p.languages, p.skills, p.interests
		FROM profiles p JOIN members m ON m.id = p.member_id WHERE p.member_id = $1`, member)
	return p, missing(err)
}

// SetProfile stores a profile that was checked with Check.
func SetProfile(tx *db.Tx, member id.Member, p Profile) error {
	err := tx.ExecOne(fault.Missing(), `UPDATE members SET display_name = $1 WHERE id = $2`,
		strings.TrimSpace(p.DisplayName), member)
	if err != nil {
		return err
	}
	err = tx.ExecOne(fault.Missing(), `UPDATE profiles SET headline = $1, description = $2, city = $3, country = $4,
		occupation = $5, languages = $6, skills = $7, interests = $8 WHERE member_id = $9`,
		p.Headline, p.Description, p.City, p.Country, p.Occupation,
		joinTags(p.Languages), joinTags(p.Skills), joinTags(p.Interests), member)
	if err != nil {
		return err
	}
	return note(tx, member, "account.profile_changed", nil)
}

// SetPicture stores the member's picture; the zero id takes it away.
func SetPicture(tx *db.Tx, member id.Member, picture id.File) error {
	return tx.ExecOne(fault.Missing(), `UPDATE members SET picture = $1 WHERE id = $2`, picture, member)
}

// Tags makes a clean list of what was typed with commas or on lines: trimmed,
// without doubles.
func Tags(typed string) []string {
	var tags []string
	for _, part := range strings.FieldsFunc(typed, func(r rune) bool { return r == ',' || r == '\n' || r == ';' }) {
		part = strings.Join(strings.Fields(part), " ")
		same := func(other string) bool { return strings.EqualFold(other, part) }
		if part != "" && !slices.ContainsFunc(tags, same) {
			tags = append(tags, part)
		}
	}
	return tags
}

func joinTags(tags []string) string { return strings.Join(tags, "\n") }

func splitTags(stored string) []string {
	if stored == "" {
		return nil
	}
	return strings.Split(stored, "\n")
}

// Private is what is nobody else's business (ACC-14): never on a public page,
// every field may be left empty or removed by its member. Where withdrawals go
// is kept by package payout.
type Private struct {
	LegalName string
	Address   string
	Phone     string
	BornOn    string // YYYY-MM-DD
	Gender    string
}

const privateMax = 300

// Check holds private details against their limits. Faults stand beside their
// fields.
func (p Private) Check(at time.Time, ageMin int) error {
	return fault.Join(
		tooLong("legal_name", p.LegalName, privateMax), tooLong("address", p.Address, privateMax),
		tooLong("phone", p.Phone, privateMax), tooLong("gender", p.Gender, privateMax),
		badBirthday(p.BornOn, at, ageMin),
	)
}

func badBirthday(text string, at time.Time, ageMin int) *fault.Fault {
	if text == "" {
		return nil
	}
	born, err := time.Parse(time.DateOnly, text)
	if err != nil || born.Year() < 1900 || born.After(at) {
		return fault.Invalid("date_malformed").At("born_on")
	}
	if born.AddDate(ageMin, 0, 0).After(at) {
		return fault.Invalid("too_young", "age", ageMin).At("born_on")
	}
	return nil
}

// GetPrivate reads a member's own details; empty when none were told. Only the
// member and staff with a reason may see them.
func GetPrivate(tx *db.Tx, member id.Member) (Private, error) {
	found, err := db.All(tx, func(row db.Row) (Private, error) {
		var p Private
		return p, row.Scan(&p.LegalName, &p.Address, &p.Phone, &p.BornOn, &p.Gender)
	}, `SELECT legal_name, address, phone, born_on, gender FROM private_details WHERE member_id = $1`, member)
	if err != nil || len(found) == 0 {
		return Private{}, err
	}
	return found[0], nil
}

// SetPrivate stores details that were checked with Check.
func SetPrivate(tx *db.Tx, member id.Member, p Private) error {
	return tx.Exec(`INSERT INTO private_details (member_id, legal_name, address, phone, born_on, gender)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (member_id) DO UPDATE SET legal_name = excluded.legal_name, address = excluded.address,
			phone = excluded.phone, born_on = excluded.born_on, gender = excluded.gender`,
		member, p.LegalName, p.Address, p.Phone, p.BornOn, p.Gender)
}

// SetPlace stores language and time zone. Fault: zone_unknown at "zone".
func SetPlace(tx *db.Tx, member id.Member, language, zone string) error {
	if _, err := time.LoadLocation(zone); err != nil || zone == "" || zone == "Local" {
		return fault.Invalid("zone_unknown").At("zone")
	}
	err := tx.ExecOne(fault.Missing(), `UPDATE members SET language = $1, zone = $2 WHERE id = $3`, language, zone, member)
	if err != nil {
		return err
	}
	return note(tx, member, "account.place_set", nil)
}

// SwitchSide turns the member's pages to buying or selling; rights and balance
// stay as they are (ACC-16).
func SwitchSide(tx *db.Tx, member id.Member, side Side) error {
	if side != Buying && side != Selling {
		return fault.Invalid("choice").At("side")
	}
	return tx.ExecOne(fault.Missing(), `UPDATE members SET side = $1 WHERE id = $2`, side, member)
}
