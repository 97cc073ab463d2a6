// Package account holds people: who they are, how they prove it, what they may
// do, and what they told about themselves (accounts.md).
//
// A member buys and sells with one account. Every door takes the transaction;
// passwords are hashed before it begins (Hash, Match), since a write function
// may run twice.
package account

import (
	"slices"
	"strings"
	"time"

	"guildhall/id"
)

// Standing is how a member stands with the marketplace (TRU-11).
type Standing string

// The closed list of standings, from best to worst.
const (
	Good       Standing = "good"
	Restricted Standing = "restricted" // some rights are withheld, see Member.Restrictions
	Suspended  Standing = "suspended"  // no new business until StandingUntil
	Banned     Standing = "banned"     // for good: may read the decision, appeal and withdraw
)

// Side is the half of the market a member looks at: it changes menus and home,
// never rights or balance (ACC-16).
type Side string

// The two sides.
const (
	Buying  Side = "buying"
	Selling Side = "selling"
)

// Member is one account. Its texts for the public live in Profile, what is
// nobody else's business in Private.
type Member struct {
	ID            id.Member
	Login         string
	Email         string
	Confirmed     bool // the address was proved to be theirs (ACC-3)
	DisplayName   string
	Picture       id.File
	Standing      Standing  // as it is at the moment of reading
	StandingUntil time.Time // zero: no end
	Restrictions  []Restriction
	Roles         []Role
	Language      string // BCP 47, as in "en"
	Zone          string // IANA name, as in "Europe/Berlin"
	HidesWeekends bool   // services are hidden from Friday to Monday (CAT-17)
	Side          Side
	Joined        time.Time
	Seen          time.Time // last activity, to the minute (ACC-18)
	VerifiedAt    time.Time // when staff checked who they are (ACC-19); zero: not
}

// Restriction withholds one right for a cause until a moment (zero: until
// lifted). Causes lift independently of each other.
type Restriction struct {
	Right Right
	Cause string
	Until time.Time
}

// IsZero reports whether this is a visitor.
func (m Member) IsZero() bool { return m.ID.IsZero() }

// Name is what pages call the member: the display name, or the login of who
// stays anonymous.
func (m Member) Name() string {
	if m.DisplayName != "" {
		return m.DisplayName
	}
	return m.Login
}

// Location is the member's time zone, UTC where none is known.
func (m Member) Location() *time.Location {
	zone, err := time.LoadLocation(m.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Online reports activity within the window before at (ACC-18).
func (m Member) Online(at time.Time, window time.Duration) bool {
	return !m.Seen.IsZero() && at.Sub(m.Seen) <= window
}

// Verified reports whether staff checked who the member is (ACC-19).
func (m Member) Verified() bool { return !m.VerifiedAt.IsZero() }

// Has reports whether the member was given the role.
func (m Member) Has(role Role) bool { return slices.Contains(m.Roles, role) }

// Staff reports whether the member has any role.
func (m Member) Staff() bool { return len(m.Roles) > 0 }

// key is the form under which logins and addresses are compared: without
// regard to case (ACC-2). Both are plain ASCII where it matters.
func key(text string) string { return strings.ToLower(strings.TrimSpace(text)) }
