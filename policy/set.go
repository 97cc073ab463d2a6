package policy

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"

	"guildhall/fault"
	"guildhall/money"
	"guildhall/say"
)

// Set reads text as Text writes it into p. The policy is left as it was when
// the text is refused. Faults, each at the value's name:
//
//	policy_malformed{name, kind, given}         not of the value's kind
//	policy_bounds{name, given, least, most}     outside its bounds
//	policy_choice{name, given, known}           none of its words
//
// Rules between values are Check's.
func (v Value) Set(p *Policy, text string) error {
	if err := v.set(p, strings.TrimSpace(text)); err != nil {
		return err.At(v.Name)
	}
	return nil
}

func (v Value) set(p *Policy, text string) *fault.Fault {
	switch field := v.field(p).(type) {
	case word:
		return v.setWord(field, text)
	case *time.Duration:
		return put(v, p, field, text, readSpan)
	case *money.Rate:
		return put(v, p, field, text, readRate)
	case *money.Amount:
		return put(v, p, field, text, amountReader(p.Currency))
	case *int:
		return put(v, p, field, text, readCount)
	case *int64:
		return put(v, p, field, text, readBytes)
	case *bool:
		return put(v, p, field, text, readSwitch)
	case *string:
		return put(v, p, field, text, v.readName)
	case *money.Currency:
		return put(v, p, field, text, readCurrency)
	case *[]string:
		return putList(v, p, field, text, readExtension)
	case *[]int:
		return putList(v, p, field, text, readCount)
	case *[]time.Weekday:
		return putList(v, p, field, text, readWeekday)
	case *[]Tier:
		return putList(v, p, field, text, tierReader(p.Currency))
	default:
		return v.malformed(text)
	}
}

func (v Value) malformed(text string) *fault.Fault {
	return fault.Invalid("policy_malformed", "name", v.Name, "kind", say.Key("policy.kind."+string(v.Shape.Kind)), "given", text)
}

func (v Value) setWord(field word, text string) *fault.Fault {
	if !slices.Contains(v.Shape.Choices, text) {
		return fault.Invalid("policy_choice", "name", v.Name, "given", text,
			"known", strings.Join(v.Shape.Choices, ", "))
	}
	field.set(text)
	return nil
}

// put reads one value, holds it to the bounds and stores it.
func put[T any](v Value, p *Policy, field *T, text string, read func(string) (T, bool)) *fault.Fault {
	value, ok := read(text)
	if !ok {
		return v.malformed(text)
	}
	if !v.within(value) {
		least, most := v.Bounds(p.Currency)
		return fault.Invalid("policy_bounds", "name", v.Name, "given", text, "least", least, "most", most)
	}
	*field = value
	return nil
}

// putList reads a list written with commas; no two of its elements are equal.
func putList[T any](v Value, p *Policy, field *[]T, text string, read func(string) (T, bool)) *fault.Fault {
	list, seen := []T{}, map[string]bool{}
	for part := range strings.SplitSeq(text, ",") {
		part = strings.TrimSpace(part)
		if part == "" && text == "" {
			break
		}
		var one T
		if err := put(v, p, &one, part, read); err != nil {
			return err
		}
		if seen[part] {
			return fault.Invalid("policy_twice", "name", v.Name, "given", part)
		}
		seen[part] = true
		list = append(list, one)
	}
	*field = list
	return nil
}

// within holds numbers to the shape's bounds; what has none is always within.
func (v Value) within(value any) bool {
	n, bounded := int64(0), true
	switch value := value.(type) {
	case time.Duration:
		n = int64(value)
	case money.Rate:
		n = int64(value)
	case money.Amount:
		n = int64(value)
	case int:
		n = int64(value)
	case int64:
		n = value
	default:
		bounded = false
	}
	return !bounded || v.Shape.Min <= n && n <= v.Shape.Max
}

var spanForm = regexp.MustCompile(`^(\d{1,12}) ?(d|day|days|h|hour|hours|min|minute|minutes|s|second|seconds|week|weeks|ms|us|ns)$`)

var spanNames = map[string]time.Duration{
	"d": day, "day": day, "days": day, "week": 7 * day, "weeks": 7 * day,
	"h": time.Hour, "hour": time.Hour, "hours": time.Hour,
	"min": time.Minute, "minute": time.Minute, "minutes": time.Minute,
	"s": time.Second, "second": time.Second, "seconds": time.Second,
	"ms": time.Millisecond, "us": time.Microsecond, "ns": 1,
}

func readSpan(text string) (time.Duration, bool) {
	parts := spanForm.FindStringSubmatch(text)
	if parts == nil {
		return 0, false
	}
	n, err := strconv.ParseInt(parts[1], 10, 64)
	unit := spanNames[parts[2]]
	if err != nil || n > int64(100*year/unit) {
		return 0, false
	}
	return time.Duration(n) * unit, true
}

var rateForm = regexp.MustCompile(`^(\d{1,3})(?:\.(\d{1,2}))? ?%$`)

func readRate(text string) (money.Rate, bool) {
	parts := rateForm.FindStringSubmatch(text)
	if parts == nil {
		return 0, false
	}
	n, err := strconv.ParseInt(parts[1]+(parts[2] + "00")[:2], 10, 64)
	return money.Rate(n), err == nil
}

func amountReader(c money.Currency) func(string) (money.Amount, bool) {
	return func(text string) (money.Amount, bool) {
		a, err := money.Parse(text, c)
		return a, err == nil
	}
}

func readCount(text string) (int, bool) {
	if text == "unlimited" {
		return Unlimited, true
	}
	n, err := strconv.ParseUint(text, 10, 31)
	return int(n), err == nil
}

var bytesForm = regexp.MustCompile(`^(\d{1,12}) ?(B|kB|MB|GB|TB)$`)

func readBytes(text string) (int64, bool) {
	parts := bytesForm.FindStringSubmatch(text)
	if parts == nil {
		return 0, false
	}
	n, err := strconv.ParseInt(parts[1], 10, 64)
	for _, unit := range byteUnits {
		if unit.name == parts[2] {
			return n * unit.one, err == nil && n <= (1<<50)/unit.one
		}
	}
	return 0, false
}

func readSwitch(text string) (bool, bool) { return text == "true", text == "true" || text == "false" }

// readName reads the name of a time zone or a language.
func (v Value) readName(text string) (string, bool) {
	if v.Shape.Kind == KindZone {
		_, err := time.LoadLocation(text)
		return text, err == nil && text != "" && text != "Local"
	}
	tag, err := language.Parse(text)
	return text, err == nil && tag.String() == text
}

func readCurrency(text string) (money.Currency, bool) {
	_, err := currency.ParseISO(text)
	return money.Currency(text), err == nil && text == strings.ToUpper(text)
}

var extensionForm = regexp.MustCompile(`^[a-z0-9]{1,12}$`)

func readExtension(text string) (string, bool) { return text, extensionForm.MatchString(text) }

func readWeekday(text string) (time.Weekday, bool) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if text == d.String()[:3] || text == d.String() {
			return d, true
		}
	}
	return 0, false
}

var tierForm = regexp.MustCompile(`^from (\S+) at (\S+)$`)

func tierReader(c money.Currency) func(string) (Tier, bool) {
	return func(text string) (Tier, bool) {
		parts := tierForm.FindStringSubmatch(text)
		if parts == nil {
			return Tier{}, false
		}
		from, err := money.Parse(parts[1], c)
		at, ok := readRate(parts[2])
		return Tier{from, at}, err == nil && ok && at <= money.Whole
	}
}
