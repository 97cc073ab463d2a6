package desk

import (
	"mime/multipart"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"guildhall/fault"
	"guildhall/money"
)

// Text reads one line, trimmed, without control characters; empty is fine.
// Fault beside the field: desk_text_long{max}, counted in characters.
func (f *Form) Text(name string, max int) string {
	line := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, f.Value(name))
	return f.bounded(name, strings.TrimSpace(line), max)
}

// Required is Text that must not be empty. Fault: desk_required.
func (f *Form) Required(name string, max int) string {
	return f.needed(name, f.Text(name, max))
}

// Lines reads text of several lines, line ends as \n. Fault: desk_text_long.
func (f *Form) Lines(name string, max int) string {
	text := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ReplaceAll(f.Value(name), "\r\n", "\n"))
	return f.bounded(name, strings.TrimSpace(text), max)
}

// RequiredLines is Lines that must not be empty. Fault: desk_required.
func (f *Form) RequiredLines(name string, max int) string {
	return f.needed(name, f.Lines(name, max))
}

func (f *Form) bounded(name, text string, max int) string {
	if !utf8.ValidString(text) {
		f.Add(fault.Invalid("desk_body_unreadable").At(name))
		return ""
	}
	if utf8.RuneCountInString(text) > max {
		f.Add(fault.Invalid("desk_text_long", "max", max).At(name))
	}
	return text
}

func (f *Form) needed(name, text string) string {
	if text == "" {
		f.Add(fault.Invalid("desk_required").At(name))
	}
	return text
}

// Amount reads an amount of the marketplace's currency; empty is desk_required.
// Other faults are those of money.Parse.
func (f *Form) Amount(name string) money.Amount {
	text := strings.TrimSpace(f.Value(name))
	if f.needed(name, text) == "" {
		return 0
	}
	amount, err := money.Parse(text, f.currency)
	if wrong, ok := fault.As(err); ok {
		f.Add(wrong.At(name))
	}
	return amount
}

// OptionalAmount is Amount that may be left empty; then it is 0.
func (f *Form) OptionalAmount(name string) money.Amount {
	if strings.TrimSpace(f.Value(name)) == "" {
		return 0
	}
	return f.Amount(name)
}

// Int reads a whole number within bounds. Faults: desk_required,
// desk_number_malformed, desk_number_bounds{min, max}.
func (f *Form) Int(name string, min, max int) int {
	text := strings.TrimSpace(f.Value(name))
	if f.needed(name, text) == "" {
		return 0
	}
	number, err := strconv.Atoi(text)
	switch {
	case err != nil:
		f.Add(fault.Invalid("desk_number_malformed").At(name))
		return 0
	case number < min || number > max:
		f.Add(fault.Invalid("desk_number_bounds", "min", min, "max", max).At(name))
	}
	return number
}

// OptionalInt is Int that may be left empty; then it is the given value.
func (f *Form) OptionalInt(name string, min, max, empty int) int {
	if strings.TrimSpace(f.Value(name)) == "" {
		return empty
	}
	return f.Int(name, min, max)
}

// Choice reads one of the allowed values. Fault: desk_choice.
func (f *Form) Choice(name string, allowed ...string) string {
	value := f.Value(name)
	if !slices.Contains(allowed, value) {
		f.Add(fault.Invalid("desk_choice").At(name))
		return ""
	}
	return value
}

// Many reads all values sent under the name, at most max. Fault:
// desk_too_many{max}.
func (f *Form) Many(name string, max int) []string {
	values := f.Values(name)
	if len(values) > max {
		f.Add(fault.Invalid("desk_too_many", "max", max).At(name))
		return values[:max]
	}
	return values
}

// Flag reads a tick box.
func (f *Form) Flag(name string) bool {
	switch f.Value(name) {
	case "on", "yes", "true", "1":
		return true
	}
	return false
}

// Moment reads a datetime-local field in the asker's time zone; empty is the
// zero time. Fault: desk_moment_malformed.
func (f *Form) Moment(name string) time.Time { return f.parsedTime(name, "2006-01-02T15:04") }

// Day reads a date field as the day's first moment in the asker's time zone;
// empty is the zero time. Fault: desk_moment_malformed.
func (f *Form) Day(name string) time.Time { return f.parsedTime(name, time.DateOnly) }

func (f *Form) parsedTime(name, layout string) time.Time {
	text := strings.TrimSpace(f.Value(name))
	if text == "" {
		return time.Time{}
	}
	zone := f.visit.Site.Location()
	if f.visit.SignedIn() && f.visit.Member.Zone != "" {
		zone = f.visit.Member.Location()
	}
	at, err := time.ParseInLocation(layout, text, zone)
	if err != nil {
		f.Add(fault.Invalid("desk_moment_malformed").At(name))
		return time.Time{}
	}
	return at.UTC()
}

// Upload is the file sent under the name, nil when there is none: a browser
// sends a nameless empty part for a file field left alone.
func (f *Form) Upload(name string) *multipart.FileHeader {
	uploads := f.Uploads(name, 1)
	if len(uploads) == 0 {
		return nil
	}
	return uploads[0]
}

// Uploads is all files sent under the name, at most max. Fault:
// desk_too_many{max}.
func (f *Form) Uploads(name string, max int) []*multipart.FileHeader {
	sent := slices.DeleteFunc(slices.Clone(f.uploads[name]), func(h *multipart.FileHeader) bool {
		return h.Filename == "" && h.Size == 0
	})
	if len(sent) > max {
		f.Add(fault.Invalid("desk_too_many", "max", max).At(name))
		return sent[:max]
	}
	return sent
}
