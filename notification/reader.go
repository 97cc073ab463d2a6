package notification

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/event"
	"guildhall/id"
	"guildhall/rulebook"
)

// Reader is the name under which the reader's position in the diary is kept.
const Reader = "notification"

// message is one entry on its way to those who are told of it.
type message struct {
	rule   rule
	prefix string // of the keys of its words, up to the audience
	facts  []any
	path   string
	unpaid bool // nobody holds the money: other words where the rule says so
	people map[audience][]account.Member
	at     time.Time // of the entry: what is told late is told as when it happened
}

// Take tells everyone concerned of one entry of the diary. The sweeper calls
// it for each, in order, exactly once. An entry of a kind the tables do not
// know is an error, so that it is parked where staff see it.
func Take(tx *db.Tx, e event.Entry) error {
	m, err := messageOf(tx, e)
	if err != nil || len(m.rule.Tell) == 0 {
		return err
	}
	m.at = e.At
	for _, t := range m.rule.Tell {
		if err := m.tell(tx, t); err != nil {
			return err
		}
	}
	return nil
}

// messageOf finds rule, facts and people for an entry. Subjects that concern
// no member in particular have the empty message.
func messageOf(tx *db.Tx, e event.Entry) (message, error) {
	switch e.Subject.Kind {
	case "order":
		return orderMessage(tx, e)
	case "service":
		return serviceMessage(tx, e)
	case "work":
		return workMessage(tx, e)
	case "conversation":
		return conversationMessage(tx, e)
	case "member":
		return memberMessage(tx, e)
	case "top_up", "checkout", "withdrawal":
		return moneyMessage(tx, e)
	}
	return message{}, nil
}

// find looks a kind up; the error names what the tables miss.
func (book ruleBook) find(kind string) (rule, error) {
	r, known := book[kind]
	if !known {
		return rule{}, fmt.Errorf("notification: no rule for %q", kind)
	}
	return r, nil
}

func (m message) tell(tx *db.Tx, t telling) error {
	people, err := m.audience(tx, t.To)
	if err != nil {
		return err
	}
	kind := m.prefix + "." + string(t.To)
	if m.rule.Custody && m.unpaid {
		kind += ".none"
	}
	for _, member := range people {
		n := Notice{Member: member.ID, Kind: kind, Args: m.facts, Path: m.path, Urgent: t.How == wanted, Count: 1, At: m.at}
		fresh, err := keep(tx, n, t.How == massed)
		if err != nil {
			return err
		}
		if fresh && t.How != quiet {
			if err := post(tx, member, n, m.rule.Topic, t.How == massed); err != nil {
				return err
			}
		}
	}
	return nil
}

// staffAudiences are those found by role.
var staffAudiences = map[audience]account.Role{
	toArbiters: account.Arbiter, toModerators: account.Moderator, toFinance: account.Finance, toAdmins: account.Admin,
}

func (m message) audience(tx *db.Tx, to audience) ([]account.Member, error) {
	role, staff := staffAudiences[to]
	if !staff {
		return m.people[to], nil
	}
	people, err := account.Staff(tx, role)
	if err != nil || len(people) > 0 || role == account.Admin {
		return people, err
	}
	return account.Staff(tx, account.Admin) // a small house has nobody else
}

// memberOf reads an id that an entry carries as text.
func memberOf(e event.Entry, name string) (id.Member, error) {
	text, _ := e.Data[name].(string)
	member, err := id.Parse[id.MemberKind](text)
	if err != nil {
		return id.Member{}, fmt.Errorf("notification: %s of %s names no member as %s", e.Kind, e.Subject, name)
	}
	return member, nil
}

// number reads a whole number that an entry carries; absent is zero.
func number(e event.Entry, name string) int64 {
	switch n := e.Data[name].(type) {
	case int64:
		return n
	case int:
		return int64(n)
	case float64:
		return int64(n)
	case interface{ Int64() (int64, error) }: // json.Number
		whole, _ := n.Int64()
		return whole
	}
	return 0
}

func text(e event.Entry, name string) string {
	value, _ := e.Data[name].(string)
	return value
}

// online reports whether the member is looking at pages right now, so that a
// mail about a message would only disturb.
func online(tx *db.Tx, m account.Member) (bool, error) {
	rules, err := rulebook.Current(tx)
	return m.Online(tx.Now(), rules.Policy.OnlineWindow), err
}

// errNobody says that an entry names a member who does not exist.
var errNobody = errors.New("notification: nobody to tell")

func one(tx *db.Tx, member id.Member) ([]account.Member, error) {
	m, err := account.Get(tx, member)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNobody, err)
	}
	return []account.Member{m}, nil
}

// keyed is a prefix of keys: "notice" and what it is about.
func keyed(parts ...string) string { return "notice." + strings.Join(parts, ".") }
