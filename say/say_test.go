package say_test

import (
	"testing"
	"time"

	"guildhall/fault"
	"guildhall/money"
	"guildhall/say"
)

func TestMoneyIsWrittenWithItsCurrency(t *testing.T) {
	for _, c := range []struct {
		amount   money.Amount
		currency money.Currency
		want     string
	}{
		{8_00, "USD", "$8.00"},
		{0, "USD", "$0.00"},
		{1_234_567_89, "USD", "$1,234,567.89"},
		{-5, "USD", "\u2212$0.05"},
		{1500, "JPY", "¥1,500"},
		{1500, "KWD", "KWD\u00a01.500"},
		{money.Max, "EUR", "€10,000,000,000.00"},
		{1<<62 + 1, "USD", "$46116860184273879.05"},
	} {
		if got := say.For("en", nil, c.currency).Money(c.amount); got != c.want {
			t.Errorf("%d %s: %q, want %q", c.amount, c.currency, got, c.want)
		}
	}
}

func TestMomentsAreWrittenInTheReadersZone(t *testing.T) {
	at := time.Date(2026, 11, 27, 22, 5, 0, 0, time.UTC)
	madrid, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		t.Fatal(err)
	}
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	for want, zone := range map[string]*time.Location{
		"Fri 27 Nov 2026, 22:05": nil, "Fri 27 Nov 2026, 23:05": madrid, "Sat 28 Nov 2026, 07:05": tokyo,
	} {
		if got := say.For("en", zone, "USD").Moment(at); got != want {
			t.Errorf("%v: %q, want %q", zone, got, want)
		}
	}
}

func TestSpansAreWrittenByTheirTwoLargestUnits(t *testing.T) {
	s := say.For("en", nil, "USD")
	for span, want := range map[time.Duration]string{
		0:                                       "0 s",
		59 * time.Second:                        "59 s",
		20 * time.Minute:                        "20 min",
		90 * time.Second:                        "1 min 30 s",
		3*time.Hour + 20*time.Minute + 59e9:     "3 h 20 min",
		24 * time.Hour:                          "24 h",
		36*time.Hour + 59*time.Second:           "36 h",
		48 * time.Hour:                          "2 days",
		3*24*time.Hour + 4*time.Hour + 5*60*1e9: "3 days 4 h",
		-20 * time.Minute:                       "20 min",
	} {
		if got := s.Span(span); got != want {
			t.Errorf("%v: %q, want %q", span, got, want)
		}
	}
}

func TestNumbersRatesAndSizesAreWrittenPlainly(t *testing.T) {
	s := say.For("en", nil, "USD")
	for got, want := range map[string]string{
		s.Number(1234567): "1,234,567", s.Number(7): "7",
		s.Percent(20_00): "20%", s.Percent(4_50): "4.5%", s.Percent(1_25): "1.25%", s.Percent(0): "0%",
		s.Size(4 << 20): "4\u00a0MB", s.Size(3 << 19): "1.5\u00a0MB", s.Size(12): "12\u00a0B",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestArgumentsAreWrittenByTheirType(t *testing.T) {
	s := say.For("en", nil, "USD")
	got := s.Fault(fault.Invalid("insufficient_funds", "short", money.Amount(2_50)))
	if want := "Your balance is $2.50 short. Top it up and order then; nothing has been taken."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := s.T("span.in", "span", 3*time.Hour); got != "in 3 h" {
		t.Error(got)
	}
	if got := s.T("span.in", "span", say.Key("policy.kind.switch")); got == "in policy.kind.switch" {
		t.Error("a key was not written as its text")
	}
}

func TestTheCountPicksThePlural(t *testing.T) {
	s := say.For("en", nil, "USD")
	for n, want := range map[int]string{1: "1 day", 0: "0 days", 2: "2 days", 1001: "1,001 days"} {
		if got := s.T("span.days", "count", n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestAnUnknownLanguageIsAnsweredInEnglish(t *testing.T) {
	for _, lang := range []string{"", "en-GB", "tlh", "EN"} {
		if got := say.For(lang, nil, "USD").Language(); got != "en" {
			t.Errorf("%q: %q", lang, got)
		}
	}
}

func TestAnUnknownKeyOrAMissingArgumentFailsATest(t *testing.T) {
	s := say.For("en", nil, "USD")
	for name, ask := range map[string]func(){
		"unknown key":      func() { s.T("no." + "such.key") },
		"missing argument": func() { s.T("span.in") },
		"missing count":    func() { s.T("span.days") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			ask()
		}()
	}
}

func BenchmarkT(b *testing.B) {
	s := say.For("en", nil, "USD")
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			s.T("fault.insufficient_funds", "short", money.Amount(250))
		}
	})
	b.Run("plural", func(b *testing.B) {
		for b.Loop() {
			s.T("span.days", "count", 3)
		}
	})
}
