package desk

import (
	"errors"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"

	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
)

// uploadMemoryBytes is how much of an upload stays in memory while it is read;
// the rest waits in temporary files.
const uploadMemoryBytes = 4 << 20

// Form is what was sent: getters with types that collect a fault beside each
// field they cannot read, so that a person sees all that is wrong at once, and
// what was typed, so that nothing typed is ever lost.
type Form struct {
	visit    *Visit
	values   url.Values
	uploads  map[string][]*multipart.FileHeader
	faults   []*fault.Fault
	currency money.Currency
}

// Form reads what was sent with the visit, once: the body of a POST, the query
// of a GET. A body that cannot be read is a fault about the whole.
func (v *Visit) Form() *Form {
	if v.form != nil {
		return v.form
	}
	v.form = &Form{visit: v, values: url.Values{}, currency: v.Rules.Policy.Currency}
	if v.R.Method == http.MethodGet || v.R.Method == http.MethodHead {
		v.form.values = v.R.URL.Query()
		return v.form
	}
	if err := v.form.read(v.R); err != nil {
		v.form.Add(errBodyUnreadable(err))
	}
	return v.form
}

func (f *Form) read(r *http.Request) error {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		err := r.ParseForm()
		f.values = r.PostForm
		return err
	}
	if err := r.ParseMultipartForm(uploadMemoryBytes); err != nil {
		return err
	}
	f.values, f.uploads = r.MultipartForm.Value, r.MultipartForm.File
	return nil
}

func errBodyUnreadable(err error) *fault.Fault {
	var tooBig *http.MaxBytesError
	if errors.As(err, &tooBig) {
		return errBodyHuge
	}
	return fault.Invalid("desk_body_unreadable")
}

// Blank is a form nobody filled in yet, for the page that first shows it; Set
// gives its defaults.
func (v *Visit) Blank() *Form {
	return &Form{visit: v, values: url.Values{}, currency: v.Rules.Policy.Currency}
}

// Value is what was typed into the field, as typed.
func (f *Form) Value(name string) string { return f.values.Get(name) }

// Values is all that was sent under the name.
func (f *Form) Values(name string) []string { return f.values[name] }

// Names lists the fields that were sent, in order.
func (f *Form) Names() []string { return sortedKeys(f.values) }

// Has reports whether the field was sent at all.
func (f *Form) Has(name string) bool { return f.values.Has(name) }

// Set gives a field its value before the form is shown.
func (f *Form) Set(name, value string) *Form {
	f.values.Set(name, value)
	return f
}

// SetAmount gives a field an amount in the form people type it.
func (f *Form) SetAmount(name string, a money.Amount) *Form {
	return f.Set(name, f.currency.Decimal(a))
}

// Add notes a fault, once: the first beside a field stands.
func (f *Form) Add(wrong *fault.Fault) {
	for _, one := range wrong.All() {
		if f.Wrong(one.Field) == nil {
			alone := *one
			alone.Also = nil
			f.faults = append(f.faults, &alone)
		}
	}
}

// Take notes the faults of err in the form and gives back an error that is no
// fault. So the answer of a door joins what the form itself found.
func (f *Form) Take(err error) error {
	wrong, ok := fault.As(err)
	if !ok {
		return err
	}
	f.Add(wrong)
	return nil
}

// Bad reports whether anything is wrong.
func (f *Form) Bad() bool { return len(f.faults) > 0 }

// Err is all that is wrong as one error, nil when nothing is.
func (f *Form) Err() error { return fault.Join(f.faults...) }

// Wrong is the fault beside the field; the name "" asks for the one about the
// whole. Nil when nothing is wrong there.
func (f *Form) Wrong(name string) *fault.Fault {
	for _, one := range f.faults {
		if one.Field == name {
			return one
		}
	}
	return nil
}

// Why is the sentence beside the field, empty when nothing is wrong.
func (f *Form) Why(name string) string {
	if wrong := f.Wrong(name); wrong != nil {
		return f.visit.Say.Fault(wrong)
	}
	return ""
}

// Faults lists all that is wrong, for the summary on top of a long form.
func (f *Form) Faults() []*fault.Fault { return f.faults }

// Key is a value for the hidden field _key. It is a new one also when the form
// is shown again, since what is sent next is another intention.
func (f *Form) Key() string { return NewKey() }

// Version is what the form was drawn from (_version), 0 when it was not said.
func (f *Form) Version() int64 {
	version, err := strconv.ParseInt(f.Value("_version"), 10, 64)
	if err != nil {
		return 0
	}
	return version
}

// FormID reads an id that a form carries; none sent is the zero id.
// Fault: not_found for what is no id.
func FormID[K any](f *Form, name string) id.Of[K] {
	if f.Value(name) == "" {
		return id.Of[K]{}
	}
	parsed, err := id.Parse[K](f.Value(name))
	if err != nil {
		f.Add(fault.Missing().At(name))
	}
	return parsed
}

// PathID reads an id from the address. Fault: not_found.
func PathID[K any](v *Visit, name string) (id.Of[K], error) { return id.Parse[K](v.Path(name)) }
