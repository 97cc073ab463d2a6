package parts

import (
	"strconv"

	"github.com/a-h/templ"

	"guildhall/desk"
	"guildhall/say"
)

// Input describes one field of a form: what is asked, what was typed, what is
// wrong with it.
type Input struct {
	Name         string
	Label        string
	Hint         string // under the label; what would be right
	Value        string // what stands in it, also after a refusal
	Wrong        string // the sentence beside the field; empty when nothing is
	Type         string // of the HTML input; empty is "text"
	Autocomplete string
	InputMode    string
	Prefix       string // such as the currency's sign
	Suffix       string // such as "days"
	Required     bool
	Optional     bool // says "(optional)" beside the label
	Short        bool // a narrow field, for numbers and codes
	LengthMax    int
	Rows         int
	Many         bool   // several files
	Accept       string // file types
	Options      []Option
	Attrs        templ.Attributes
}

// Option is one choice of a select or a group of radio buttons.
type Option struct {
	Value, Label, Hint string
	Attrs              templ.Attributes
}

// Ask fills the field with what was typed and what is wrong with it. A form
// not sent yet is nil and leaves the field as it is.
func Ask(s *say.Speaker, sent *desk.Form, in Input) Input {
	if sent == nil {
		return in
	}
	if typed := sent.Value(in.Name); typed != "" {
		in.Value = typed
	}
	if wrong := sent.Wrong(in.Name); wrong != nil {
		in.Wrong = s.Fault(wrong)
	}
	return in
}

// id is the field's id in the page; names are unique within a page's forms
// unless the caller gives an id of its own.
func (in Input) id() string {
	if own, ok := in.Attrs["id"].(string); ok {
		return own
	}
	return "field-" + in.Name
}

// attributes wires the field to its hint and its refusal for those who listen.
func (in Input) attributes() templ.Attributes {
	list := templ.Attributes{"id": in.id(), "name": in.Name}
	if in.Required {
		list["required"] = true
	}
	if in.LengthMax > 0 {
		list["maxlength"] = strconv.Itoa(in.LengthMax)
	}
	set(list, "autocomplete", in.Autocomplete)
	set(list, "inputmode", in.InputMode)
	set(list, "accept", in.Accept)
	if in.Many {
		list["multiple"] = true
	}
	set(list, "aria-describedby", in.describedBy())
	if in.Wrong != "" {
		list["aria-invalid"] = "true"
	}
	for name, value := range in.Attrs {
		list[name] = value
	}
	return list
}

func set(list templ.Attributes, name, value string) {
	if value != "" {
		list[name] = value
	}
}

func (in Input) describedBy() string {
	switch {
	case in.Hint != "" && in.Wrong != "":
		return in.id() + "-wrong " + in.id() + "-hint"
	case in.Wrong != "":
		return in.id() + "-wrong"
	case in.Hint != "":
		return in.id() + "-hint"
	}
	return ""
}

func (in Input) kind() string {
	if in.Type == "" {
		return "text"
	}
	return in.Type
}

func (in Input) rows() string {
	if in.Rows == 0 {
		return "4"
	}
	return strconv.Itoa(in.Rows)
}

func (in Input) class() string {
	if in.Short {
		return "field short"
	}
	return "field"
}
