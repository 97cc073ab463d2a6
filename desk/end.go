package desk

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"guildhall/fault"
)

// Faults of the desk itself.
var (
	errOtherOrigin = fault.Denied("desk_other_origin")
	errTooOften    = fault.Limited("desk_too_often")
	errBodyHuge    = fault.Invalid("desk_body_huge")
	errBusy        = fault.Away("desk_busy")
	errInternal    = fault.Away("desk_internal")
)

func missing(*Visit) error { return fault.Missing() }

// end is where every error of a page ends, and the only place: a fault becomes
// its status and its sentence, everything else the page that names the request
// and no cause. The log gets the cause.
func (v *Visit) end(err error) {
	if err == nil || v.done {
		traceOf(v.R).cause = err
		return
	}
	f, status := Judge(err)
	if status >= http.StatusInternalServerError {
		traceOf(v.R).cause = err
	}
	v.W.Header().Set("Cache-Control", "no-store")
	if v.Problem != nil && strings.HasPrefix(v.R.URL.Path, "/api/") {
		v.Problem(v, status, f)
		return
	}
	if f.Sort == fault.SortSignIn && v.R.Method == http.MethodGet {
		v.sendToSignIn()
		return
	}
	if v.Wrong == nil {
		http.Error(v.W, v.Say.Fault(f), status)
		return
	}
	if err := v.write(status, v.Wrong(v, status, f)); err != nil {
		traceOf(v.R).cause = errors.Join(err, traceOf(v.R).cause)
	}
}

// Judge turns any error into the fault a person may see and the HTTP status it
// has; the API uses it too. What is no fault becomes one that tells nothing of
// the inside.
func Judge(err error) (*fault.Fault, int) {
	var tooBig *http.MaxBytesError
	switch f, ok := fault.As(err); {
	case ok:
		return f, statusOf(f.Sort)
	case errors.As(err, &tooBig):
		return errBodyHuge, http.StatusRequestEntityTooLarge
	case errors.Is(err, context.DeadlineExceeded):
		return errBusy, http.StatusServiceUnavailable
	default:
		return errInternal, http.StatusInternalServerError
	}
}

func statusOf(sort fault.Sort) int {
	switch sort {
	case fault.SortInvalid:
		return http.StatusUnprocessableEntity
	case fault.SortConflict:
		return http.StatusConflict
	case fault.SortDenied:
		return http.StatusForbidden
	case fault.SortMissing:
		return http.StatusNotFound
	case fault.SortSignIn:
		return http.StatusUnauthorized
	case fault.SortLimited:
		return http.StatusTooManyRequests
	case fault.SortAway:
		return http.StatusServiceUnavailable
	default:
		return http.StatusInternalServerError
	}
}

// sendToSignIn leads a visitor to the sign-in page and back to where they were
// (ACC-21).
func (v *Visit) sendToSignIn() {
	back := url.Values{"next": {v.R.URL.RequestURI()}}
	http.Redirect(v.W, v.R, "/sign-in?"+back.Encode(), http.StatusSeeOther)
}
