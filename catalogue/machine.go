package catalogue

import "guildhall/fault"

// Verb is one thing that can happen to a service.
type Verb string

// The closed list of verbs.
const (
	Submit   Verb = "submit"   // the seller hands in what they prepared
	Withdraw Verb = "withdraw" // the seller takes it back from moderation
	Approve  Verb = "approve"
	Reject   Verb = "reject"
	Remove   Verb = "remove"  // for a violation (TRU-3)
	Restore  Verb = "restore" // an appeal succeeded (TRU-10)
	Pause    Verb = "pause"   // CAT-12
	Resume   Verb = "resume"
	Discard  Verb = "discard" // the seller throws a draft away
)

// Who may do it: the service's seller or a moderator.
type Who string

// The two who act on a service.
const (
	TheSeller  Who = "seller"
	AModerator Who = "moderator"
)

// Pending says what a row asks of the pending version, or does to it.
type Pending string

// What can be asked of, and done to, the pending and live versions.
const (
	Any      Pending = ""
	Needed   Pending = "needed"
	Keep     Pending = ""
	Put      Pending = "put"      // what was handed in becomes pending
	Promote  Pending = "promote"  // the pending version becomes the live one
	Straight Pending = "straight" // what was handed in becomes live at once
	Drop     Pending = "drop"     // no version is pending any more
)

// Step is one row of the table of a service's life.
type Step struct {
	ID      string // kind of the event it writes
	Verb    Verb
	Who     Who
	From    State
	Checked bool    // Submit: the handed in version must be looked at first
	Pending Pending // whether a pending version is needed
	To      State
	Does    Pending // what happens to the versions
}

// Steps is the complete table (CAT-10, CAT-11, CAT-12, TRU-3). Hidden and
// unlisted are no rows: they follow from causes, which come and go on their own.
var Steps = []Step{
	{ID: "service.submitted", Verb: Submit, Who: TheSeller, From: Draft, Checked: true, To: InModeration, Does: Put},
	{ID: "service.published", Verb: Submit, Who: TheSeller, From: Draft, To: Live, Does: Straight},
	{ID: "service.submitted", Verb: Submit, Who: TheSeller, From: InModeration, Checked: true, To: InModeration, Does: Put},
	{ID: "service.published", Verb: Submit, Who: TheSeller, From: InModeration, To: Live, Does: Straight},
	{ID: "service.submitted", Verb: Submit, Who: TheSeller, From: Rejected, Checked: true, To: InModeration, Does: Put},
	{ID: "service.published", Verb: Submit, Who: TheSeller, From: Rejected, To: Live, Does: Straight},
	{ID: "service.edited", Verb: Submit, Who: TheSeller, From: Live, Checked: true, To: Live, Does: Put},
	{ID: "service.changed", Verb: Submit, Who: TheSeller, From: Live, To: Live, Does: Straight},
	{ID: "service.edited", Verb: Submit, Who: TheSeller, From: Paused, Checked: true, To: Paused, Does: Put},
	{ID: "service.changed", Verb: Submit, Who: TheSeller, From: Paused, To: Paused, Does: Straight},

	{ID: "service.withdrawn", Verb: Withdraw, Who: TheSeller, From: InModeration, Pending: Needed, To: Draft, Does: Drop},
	{ID: "service.edit_withdrawn", Verb: Withdraw, Who: TheSeller, From: Live, Pending: Needed, To: Live, Does: Drop},
	{ID: "service.edit_withdrawn", Verb: Withdraw, Who: TheSeller, From: Paused, Pending: Needed, To: Paused, Does: Drop},

	{ID: "service.approved", Verb: Approve, Who: AModerator, From: InModeration, Pending: Needed, To: Live, Does: Promote},
	{ID: "service.edit_approved", Verb: Approve, Who: AModerator, From: Live, Pending: Needed, To: Live, Does: Promote},
	{ID: "service.edit_approved", Verb: Approve, Who: AModerator, From: Paused, Pending: Needed, To: Paused, Does: Promote},

	{ID: "service.rejected", Verb: Reject, Who: AModerator, From: InModeration, Pending: Needed, To: Rejected, Does: Drop},
	{ID: "service.edit_rejected", Verb: Reject, Who: AModerator, From: Live, Pending: Needed, To: Live, Does: Drop},
	{ID: "service.edit_rejected", Verb: Reject, Who: AModerator, From: Paused, Pending: Needed, To: Paused, Does: Drop},

	{ID: "service.removed", Verb: Remove, Who: AModerator, From: InModeration, To: Removed, Does: Drop},
	{ID: "service.removed", Verb: Remove, Who: AModerator, From: Live, To: Removed, Does: Drop},
	{ID: "service.removed", Verb: Remove, Who: AModerator, From: Paused, To: Removed, Does: Drop},
	{ID: "service.removed", Verb: Remove, Who: AModerator, From: Rejected, To: Removed, Does: Drop},
	{ID: "service.restored", Verb: Restore, Who: AModerator, From: Removed, To: Paused, Does: Keep},

	{ID: "service.paused", Verb: Pause, Who: TheSeller, From: Live, To: Paused, Does: Keep},
	{ID: "service.resumed", Verb: Resume, Who: TheSeller, From: Paused, To: Live, Does: Keep},
	{ID: "service.discarded", Verb: Discard, Who: TheSeller, From: Draft, To: Draft, Does: Drop},
}

// Facts are what a step is judged by.
type Facts struct {
	Stored     State
	HasPending bool
	HasLive    bool
	Checked    bool // Submit: whether policy and changes ask for a look first
}

// FactsOf reads the facts off a service.
func FactsOf(s Service) Facts {
	return Facts{Stored: s.Stored, HasPending: !s.Pending.IsZero(), HasLive: !s.Live.IsZero()}
}

// Decide finds the step that a verb takes. A service that was removed before
// it ever went live has nothing to be paused and goes back to its draft.
// Fault: service_moved_on{state} when no row fits.
func Decide(f Facts, who Who, verb Verb) (Step, error) {
	for _, step := range Steps {
		if step.Verb != verb || step.Who != who || step.From != f.Stored {
			continue
		}
		if step.Checked != f.Checked || step.Pending == Needed && !f.HasPending {
			continue
		}
		if step.To == Paused && !f.HasLive {
			step.To = Draft
		}
		return step, nil
	}
	return Step{}, fault.Conflict("service_moved_on", "state", string(f.Stored))
}

// Open lists the verbs that who may take now, in the order of the table.
func Open(s Service, who Who) []Verb {
	var open []Verb
	facts := FactsOf(s)
	for _, verb := range []Verb{Submit, Withdraw, Approve, Reject, Remove, Restore, Pause, Resume, Discard} {
		if _, err := Decide(facts, who, verb); err == nil {
			open = append(open, verb)
		}
	}
	return open
}
