package account_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"guildhall/account"
)

// TestAWeekendIsFridayToMondayInEveryZone tries moments of three years in all
// zones that are offered, and two that change their clocks at midnight.
func TestAWeekendIsFridayToMondayInEveryZone(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 17))
	for _, name := range append([]string{"Africa/Cairo", "America/Santiago", "Asia/Beirut"}, account.Zones...) {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for range 2000 {
			at := time.Date(2025, 1, 1, 0, random.IntN(3*365*24*60), 0, 0, time.UTC)
			w := account.WeekendAt(at, zone)
			day := at.In(zone).Weekday()
			free := day == time.Friday || day == time.Saturday || day == time.Sunday
			if w.Has(at) != free || !at.Before(w.Until) || w.Until.Sub(at) > 8*24*time.Hour {
				t.Fatalf("%s in %s, a %s: weekend from %s until %s", at, name, day, w.From, w.Until)
			}
			before := w.From.Add(-time.Microsecond).In(zone)
			if w.From.In(zone).Weekday() != time.Friday || before.Weekday() != time.Thursday ||
				w.Until.In(zone).Weekday() != time.Monday || w.Until.Add(-time.Microsecond).In(zone).Weekday() != time.Sunday {
				t.Fatalf("%s in %s: from %s until %s", at, name, w.From.In(zone), w.Until.In(zone))
			}
		}
	}
}

func TestTheClockStandsStillOnWeekends(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	at := func(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, berlin) }
	for _, c := range []struct {
		from time.Time
		span time.Duration
		want time.Time
	}{
		{at(3, 9), 24 * time.Hour, at(4, 9)},                                      // Tuesday to Wednesday
		{at(5, 9), 24 * time.Hour, at(9, 9)},                                      // Thursday to Monday
		{at(5, 9), 15 * time.Hour, at(6, 0)},                                      // to the last moment of Thursday
		{at(7, 9), 24 * time.Hour, at(10, 0)},                                     // from within a weekend
		{at(27, 9), 24 * time.Hour, at(31, 0)},                                    // the clocks go forward on Sunday the 29th
		{at(3, 9), 8 * 24 * time.Hour, at(17, 9)},                                 // over two of them
		{at(26, 12), 24 * time.Hour, time.Date(2026, 3, 30, 12, 0, 0, 0, berlin)}, // Monday, an hour nearer by the sun
	} {
		if got := account.SkipWeekends(c.from, c.span, berlin); !got.Equal(c.want) {
			t.Errorf("%s after %s: %s, want %s", c.span, c.from, got.In(berlin), c.want)
		}
		if got := account.WithoutWeekends(c.from, c.want, berlin); got != c.span {
			t.Errorf("between %s and %s: %s, want %s", c.from, c.want, got, c.span)
		}
	}
}
