// Package notification tells members what happened (TLK-9 to TLK-11): a reader
// of the diary that finds, for each kind of entry, who is told, in which words,
// how urgently, and whether by mail too. One literal table says so (table*.go).
//
// What is told is kept as facts and put into words when it is read, so it is
// in the language its reader has by then.
package notification

import (
	"time"

	"guildhall/id"
)

// Notice is one thing a member was told.
type Notice struct {
	ID     id.Notification
	Member id.Member
	Kind   string // key prefix of its words: Kind.subject, Kind.text
	Args   []any  // facts for the words
	Path   string // of the page it is about
	Urgent bool   // something waits for the member
	Count  int64  // how many it stands for
	At     time.Time
	Read   time.Time // zero: not yet
}

// Topic is what mails can be turned off by.
type Topic string

// The topics. What is about the account's safety or standing always comes
// (TLK-12).
const (
	Orders   Topic = "orders"
	Messages Topic = "messages"
	Services Topic = "services"
	Money    Topic = "money"
	Feedback Topic = "feedback"
	Staff    Topic = "staff"
	Safety   Topic = "safety"
)

// Topics lists those that can be turned off, in the order pages show them.
var Topics = []Topic{Orders, Messages, Services, Money, Feedback, Staff}

// audience is who is told of an entry.
type audience string

// The audiences. For orders: the two sides, the one who did not act, the one
// who was not banned; else the member the entry names; else staff by role.
const (
	toBuyer    audience = "buyer"
	toSeller   audience = "seller"
	toOther    audience = "other"
	toUnbanned audience = "unbanned"
	toMember   audience = "member"
	toAuthor   audience = "author"
	toAbout    audience = "about"

	toArbiters   audience = "arbiters"
	toModerators audience = "moderators"
	toFinance    audience = "finance"
	toAdmins     audience = "admins"
)

// how an audience is told.
type how int

const (
	quiet  how = iota // in the account
	mailed            // and by mail
	wanted            // and by mail, and it waits for them
	massed            // unread ones of the same place are one; mailed when the first comes
)

// telling is one audience of a rule.
type telling struct {
	To  audience
	How how
}

// rule is one row of the table: an entry's kind, its topic, who is told. A
// kind that nobody is told of has a row without tellings.
type rule struct {
	Kind    string
	Topic   Topic
	Tell    []telling
	Custody bool // other words where nobody holds the money: the key ends in ".none"
}

func tell(to audience, how how) telling { return telling{To: to, How: how} }
