package catalogue

import (
	"slices"
	"time"

	"guildhall/id"
)

// State is where a service stands (CAT-10). Hidden and unlisted are not
// stored: they follow from the causes that stand on a live service.
type State string

// The closed list of states.
const (
	Draft        State = "draft"
	InModeration State = "in_moderation"
	Live         State = "live"
	Paused       State = "paused"   // by the seller
	Hidden       State = "hidden"   // live, with at least one cause that hides
	Unlisted     State = "unlisted" // live, reachable by its address only
	Rejected     State = "rejected"
	Removed      State = "removed"
)

// Cause keeps a live service out of the catalogue; causes lift independently.
type Cause string

// The closed list of causes.
const (
	CauseWorkload  Cause = "workload"  // CAT-13: too many orders under way
	CausePortfolio Cause = "portfolio" // CAT-14: too few works published
	CauseIgnored   Cause = "ignored"   // CAT-16: messages without an answer
	CauseWeekend   Cause = "weekend"   // CAT-17: hidden from Friday to Monday
	CauseSanction  Cause = "sanction"  // the seller is suspended, banned or restricted
	CauseDecision  Cause = "decision"  // hidden by staff while something is looked at
	CauseUnlisted  Cause = "unlisted"  // CAT-10: by decision, reachable by its address
)

// Service is one thing a seller offers, with its live and its waiting version.
type Service struct {
	ID        id.Service
	Seller    id.Member
	Stored    State // the state without causes: never Hidden or Unlisted
	Live      id.ServiceVersion
	Pending   id.ServiceVersion // waiting for moderation
	Title     string            // of the live version, else of the newest one or the draft
	Category  id.Category       // likewise
	Causes    []Cause
	CreatedAt time.Time
	ChangedAt time.Time
	LiveAt    time.Time // first time it went live
	WaitsFrom time.Time // when the pending version was handed in
	Reason    string    // why it was rejected or removed: key of the list of reasons
	Remark    string    // and what to change, in the moderator's words
	Guard     int64     // counts changes, for guarded updates
}

// State is the state people see.
func (s Service) State() State {
	if s.Stored != Live || len(s.Causes) == 0 {
		return s.Stored
	}
	for _, cause := range s.Causes {
		if cause != CauseUnlisted {
			return Hidden
		}
	}
	return Unlisted
}

// Shown reports whether the service is in catalogue, search and lists.
func (s Service) Shown() bool { return s.State() == Live }

// Reachable reports whether a stranger who knows the address may see it.
func (s Service) Reachable() bool { return s.leaves(func(v Visibility) bool { return v.Reachable }) }

// Orderable reports whether it is on sale (ORD-58, CAT-15).
func (s Service) Orderable() bool { return s.leaves(func(v Visibility) bool { return v.Orderable }) }

// leaves reports whether each cause that stands leaves something as it is.
func (s Service) leaves(kept func(Visibility) bool) bool {
	return s.Stored == Live && !slices.ContainsFunc(s.Causes, func(c Cause) bool { return !kept(c.Visibility()) })
}

// ServiceVersion is an unchangeable state of a service.
type ServiceVersion struct {
	ID      id.ServiceVersion
	Service id.Service
	Seller  id.Member
	Number  int64 // 1, 2, … within the service
	Offer   Offer
	At      time.Time
	Policy  int64 // rulebook version whose prices and limits it was checked by
}
