package policy

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"guildhall/fault"
)

// Schema numbers the form of the JSON below. It grows when a value changes its
// meaning; a value that is added has a default and needs no new number.
const Schema = 1

// Names in the JSON that are no values.
const (
	schemaName = "schema"
	presetName = "preset"
)

// policyBytesMax bounds what Parse looks at.
const policyBytesMax = 64 << 10

// Parse reads a policy from JSON: one object of names and values, each written
// as Text does; counts may be numbers, switches true or false, lists arrays.
// Where it names a preset ("preset": "services"), values it leaves out are that
// preset's; otherwise it must be complete. Every wrong name and value is
// reported at once: policy_json{at}, policy_schema{given, known},
// policy_unknown{name, near}, policy_missing{name}, and those of Set and Check.
func Parse(data []byte) (Policy, error) {
	given, err := object(data)
	if err != nil {
		return Policy{}, err
	}
	p, complete, refused := start(given)
	if refused != nil {
		return Policy{}, refused
	}
	var faults []*fault.Fault
	for _, v := range currencyFirst() {
		raw, there := given[v.Name]
		delete(given, v.Name)
		switch {
		case there:
			if err := v.setJSON(&p, raw); err != nil {
				faults = append(faults, err)
			}
		case complete:
			faults = append(faults, fault.Invalid("policy_missing", "name", v.Name).At(v.Name))
		}
	}
	faults = append(faults, unknown(given)...)
	if len(faults) > 0 {
		return Policy{}, fault.Join(faults...)
	}
	return p, p.Check()
}

// Restore reads what Canonical wrote, also what an older program wrote: values
// that it did not know are those of `services`. Stored policies were checked
// when they were published.
func Restore(data []byte) (Policy, error) {
	given, err := object(data)
	if err != nil {
		return Policy{}, err
	}
	p := services()
	for _, v := range currencyFirst() {
		if raw, there := given[v.Name]; there {
			if err := v.setJSON(&p, raw); err != nil {
				return Policy{}, err
			}
		}
	}
	return p, nil
}

// start takes the preset and the schema out of the object; a policy without
// a preset must be complete.
func start(given map[string]json.RawMessage) (p Policy, complete bool, err error) {
	if raw, there := given[schemaName]; there {
		if n, err := strconv.Atoi(string(raw)); err != nil || n != Schema {
			return p, false, fault.Invalid("policy_schema", "given", string(raw), "known", Schema)
		}
	}
	delete(given, schemaName)
	raw, there := given[presetName]
	if !there {
		return services(), true, nil
	}
	delete(given, presetName)
	text, _ := plain(raw)
	p, err = Preset(text)
	return p, false, err
}

// object reads exactly one JSON object in which no name stands twice.
func object(data []byte) (map[string]json.RawMessage, error) {
	if len(data) > policyBytesMax {
		return nil, fault.Invalid("policy_huge", "most", bytesText(policyBytesMax))
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	malformed := func() error { return fault.Invalid("policy_json", "at", dec.InputOffset()) }
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return nil, malformed()
	}
	given := map[string]json.RawMessage{}
	for dec.More() {
		name, err := dec.Token()
		text, isText := name.(string)
		var raw json.RawMessage
		if err != nil || !isText || dec.Decode(&raw) != nil {
			return nil, malformed()
		}
		if _, twice := given[text]; twice {
			return nil, fault.Invalid("policy_twice", "name", text, "given", text).At(text)
		}
		given[text] = raw
	}
	if _, err := dec.Token(); err != nil || dec.More() {
		return nil, malformed()
	}
	return given, nil
}

// currencyFirst is the table with the currency in front, since amounts are
// read in it.
func currencyFirst() []Value {
	first := slices.Clone(Values)
	slices.SortStableFunc(first, func(a, b Value) int {
		return boolInt(b.Shape.Kind == KindCurrency) - boolInt(a.Shape.Kind == KindCurrency)
	})
	return first
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (v Value) setJSON(p *Policy, raw json.RawMessage) *fault.Fault {
	text, ok := plain(raw)
	if !ok {
		return v.malformed(strings.TrimSpace(string(raw))).At(v.Name)
	}
	if err := v.set(p, text); err != nil {
		return err.At(v.Name)
	}
	return nil
}

// plain is the text of a JSON string, number, switch or array of strings and
// numbers; anything else is refused.
func plain(raw json.RawMessage) (string, bool) {
	var value any
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if dec.Decode(&value) != nil {
		return "", false
	}
	list, isList := value.([]any)
	if !isList {
		return scalar(value)
	}
	all := make([]string, 0, len(list))
	for _, one := range list {
		text, ok := scalar(one)
		if !ok || text == "" || strings.Contains(text, ",") {
			return "", false
		}
		all = append(all, text)
	}
	return strings.Join(all, ", "), true
}

func scalar(value any) (string, bool) {
	switch value := value.(type) {
	case string:
		return value, true
	case json.Number:
		return value.String(), true
	case bool:
		return strconv.FormatBool(value), true
	default:
		return "", false
	}
}

func unknown(given map[string]json.RawMessage) []*fault.Fault {
	var faults []*fault.Fault
	for name := range given {
		faults = append(faults, fault.Invalid("policy_unknown", "name", name, "near", near(name)).At(name))
	}
	slices.SortFunc(faults, func(a, b *fault.Fault) int { return strings.Compare(a.Field, b.Field) })
	return faults
}

// near is the value's name that differs least from the given one.
func near(name string) string {
	best, least := "", 1<<30
	for _, v := range Values {
		if d := distance(name, v.Name); d < least {
			best, least = v.Name, d
		}
	}
	return best
}

// distance counts the letters to add, drop or change between two names.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			changed := diagonal + boolInt(a[i] != b[j])
			diagonal = row[j+1]
			row[j+1] = min(changed, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
