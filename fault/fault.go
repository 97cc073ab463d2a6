// Package fault holds the errors that are meant for people.
//
// A fault has a stable code (part of the API), arguments, and, for input, the
// field it stands beside. Its sentence is looked up by `say` under the key
// "fault." + Code, so no package below the desks ever writes one.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Sort tells what kind of answer a fault is; the desks turn it into a status.
type Sort string

// The closed list of sorts, each with the HTTP status it becomes.
const (
	SortInvalid  Sort = "invalid"  // 422: what was typed is wrong
	SortConflict Sort = "conflict" // 409: the state moved on
	SortDenied   Sort = "denied"   // 403: known person, no right
	SortMissing  Sort = "missing"  // 404: not there, or not yours
	SortSignIn   Sort = "sign_in"  // 401: nobody signed in
	SortLimited  Sort = "limited"  // 429: too often
	SortAway     Sort = "away"     // 503: something needed is away
)

// Fault is one refusal, in words a program can compare and a person can read.
type Fault struct {
	Sort  Sort
	Code  string
	Field string   // the input it stands beside; empty when it is about the whole
	Args  []any    // alternating name, value; values are typed (money.Amount, time.Time, …)
	Also  []*Fault // further faults of the same form
}

// Invalid refuses input.
func Invalid(code string, args ...any) *Fault {
	return &Fault{Sort: SortInvalid, Code: code, Args: args}
}

// Conflict refuses what no longer fits the state.
func Conflict(code string, args ...any) *Fault {
	return &Fault{Sort: SortConflict, Code: code, Args: args}
}

// Denied refuses a known person who has no right to it.
func Denied(code string, args ...any) *Fault {
	return &Fault{Sort: SortDenied, Code: code, Args: args}
}

// Limited refuses what came too often.
func Limited(code string, args ...any) *Fault {
	return &Fault{Sort: SortLimited, Code: code, Args: args}
}

// Away says that something needed is not reachable now; trying again helps.
func Away(code string, args ...any) *Fault {
	return &Fault{Sort: SortAway, Code: code, Args: args}
}

// Missing is the one answer for "not there" and for "not yours", so that
// nobody can tell them apart (invariant 11).
func Missing() *Fault { return &Fault{Sort: SortMissing, Code: "not_found"} }

// SignIn asks a visitor to sign in first.
func SignIn() *Fault { return &Fault{Sort: SortSignIn, Code: "sign_in_first"} }

// At returns the same fault beside the named input field.
func (f *Fault) At(field string) *Fault {
	named := *f
	named.Field = field
	return &named
}

// All lists the fault and those that came with it.
func (f *Fault) All() []*Fault { return append([]*Fault{f}, f.Also...) }

// Error is for logs; people read say.Speaker.Fault.
func (f *Fault) Error() string {
	var text strings.Builder
	text.WriteString(string(f.Sort) + ": " + f.Code)
	if f.Field != "" {
		text.WriteString(" at " + f.Field)
	}
	for i := 0; i+1 < len(f.Args); i += 2 {
		fmt.Fprintf(&text, " %v=%v", f.Args[i], f.Args[i+1])
	}
	if len(f.Also) > 0 {
		fmt.Fprintf(&text, " (and %d more)", len(f.Also))
	}
	return text.String()
}

// Is makes errors.Is compare faults by code, whatever their arguments.
func (f *Fault) Is(target error) bool {
	other, ok := target.(*Fault)
	return ok && other.Code == f.Code
}

// As finds the fault in err, if a person is meant to read one.
func As(err error) (*Fault, bool) {
	var found *Fault
	ok := errors.As(err, &found)
	return found, ok
}

// Join makes one error of all non-nil faults of a form, the first in front;
// nil when there is none.
func Join(faults ...*Fault) error {
	var first *Fault
	for _, f := range faults {
		switch {
		case f == nil:
		case first == nil:
			copied := *f
			first = &copied
		default:
			first.Also = append(first.Also, f.All()...)
		}
	}
	if first == nil {
		return nil
	}
	return first
}
