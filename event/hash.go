package event

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"guildhall/id"
)

// The hash of an entry is SHA-256 over its canonical JSON: keys sorted, no
// white space, numbers as written, no character escaped that JSON does not
// demand. Anyone can compute it again from an evidence file (ORD-33).
type hashed struct {
	Actor   string          `json:"actor"`
	Agent   string          `json:"agent"`
	At      int64           `json:"at"` // microseconds
	Data    json.RawMessage `json:"data"`
	ID      string          `json:"id"`
	Kind    string          `json:"kind"`
	N       int64           `json:"n"`
	Policy  int64           `json:"policy"`
	Prev    string          `json:"prev"`
	Rule    string          `json:"rule"`
	Subject string          `json:"subject"`
}

// Canonical is the text whose SHA-256 is the entry's hash.
func Canonical(e Entry) ([]byte, error) {
	data, err := canonical(e.Data)
	if err != nil {
		return nil, err
	}
	return form(e, data), nil
}

func hash(e Entry, data []byte) [32]byte { return sha256.Sum256(form(e, data)) }

func form(e Entry, data []byte) []byte {
	actor := ""
	if !e.Actor.IsZero() {
		actor = e.Actor.String()
	}
	text, err := plain(hashed{
		Actor: actor, Agent: e.Agent, At: e.At.UnixMicro(), Data: data, ID: e.ID.String(), Kind: e.Kind,
		N: e.N, Policy: e.Policy, Prev: hex.EncodeToString(e.Prev[:]), Rule: e.Rule, Subject: e.Subject.String(),
	})
	if err != nil {
		panic(err) // strings, numbers and JSON that was just made
	}
	return text
}

// canonical writes data in the one form in which it is stored and hashed.
func canonical(data map[string]any) ([]byte, error) {
	if len(data) == 0 {
		return []byte("{}"), nil
	}
	text, err := plain(data)
	if err != nil || flat(data) {
		return text, err
	}
	again, err := decode(text) // a struct's fields are not sorted; a map's are
	if err != nil {
		return nil, err
	}
	return plain(again)
}

// flat reports whether every value has but one form.
func flat(data map[string]any) bool {
	for _, value := range data {
		switch value.(type) {
		case nil, bool, string, int, int64, json.Number, id.Member, id.Order:
		default:
			return false
		}
	}
	return true
}

func decode(text []byte) (map[string]any, error) {
	reader := json.NewDecoder(bytes.NewReader(text))
	reader.UseNumber()
	var data map[string]any
	if err := reader.Decode(&data); err != nil {
		return nil, fmt.Errorf("event: data: %w", err)
	}
	return data, nil
}

func plain(value any) ([]byte, error) {
	var text bytes.Buffer
	writer := json.NewEncoder(&text)
	writer.SetEscapeHTML(false)
	if err := writer.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), nil
}

// Verify checks the history of one subject, all of it, in order (invariant 2):
// each entry is what was written, and the chained ones follow each other.
// Notes that stand beside the chain have no place in it. The error names the
// first entry that does not fit.
func Verify(entries []Entry) error {
	var head Head
	for _, e := range entries {
		if e.N == 0 {
			if err := VerifyOne(e); err != nil {
				return err
			}
			continue
		}
		if e.N != head.N+1 {
			return fmt.Errorf("event: %s has entry %d where %d should be", e.Subject, e.N, head.N+1)
		}
		if e.Prev != head.Hash {
			return fmt.Errorf("event: %s entry %d does not follow the one before it", e.Subject, e.N)
		}
		if err := VerifyOne(e); err != nil {
			return err
		}
		head = Head{N: e.N, Hash: e.Hash}
	}
	return nil
}

// VerifyOne checks that an entry is what was hashed when it was written.
func VerifyOne(e Entry) error {
	text, err := Canonical(e)
	if err != nil {
		return err
	}
	if sha256.Sum256(text) != e.Hash {
		return fmt.Errorf("event: %s entry %d (%s) was altered", e.Subject, e.N, e.ID)
	}
	return nil
}
