package mail

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"guildhall/money"
	"guildhall/say"
)

// fact is one named value in its stored form.
type fact struct {
	Name  string `json:"n"`
	Sort  string `json:"t"`
	Value string `json:"v"`
}

// The stored sorts of values.
const (
	sortText   = "text"
	sortNumber = "number"
	sortMoney  = "money"
	sortTime   = "time"
	sortSpan   = "span"
	sortKey    = "key"
)

// EncodeFacts writes arguments for say (alternating name, value) as text that
// keeps their types: strings, whole numbers, amounts, moments, durations, and
// keys of other texts. Anything else is an error.
func EncodeFacts(args []any) (string, error) {
	if len(args) == 0 {
		return "", nil
	}
	if len(args)%2 != 0 {
		return "", fmt.Errorf("mail: facts come in pairs, got %d values", len(args))
	}
	facts := make([]fact, 0, len(args)/2)
	for i := 0; i < len(args); i += 2 {
		name, ok := args[i].(string)
		if !ok {
			return "", fmt.Errorf("mail: the name of a fact is a %T", args[i])
		}
		one, err := encodeFact(name, args[i+1])
		if err != nil {
			return "", err
		}
		facts = append(facts, one)
	}
	text, err := json.Marshal(facts)
	return string(text), err
}

func encodeFact(name string, value any) (fact, error) {
	switch v := value.(type) {
	case string:
		return fact{name, sortText, v}, nil
	case int:
		return fact{name, sortNumber, strconv.Itoa(v)}, nil
	case int64:
		return fact{name, sortNumber, strconv.FormatInt(v, 10)}, nil
	case money.Amount:
		return fact{name, sortMoney, strconv.FormatInt(int64(v), 10)}, nil
	case time.Time:
		return fact{name, sortTime, strconv.FormatInt(v.UnixMicro(), 10)}, nil
	case time.Duration:
		return fact{name, sortSpan, strconv.FormatInt(v.Microseconds(), 10)}, nil
	case say.Key:
		return fact{name, sortKey, string(v)}, nil
	}
	return fact{}, fmt.Errorf("mail: cannot keep a %T as the fact %q", value, name)
}

// DecodeFacts reads what EncodeFacts wrote.
func DecodeFacts(stored string) ([]any, error) {
	if stored == "" {
		return nil, nil
	}
	var facts []fact
	if err := json.Unmarshal([]byte(stored), &facts); err != nil {
		return nil, fmt.Errorf("mail: stored facts: %w", err)
	}
	args := make([]any, 0, 2*len(facts))
	for _, f := range facts {
		value, err := f.decode()
		if err != nil {
			return nil, err
		}
		args = append(args, f.Name, value)
	}
	return args, nil
}

func (f fact) decode() (any, error) {
	switch f.Sort {
	case sortText:
		return f.Value, nil
	case sortKey:
		return say.Key(f.Value), nil
	}
	n, err := strconv.ParseInt(f.Value, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("mail: fact %q: %w", f.Name, err)
	}
	switch f.Sort {
	case sortNumber:
		return n, nil
	case sortMoney:
		return money.Amount(n), nil
	case sortTime:
		return time.UnixMicro(n).UTC(), nil
	case sortSpan:
		return time.Duration(n) * time.Microsecond, nil
	}
	return nil, fmt.Errorf("mail: fact %q is of unknown sort %q", f.Name, f.Sort)
}
