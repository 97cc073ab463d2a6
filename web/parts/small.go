package parts

import (
	"hash/fnv"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/a-h/templ"

	"guildhall/say"
)

// machine writes a moment for programs.
func machine(at time.Time) string { return at.UTC().Format(time.RFC3339) }

// soonSeconds is when a countdown turns amber: the last six hours.
const soonSeconds = "21600"

// dateAfter is the age at which "ago" becomes a date.
const dateAfter = 7 * 24 * time.Hour

func ago(s *say.Speaker, at, now time.Time) string {
	passed := now.Sub(at)
	switch {
	case passed < 0:
		return s.Moment(at)
	case passed < time.Minute:
		return s.T("parts.just_now")
	case passed < dateAfter:
		return s.T("parts.ago", "span", s.Span(rough(passed)))
	}
	return s.Day(at)
}

func left(s *say.Speaker, until, now time.Time) string {
	ahead := until.Sub(now)
	if ahead <= 0 {
		return s.T("parts.past")
	}
	return s.T("parts.in", "span", s.Span(rough(ahead)))
}

// rough drops the units that nobody reads beside larger ones.
func rough(d time.Duration) time.Duration {
	switch {
	case d >= 24*time.Hour:
		return d.Truncate(time.Hour)
	case d >= 2*time.Minute:
		return d.Truncate(time.Minute)
	}
	return d.Truncate(time.Second)
}

func stepNow(step Step) templ.Attributes {
	if step.State != "now" {
		return nil
	}
	return templ.Attributes{"aria-current": "step"}
}

// seed turns words into a number that is the same everywhere and always, with
// every bit of it well mixed, since covers use the lowest ones.
func seed(words ...string) uint64 {
	sum := fnv.New64a()
	for _, word := range words {
		_, _ = sum.Write([]byte(strings.ToLower(word) + "\x00"))
	}
	n := sum.Sum64()
	n = (n ^ n>>30) * 0xbf58476d1ce4e5b9
	n = (n ^ n>>27) * 0x94d049bb133111eb
	return n ^ n>>31
}

func avatarHue(p Person) string { return "hue" + strconv.FormatUint(seed(p.Login)%8, 10) }

// avatarArc is a soft shape behind the letters, turned by the login.
func avatarArc(p Person) string {
	shapes := [4]string{
		"M0 40V22a28 28 0 0 1 40 18z", "M40 0v26A30 30 0 0 1 12 0z",
		"M0 0h28A28 28 0 0 1 0 28z", "M40 40H14a26 26 0 0 1 26-26z",
	}
	return shapes[seed(p.Login, "arc")%4]
}

// initials are the first letters of the first two words of the name.
func initials(p Person) string {
	var letters strings.Builder
	words := strings.FieldsFunc(p.Label(), func(r rune) bool { return r == ' ' || r == '-' || r == '_' })
	for i, word := range words {
		if i == 2 {
			break
		}
		first, _ := utf8.DecodeRuneInString(word)
		letters.WriteString(strings.ToUpper(string(first)))
	}
	return letters.String()
}
