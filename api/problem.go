package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"guildhall/desk"
	"guildhall/fault"
	"guildhall/money"
	"guildhall/say"
)

// Problem is a refusal as RFC 9457 writes it. Code is stable and what programs
// compare; Detail is the sentence for people, in the asker's language.
type Problem struct {
	Type   string         `json:"type"`
	Title  string         `json:"title"`
	Status int            `json:"status"`
	Detail string         `json:"detail"`
	Code   string         `json:"code"`
	Facts  map[string]any `json:"facts,omitempty"`
	Errors []FieldProblem `json:"errors,omitempty"`
}

// FieldProblem is what is wrong with one field. Field names it as the body
// does, with a dot between levels.
type FieldProblem struct {
	Field  string         `json:"field"`
	Code   string         `json:"code"`
	Detail string         `json:"detail"`
	Facts  map[string]any `json:"facts,omitempty"`
}

// problemType is the address of a code; it names, and is not meant to be opened.
const problemType = "urn:guildhall:problem:"

// Error is for logs.
func (p *Problem) Error() string { return strconv.Itoa(p.Status) + " " + p.Code }

// GetStatus is what huma answers with.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType marks the answer as problem details.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// problemOf is the one place where an error becomes an answer of the API. What
// is no fault is logged and tells nothing of the inside.
func problemOf(v *desk.Visit, err error) *Problem {
	f, status := desk.Judge(err)
	if status >= http.StatusInternalServerError {
		v.Config.Log.Error("api", "request", v.ID, "error", err)
	}
	return problem(v.Say, f, status)
}

func problem(s *say.Speaker, f *fault.Fault, status int) *Problem {
	p := &Problem{
		Type: problemType + f.Code, Title: s.T("desk.wrong.title." + strconv.Itoa(status)), Status: status,
		Detail: s.Fault(f), Code: f.Code, Facts: facts(f.Args, s.Currency()),
	}
	if f.Field == "" && len(f.Also) == 0 {
		return p
	}
	for _, one := range f.All() {
		p.Errors = append(p.Errors, FieldProblem{
			Field: one.Field, Code: one.Code, Detail: s.Fault(one), Facts: facts(one.Args, s.Currency()),
		})
	}
	return p
}

// answerProblem is how the desk ends an error under /api/: nobody signed in, no
// such address, a panic.
func answerProblem(v *desk.Visit, status int, f *fault.Fault) {
	answerBytes(v.W, problem(v.Say, f, status))
}

func answerBytes(w http.ResponseWriter, p *Problem) {
	body, err := json.Marshal(p)
	if err != nil {
		panic(err) // faults carry only what JSON can write
	}
	h := w.Header()
	h.Set("Content-Type", p.ContentType(""))
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", "Bearer")
	}
	w.WriteHeader(p.Status)
	w.Write(append(body, '\n')) //nolint:errcheck // the reader is gone
}

// facts are a fault's arguments as data.
func facts(args []any, currency money.Currency) map[string]any {
	if len(args) < 2 {
		return nil
	}
	all := map[string]any{}
	for i := 0; i+1 < len(args); i += 2 {
		all[args[i].(string)] = fact(args[i+1], currency)
	}
	return all
}

func fact(value any, currency money.Currency) any {
	switch value := value.(type) {
	case money.Amount:
		return Money{Minor: int64(value), Currency: string(currency)}
	case time.Duration:
		return int64(value / time.Second)
	case error:
		return value.Error()
	default:
		return value
	}
}

// The checks that huma makes by the description, with our codes. A message of
// huma's belongs to the first row whose beginning it has.
var checks = []struct{ message, code string }{
	{validation.MsgExpectedRequiredProperty, "required"},
	{validation.MsgUnexpectedProperty, "unknown_field"},
	{"unknown query parameter", "unknown_field"},
	{validation.MsgExpectedMinLength, "too_short"},
	{validation.MsgExpectedMaxLength, "too_long"},
	{validation.MsgExpectedMinItems, "too_few"},
	{validation.MsgExpectedMaxItems, "too_many"},
	{validation.MsgExpectedMinimumNumber, "too_small"},
	{validation.MsgExpectedMaximumNumber, "too_large"},
	{validation.MsgExpectedOneOf, "choice"},
	{validation.MsgExpectedRFC3339DateTime, "time"},
	{validation.MsgExpectedInteger, "integer"},
	{validation.MsgExpectedNumber, "number"},
	{validation.MsgExpectedBoolean, "switch"},
	{validation.MsgExpectedString, "text"},
	{validation.MsgExpectedArray, "list"},
	{validation.MsgExpectedObject, "object"},
}

// checkFault turns one finding of huma's into a fault beside its field.
func checkFault(err error) *fault.Fault {
	var detail huma.ErrorDetailer
	if !errors.As(err, &detail) {
		return fault.Invalid("api_body")
	}
	found := detail.ErrorDetail()
	field := strings.TrimPrefix(strings.TrimPrefix(found.Location, "body."), "query.")
	field = strings.NewReplacer("[", ".", "]", "").Replace(field)
	for _, check := range checks {
		begins, _, _ := strings.Cut(check.message, "%")
		if !strings.HasPrefix(found.Message, begins) {
			continue
		}
		if check.code == "required" {
			name, _, _ := strings.Cut(strings.TrimPrefix(found.Message, begins), " ")
			field = strings.TrimPrefix(strings.TrimPrefix(field, "body")+"."+name, ".")
		}
		return (&fault.Fault{Sort: fault.SortInvalid, Code: "api_" + check.code}).At(field)
	}
	if field == "body" {
		return fault.Invalid("api_body")
	}
	return fault.Invalid("api_value").At(field)
}

// huma asks these two for every refusal of its own.
var _ = func() struct{} {
	huma.NewError = func(status int, _ string, errs ...error) huma.StatusError {
		return checked(english, status, errs)
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, _ string, errs ...error) huma.StatusError {
		call, ok := ctx.Context().Value(callKey{}).(*Call)
		if !ok {
			return checked(english, status, errs)
		}
		return checked(call.Say, status, errs)
	}
	return struct{}{}
}()

// checked makes a problem of what huma found. Its statuses for an unreadable
// body (400, 415) become 422, as for any other wrong input.
func checked(s *say.Speaker, status int, errs []error) *Problem {
	switch {
	case status == 0:
		return &Problem{} // huma describes its shape
	case status == http.StatusRequestEntityTooLarge:
		return problem(s, fault.Invalid("desk_body_huge"), status)
	case status >= http.StatusInternalServerError:
		return problem(s, fault.Away("desk_internal"), http.StatusInternalServerError)
	}
	var faults []*fault.Fault
	for _, err := range errs {
		if err != nil {
			faults = append(faults, checkFault(err))
		}
	}
	if len(faults) == 0 {
		faults = append(faults, fault.Invalid("api_body"))
	}
	slices.SortStableFunc(faults, func(a, b *fault.Fault) int { return strings.Compare(a.Field, b.Field) })
	f, _ := fault.As(fault.Join(faults...))
	return problem(s, f, http.StatusUnprocessableEntity)
}
