package policy

import (
	"encoding/json"
	"fmt"
)

// Canonical is the policy as JSON in the one form that is stored and hashed:
// complete, names in order of the alphabet, no spaces, with the schema number.
// Equal policies have equal bytes; Parse reads them back.
func (p Policy) Canonical() []byte {
	all := map[string]any{schemaName: Schema}
	for _, v := range Values {
		all[v.Name] = v.JSON(p)
	}
	data, err := json.Marshal(all) // sorts the names
	if err != nil {
		panic(fmt.Sprintf("policy: %v", err))
	}
	return data
}

// JSON is the value as it stands in a policy file: a number for counts, true
// or false for switches, an array for lists, otherwise its text.
func (v Value) JSON(p Policy) any {
	switch field := v.field(&p).(type) {
	case *bool:
		return *field
	case *int:
		if *field != Unlimited {
			return *field
		}
	case *[]int:
		return *field
	case *[]string, *[]Tier:
		return listTexts(field, p.Currency)
	}
	if v.Shape.Kind == KindWeekdays {
		return listTexts(v.field(&p), p.Currency)
	}
	return v.Text(p)
}

// Change is one value in which two policies differ.
type Change struct {
	Value    Value
	From, To string
}

// Diff lists the values in which after differs from before, in the table's
// order.
func Diff(before, after Policy) []Change {
	var changes []Change
	for _, v := range Values {
		if from, to := v.Text(before), v.Text(after); from != to {
			changes = append(changes, Change{v, from, to})
		}
	}
	return changes
}
