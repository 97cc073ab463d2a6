package staff

import (
	"strconv"
	"time"

	"github.com/a-h/templ"

	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/mail"
	"guildhall/money"
	"guildhall/policy"
	"guildhall/rulebook"
)

const (
	nameCharsMax = 40
	zoneCharsMax = 64
)

// stepKeys are the titles of the five steps, in order; key + ".lead" says what
// a step is for.
var stepKeys = []string{"staff.step.face", "staff.step.place", "staff.step.kind", "staff.step.mail", "staff.step.money"}

// step is one of them: its page and what its form does. take leaves faults in
// the form.
type step struct {
	page func(v *desk.Visit, f *desk.Form) templ.Component
	take func(v *desk.Visit, f *desk.Form) error
}

// steps are the set-up, in the order of stepKeys.
var steps = []step{
	{stepFace, takeFace},
	{stepPlace, takePlace},
	{stepKind, takeKind},
	{stepMail, takeNothing},
	{stepMoney, takeNothing},
}

// SetUp leads to the next open step, or to the first when all are done.
func SetUp(v *desk.Visit) error {
	return v.Redirect("/staff/set-up/" + strconv.Itoa(min(v.Site.Step, desk.SetUpSteps)%desk.SetUpSteps+1))
}

// SetUpStep shows one step.
func SetUpStep(v *desk.Visit) error {
	_, s, err := stepOf(v)
	if err != nil {
		return err
	}
	return v.Render(s.page(v, v.Form())) // a GET's form is the preview's choice
}

// TakeStep keeps what a step asked for and goes on to the next.
func TakeStep(v *desk.Visit) error {
	number, s, err := stepOf(v)
	if err != nil {
		return err
	}
	f := v.Form()
	if err := f.Take(s.take(v, f)); err != nil {
		return err
	}
	if f.Bad() {
		return v.Render(s.page(v, f))
	}
	err = saveSite(v, func(site *desk.Site) { site.Step = max(site.Step, number) })
	if err != nil {
		return err
	}
	if number == desk.SetUpSteps {
		return v.Redirect("/staff")
	}
	return v.Redirect("/staff/set-up/" + strconv.Itoa(number+1))
}

func stepOf(v *desk.Visit) (int, step, error) {
	number, err := strconv.Atoi(v.Path("step"))
	if err != nil || number < 1 || number > len(steps) {
		return 0, step{}, fault.Missing()
	}
	return number, steps[number-1], nil
}

// saveSite changes the site as it is in the database now.
func saveSite(v *desk.Visit, change func(*desk.Site)) error {
	return v.Write(func(tx *db.Tx) error {
		site, err := desk.SiteNow(tx, v.Rules.Policy)
		if err != nil {
			return err
		}
		change(&site)
		return desk.SaveSite(tx, site)
	})
}

func takeFace(v *desk.Visit, f *desk.Form) error {
	name, code := f.Required("name", nameCharsMax), f.Value("colour")
	hue, known := hueOf(code)
	if !known {
		f.Add(fault.Invalid("desk_choice").At("colour"))
	}
	if f.Bad() {
		return nil
	}
	return saveSite(v, func(s *desk.Site) { s.Name, s.Hue, s.Accent = name, hue.Hue, hue.Accent })
}

func takePlace(v *desk.Visit, f *desk.Form) error {
	country := f.Choice("country", countryCodes()...)
	currency := f.Choice("currency", currencies...)
	zone := f.Required("zone", zoneCharsMax)
	if _, err := time.LoadLocation(zone); err != nil || zone == "Local" {
		f.Add(fault.Invalid("staff_zone").At("zone"))
	}
	if f.Bad() {
		return nil
	}
	err := publish(v, func(p *policy.Policy) { p.Currency, p.Zone = money.Currency(currency), zone })
	if err != nil {
		return err
	}
	return saveSite(v, func(s *desk.Site) { s.Country = country })
}

func takeKind(v *desk.Visit, f *desk.Form) error {
	kind := f.Choice("kind", kinds...)
	if f.Bad() {
		return nil
	}
	preset, err := policy.Preset(kind)
	if err != nil {
		return err
	}
	return publish(v, func(p *policy.Policy) {
		preset.Currency, preset.Zone = p.Currency, p.Zone
		*p = preset
	})
}

// publish makes a changed policy the one in force; one that changes nothing is
// left as it is.
func publish(v *desk.Visit, change func(*policy.Policy)) error {
	changed := v.Rules.Policy
	change(&changed)
	if len(policy.Diff(v.Rules.Policy, changed)) == 0 {
		return nil
	}
	return v.Write(func(tx *db.Tx) error {
		return publishIn(tx, changed, v.Member.ID, v.Say.T("staff.set_up"), time.Time{})
	})
}

// publishIn publishes, and keeps the books in the policy's currency as long as
// no money was moved. Faults: books_other_currency and those of
// rulebook.Publish.
func publishIn(tx *db.Tx, p policy.Policy, author id.Member, reason string, from time.Time) error {
	books, err := ledger.Kept(tx)
	if err != nil {
		return err
	}
	books.Currency = p.Currency
	if err := ledger.Begin(tx, books); err != nil {
		return err
	}
	_, err = rulebook.Publish(tx, p, author, reason, from)
	return err
}

func takeNothing(*desk.Visit, *desk.Form) error { return nil }

// TestMail queues a letter to the admin's own address; where it ends up is
// seen on the outbox page.
func TestMail(v *desk.Visit) error {
	_, err := v.Once(func(tx *db.Tx) (string, error) {
		return "", mail.Queue(tx, mail.Message{
			To: v.Member.Email, Member: v.Member.ID, Language: v.Member.Language, Zone: v.Member.Zone,
			Kind: "staff.mail.test", Args: []any{"market", v.Site.Name}, Path: "/staff/mail",
		})
	})
	if err != nil {
		return err
	}
	v.Notice("staff.test_mail.sent", "address", v.Member.Email)
	return v.Redirect("/staff/set-up/4")
}

// kinds are the presets that run end to end now.
var kinds = []string{"services", "direct"}

// kindOf tells which preset the rules in force are like.
func kindOf(p policy.Policy) string {
	if p.Custody == policy.CustodyNone {
		return "direct"
	}
	return "services"
}

// currencies are those offered; the list is of what payment providers take.
var currencies = []string{
	"USD", "EUR", "GBP", "AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP",
	"HKD", "HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KES", "KRW", "KWD", "KZT", "MAD", "MXN", "MYR", "NGN", "NOK",
	"NZD", "PEN", "PHP", "PKR", "PLN", "RON", "RSD", "RUB", "SAR", "SEK", "SGD", "THB", "TND", "TRY", "TWD", "UAH",
	"UYU", "VND", "ZAR",
}

// zones are offered as one types; any name of the IANA database may be typed.
var zones = []string{
	"UTC", "Africa/Cairo", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi", "America/Bogota", "America/Chicago",
	"America/Denver", "America/Los_Angeles", "America/Mexico_City", "America/New_York", "America/Sao_Paulo",
	"America/Toronto", "Asia/Almaty", "Asia/Bangkok", "Asia/Dubai", "Asia/Hong_Kong", "Asia/Istanbul", "Asia/Jakarta",
	"Asia/Karachi", "Asia/Kolkata", "Asia/Manila", "Asia/Seoul", "Asia/Shanghai", "Asia/Singapore", "Asia/Tokyo",
	"Australia/Sydney", "Europe/Amsterdam", "Europe/Athens", "Europe/Berlin", "Europe/Dublin", "Europe/Istanbul",
	"Europe/Kyiv", "Europe/Lisbon", "Europe/London", "Europe/Madrid", "Europe/Moscow", "Europe/Paris", "Europe/Prague",
	"Europe/Rome", "Europe/Stockholm", "Europe/Vienna", "Europe/Warsaw", "Europe/Zurich", "Pacific/Auckland",
}
