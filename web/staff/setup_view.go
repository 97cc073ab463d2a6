package staff

import (
	"time"

	"guildhall/desk"
	"guildhall/policy"
	"guildhall/say"
	"guildhall/web/parts"
)

// previewed is the frame in the colours and with the name that are chosen but
// not kept yet.
func previewed(v *desk.Visit, f *desk.Form) parts.Chrome {
	chrome := parts.ChromeOf(v)
	if hue, ok := hueOf(f.Value("colour")); ok {
		chrome.ThemeSheet = desk.ThemeAddress(hue.Hue, hue.Accent)
	}
	if name := f.Value("name"); name != "" && len([]rune(name)) <= nameCharsMax {
		chrome.Site = name
	}
	return chrome
}

func hueOptions(v *desk.Visit) []parts.Option {
	var options []parts.Option
	for _, h := range Hues {
		options = append(options, parts.Option{Value: h.Code, Label: v.Say.T(h.Key)})
	}
	return options
}

func currencyOptions() []parts.Option {
	var options []parts.Option
	for _, code := range currencies {
		options = append(options, parts.Option{Value: code, Label: code})
	}
	return options
}

func kindOptions(v *desk.Visit) []parts.Option {
	var options []parts.Option
	for _, kind := range kinds {
		options = append(options, parts.Option{Value: kind, Label: v.Say.T("staff.kind." + kind), Hint: v.Say.T("staff.kind." + kind + ".hint")})
	}
	return options
}

func countryNow(v *desk.Visit) string {
	if v.Site.Country == "" {
		return "US"
	}
	return v.Site.Country
}

// promises are what a kind of marketplace promises its people, from the values
// of its preset.
func promises(v *desk.Visit, kind string) []string {
	p, err := policy.Preset(kind)
	if err != nil {
		return nil
	}
	t := v.Say.T
	list := []string{t("staff.promise.age", "age", p.MinAge)}
	if p.Custody == policy.CustodyEscrow {
		list = append(list, t("staff.promise.escrow"),
			t("staff.promise.commission", "rate", p.CommissionFor(0)),
			t("staff.promise.check", "span", p.CheckWithin))
	} else {
		list = append(list, t("staff.promise.outside"))
	}
	list = append(list, t("staff.promise.start", "span", p.StartWithin))
	checked := say.Key("staff.promise.checked_after")
	if p.ServiceModeration == policy.ModerationBefore {
		checked = "staff.promise.checked_before"
	}
	return append(list, t(string(checked)), t("staff.promise.case", "span", time.Duration(p.ArbitrationLimit)))
}

// facts are what the page of the system's health says about the program.
func facts(v *desk.Visit) []parts.Fact {
	t := v.Say.T
	return []parts.Fact{
		{Name: t("staff.health.version"), Value: v.Config.Version},
		{Name: t("staff.health.engine"), Value: t("staff.health.engine." + v.Store.Engine())},
		{Name: t("staff.health.address"), Value: v.Config.URL.String()},
		{Name: t("staff.health.up"), Value: v.Say.Span(v.At.Sub(v.Config.Started).Truncate(time.Minute))},
		{Name: t("staff.health.rules"), Value: v.Say.Number(v.Rules.Number)},
	}
}
