package desk

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"guildhall/money"
)

const (
	noticeCookie   = "notice"
	noticeBytesMax = 1000
)

// noted is one sentence to be said on the next page: its key and arguments, the
// latter with their kind, since an amount is written by locale when it is shown.
type noted struct {
	Key  string   `json:"k"`
	Args []string `json:"a,omitempty"`
}

// Notice has the next page say a sentence: "You accepted the work." Arguments
// alternate name and value; values are texts, whole numbers, amounts, moments.
func (v *Visit) Notice(key string, args ...any) {
	n := noted{Key: key}
	for i := 0; i+1 < len(args); i += 2 {
		n.Args = append(n.Args, fmt.Sprint(args[i]), packed(args[i+1]))
	}
	encoded, err := json.Marshal([]noted{n})
	if err != nil || len(encoded) > noticeBytesMax {
		v.Config.Log.Error("notice lost", "key", key, "bytes", len(encoded), "error", err)
		return
	}
	cookie := v.newCookie(noticeCookie, base64.RawURLEncoding.EncodeToString(encoded))
	cookie.MaxAge = int(time.Minute / time.Second)
	http.SetCookie(v.W, cookie)
}

// Notices gives the sentences left by the page before, once; the layout shows
// them.
func (v *Visit) Notices() []string {
	value := v.cookie(noticeCookie)
	if value == "" || v.done {
		return nil
	}
	v.dropCookie(noticeCookie)
	decoded, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil {
		return nil // made by someone else: nothing to say
	}
	var all []noted
	if json.Unmarshal(decoded, &all) != nil {
		return nil
	}
	var sentences []string
	for _, n := range all {
		if v.Say.Has(n.Key) {
			sentences = append(sentences, v.Say.T(n.Key, unpackedAll(n.Args)...))
		}
	}
	return sentences
}

// packed writes a value with its kind in front.
func packed(value any) string {
	switch x := value.(type) {
	case money.Amount:
		return fmt.Sprintf("m%d", int64(x))
	case time.Time:
		return fmt.Sprintf("t%d", x.UnixMicro())
	case int, int64:
		return fmt.Sprintf("i%d", x)
	default:
		return "s" + fmt.Sprint(x)
	}
}

func unpackedAll(args []string) []any {
	values := make([]any, len(args))
	for i, arg := range args {
		values[i] = arg
		if i%2 == 1 {
			values[i] = unpacked(arg)
		}
	}
	return values
}

func unpacked(text string) any {
	var n int64
	if len(text) > 1 {
		if _, err := fmt.Sscanf(text[1:], "%d", &n); err == nil {
			switch text[0] {
			case 'm':
				return money.Amount(n)
			case 't':
				return time.UnixMicro(n).UTC()
			case 'i':
				return n
			}
		}
	}
	if text == "" {
		return ""
	}
	return text[1:]
}
