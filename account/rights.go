package account

import (
	"slices"
	"strings"
)

// Right is one thing a person may do. The list is closed: roles and token
// scopes are sets of rights, and every route names the one it needs.
type Right string

// The rights of everyone, of every member, of members in good standing with a
// confirmed address, and of staff.
const (
	Anyone Right = "" // public pages, visitors included (ACC-21)

	SignedIn Right = "signed_in" // one's own account, settings, notifications
	Deal     Right = "deal"      // act on orders one is a party to: stays open under sanctions (ORD-61)
	Money    Right = "money"     // one's own balance, top-ups, withdrawals
	Listen   Right = "listen"    // read one's own conversations
	Favour   Right = "favour"    // save favourites, write to support (ACC-3)

	Buy   Right = "buy"   // place orders
	Sell  Right = "sell"  // offer services
	Write Right = "write" // write to members outside orders

	Moderate  Right = "moderate"  // judge what is shown
	Arbitrate Right = "arbitrate" // decide cases
	Assist    Right = "assist"    // answer tickets, look members up
	Sanction  Right = "sanction"  // set standings, restrict
	Settle    Right = "settle"    // mark withdrawals, see the books
	Rule      Right = "rule"      // policy, categories, legal documents
	Operate   Right = "operate"   // mail, duties, health, set-up
	Appoint   Right = "appoint"   // give and take roles
)

// Rights lists all of them, as documentation and tests want them.
var Rights = []Right{
	Anyone, SignedIn, Deal, Money, Listen, Favour, Buy, Sell, Write,
	Moderate, Arbitrate, Assist, Sanction, Settle, Rule, Operate, Appoint,
}

// Role is a set of rights a member of staff can be given.
type Role string

// The closed list of roles.
const (
	Moderator Role = "moderator"
	Arbiter   Role = "arbiter"
	Support   Role = "support"
	Finance   Role = "finance"
	Admin     Role = "admin"
)

// Roles lists them in the order pages show them.
var Roles = []Role{Moderator, Arbiter, Support, Finance, Admin}

var roleRights = map[Role][]Right{
	Moderator: {Moderate, Assist, Sanction},
	Arbiter:   {Arbitrate, Assist},
	Support:   {Assist},
	Finance:   {Settle, Assist},
	Admin:     {Moderate, Arbitrate, Assist, Sanction, Settle, Rule, Operate, Appoint},
}

// Rights is what the role allows.
func (r Role) Rights() []Right { return roleRights[r] }

// Scope is a set of rights a personal token can be limited to.
type Scope string

// The closed list of scopes.
const (
	ScopeRead     Scope = "read"     // look, and read what is one's own; no change of anything
	ScopeProfile  Scope = "profile"  // account, profile, notifications
	ScopeServices Scope = "services" // offer services
	ScopeOrders   Scope = "orders"   // place orders and act on them
	ScopeMessages Scope = "messages" // conversations
	ScopeMoney    Scope = "money"    // balance, top-ups, withdrawals
	ScopeStaff    Scope = "staff"    // what the member's roles allow
)

// Scopes lists them in the order pages show them.
var Scopes = []Scope{ScopeRead, ScopeProfile, ScopeServices, ScopeOrders, ScopeMessages, ScopeMoney, ScopeStaff}

var scopeRights = map[Scope][]Right{
	ScopeRead:     {SignedIn, Deal, Money, Listen},
	ScopeProfile:  {SignedIn, Favour},
	ScopeServices: {Sell},
	ScopeOrders:   {Buy, Deal},
	ScopeMessages: {Listen, Write},
	ScopeMoney:    {Money},
	ScopeStaff:    {Moderate, Arbitrate, Assist, Sanction, Settle, Rule, Operate, Appoint},
}

// Rights is what a token of this scope reaches at most. A token whose only
// scope is ScopeRead changes nothing: see Token.ReadOnly.
func (s Scope) Rights() []Right { return scopeRights[s] }

var (
	everyMember  = []Right{SignedIn, Deal, Money, Listen, Favour}
	newBusiness  = []Right{Buy, Sell, Write}
	bannedMember = []Right{SignedIn, Deal, Money}
)

// May reports whether the member may do it, as things stood when the member
// was read. A visitor may do what anyone may.
func (m Member) May(right Right) bool {
	switch {
	case right == Anyone:
		return true
	case m.IsZero():
		return false
	case m.Standing == Banned:
		return slices.Contains(bannedMember, right)
	case m.withheld(right):
		return false
	case slices.Contains(everyMember, right):
		return true
	case slices.Contains(newBusiness, right):
		return m.Confirmed && m.Standing != Suspended
	}
	return m.Standing != Suspended && slices.ContainsFunc(m.Roles, func(r Role) bool {
		return slices.Contains(r.Rights(), right)
	})
}

func (m Member) withheld(right Right) bool {
	return slices.ContainsFunc(m.Restrictions, func(r Restriction) bool { return r.Right == right })
}

// parseRoles reads the stored form, "admin,finance".
func parseRoles(stored string) []Role {
	var roles []Role
	for name := range strings.SplitSeq(stored, ",") {
		if name != "" {
			roles = append(roles, Role(name))
		}
	}
	return roles
}

func joinNames[T ~string](names []T) string {
	texts := make([]string, len(names))
	for i, name := range names {
		texts[i] = string(name)
	}
	return strings.Join(texts, ",")
}
