package staff

import (
	"time"

	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/rulebook"
	"guildhall/web/parts"
)

const (
	valueCharsMax  = 2000
	reasonCharsMax = 2000
	flawsShown     = 5
)

// Policy shows every value in force, and the versions there were.
func Policy(v *desk.Visit) error {
	var versions []rulebook.Version
	err := v.Read(func(tx *db.Tx) error {
		var err error
		versions, err = rulebook.Versions(tx)
		return err
	})
	if err != nil {
		return err
	}
	return v.Render(policyPage(v, versions))
}

// Value asks for a new value of one number or switch.
func Value(v *desk.Visit) error {
	value, err := valueOf(v)
	if err != nil {
		return err
	}
	form := v.Blank().Set("value", value.Text(v.Rules.Policy))
	return v.Render(valuePage(v, value, form, nil))
}

func valueOf(v *desk.Visit) (policy.Value, error) {
	value, known := policy.Find(v.Path("name"))
	if !known {
		return policy.Value{}, fault.Missing()
	}
	return value, nil
}

// SetValue publishes a version with the new value, once the search over every
// state of an order has found nothing wrong with it (ORD-37).
func SetValue(v *desk.Visit) error {
	value, err := valueOf(v)
	if err != nil {
		return err
	}
	form := v.Form()
	text, reason, from := form.Required("value", valueCharsMax), form.RequiredLines("reason", reasonCharsMax), form.Moment("from")
	changed := v.Rules.Policy
	if err := form.Take(asked(value.Set(&changed, text))); err != nil {
		return err
	}
	if form.Version() != v.Rules.Number {
		form.Add(fault.Conflict("policy_moved_on"))
	}
	if form.Bad() {
		return v.Render(valuePage(v, value, form, nil))
	}
	if flaws := order.Check(changed).Flaws; len(flaws) > 0 {
		form.Add(fault.Invalid("staff_policy_flaws"))
		return v.Render(valuePage(v, value, form, flaws[:min(len(flaws), flawsShown)]))
	}
	_, err = v.Once(func(tx *db.Tx) (string, error) {
		return "", publishIn(tx, changed, v.Member.ID, reason, from)
	})
	if err := form.Take(asked(err)); err != nil {
		return err
	}
	if form.Bad() {
		return v.Render(valuePage(v, value, form, nil))
	}
	v.Notice("staff.policy.published", "name", value.Name)
	return v.Redirect("/staff/policy")
}

// asked puts faults about the value itself beside its field.
func asked(err error) error {
	wrong, ok := fault.As(err)
	if !ok || wrong.Field == "reason" || wrong.Field == "from" || wrong.Field == "" && wrong.Sort != fault.SortInvalid {
		return err
	}
	return wrong.At("value")
}

// valueInput is the field that fits the value's shape.
func valueInput(v *desk.Visit, value policy.Value, form *desk.Form) parts.Input {
	in := parts.Input{Name: "value", Label: value.Name, Hint: v.Say.T(value.Key()), Required: true}
	choices := value.Shape.Choices
	if value.Shape.Kind == policy.KindSwitch {
		choices = []string{"true", "false"}
	}
	for _, choice := range choices {
		in.Options = append(in.Options, parts.Option{Value: choice, Label: choice})
	}
	return parts.Ask(v.Say, form, in)
}

// bounds tells the least and the most, empty where there are none.
func bounds(v *desk.Visit, value policy.Value) string {
	least, most := value.Bounds(v.Rules.Policy.Currency)
	if least == "" {
		return ""
	}
	return v.Say.T("staff.policy.bounds", "least", least, "most", most)
}

// inForce tells whether the version is the one that holds now.
func inForce(v *desk.Visit, version rulebook.Version) bool { return version.Number == v.Rules.Number }

// toCome tells whether the version holds only later.
func toCome(at time.Time, version rulebook.Version) bool { return version.From.After(at) }
