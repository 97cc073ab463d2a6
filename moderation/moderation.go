// Package moderation is what is judged: the queue of content that waits, the
// decisions about it with their reasons, and what automatic checks raise for
// staff (trust.md, TRU-1 to TRU-9).
package moderation

import (
	"slices"
	"time"

	"guildhall/catalogue"
	"guildhall/id"
)

// Reason is why something is rejected or removed; say has its sentence under
// "moderation.reason." + Reason.
type Reason string

// The closed list: first what can be mended, then the violations of TRU-4.
const (
	Unclear        Reason = "unclear"
	WrongCategory  Reason = "wrong_category"
	Incomplete     Reason = "incomplete"
	PoorPictures   Reason = "poor_pictures"
	PriceMismatch  Reason = "price_mismatch"
	WrongLanguage  Reason = "wrong_language"
	Illegal        Reason = "illegal"
	Infringement   Reason = "infringement"
	Adult          Reason = "adult"
	Copy           Reason = "copy"
	Spam           Reason = "spam"
	Misleading     Reason = "misleading"
	Resale         Reason = "resale"
	BadMarketing   Reason = "bad_marketing"
	Hate           Reason = "hate"
	PrivateData    Reason = "private_data"
	Malware        Reason = "malware"
	ContactOutside Reason = "contact_outside"
	Boosting       Reason = "boosting"
	FalseIdentity  Reason = "false_identity"
	Prohibited     Reason = "prohibited"
	Performance    Reason = "performance"
	Conduct        Reason = "conduct"
	Unrelated      Reason = "unrelated"
	Other          Reason = "other" // the remark must name it
)

// Mendable are reasons to reject: the seller can change it and send it again.
var Mendable = []Reason{Unclear, WrongCategory, Incomplete, PoorPictures, PriceMismatch, WrongLanguage, Misleading, ContactOutside, Other}

// Violations are reasons to remove for good (TRU-3, TRU-4).
var Violations = []Reason{
	Illegal, Infringement, Adult, Copy, Spam, Misleading, Resale, BadMarketing, Hate, PrivateData,
	Malware, ContactOutside, Boosting, FalseIdentity, Prohibited, Other,
}

// Demerits are reasons to take a service out of the lists for a time (TRU-3).
var Demerits = []Reason{Performance, Conduct, Misleading, Other}

// Outcome is what was decided (TRU-3).
type Outcome string

// The closed list of outcomes.
const (
	Approved Outcome = "approved"
	Rejected Outcome = "rejected"
	Removed  Outcome = "removed"
	Unlisted Outcome = "unlisted" // reachable by its address only, for a time (CAT-10)
)

// reasons is what an outcome may be founded on; nil: nothing needed.
func (o Outcome) reasons() []Reason {
	switch o {
	case Rejected:
		return Mendable
	case Removed:
		return Violations
	case Unlisted:
		return Demerits
	}
	return nil
}

// verb is what the outcome does in the catalogue; unlisting is no verb but a
// cause.
func (o Outcome) verb() catalogue.Verb {
	switch o {
	case Approved:
		return catalogue.Approve
	case Rejected:
		return catalogue.Reject
	}
	return catalogue.Remove
}

func (o Outcome) known() bool {
	return slices.Contains([]Outcome{Approved, Rejected, Removed, Unlisted}, o)
}

// Decision is a statement of reasons (TRU-9).
type Decision struct {
	ID        id.Decision
	Outcome   Outcome
	Subject   string // "service", "work" or "feedback"
	SubjectID [16]byte
	Version   id.ServiceVersion
	About     id.Member // whom it concerns
	By        id.Member
	Automatic bool
	Reasons   []Reason
	Remark    string
	At        time.Time
	Until     time.Time // zero: no end
	AppealBy  time.Time // zero: nothing to appeal against
}

// claimFor is how long a moderator has an item to themselves.
const claimFor = 15 * time.Minute

// Claim is somebody's hold on an item.
type Claim struct {
	Moderator id.Member
	Until     time.Time
}

// Item is one service that waits, as the list shows it.
type Item struct {
	Service  catalogue.Service
	New      bool // never live: no edit of a live one
	Claim    Claim
	Findings int
	Overdue  bool // waiting longer than moderation_target
}

// Case is an item with everything needed to decide.
type Case struct {
	Item
	Pending  catalogue.ServiceVersion
	Old      catalogue.Offer // of the live version; zero for a new service
	Changes  []catalogue.Change
	Found    []catalogue.Finding
	Category []catalogue.Category // path of the pending version's
	History  []Decision           // earlier ones about the seller, newest first
	Waited   time.Duration
}
