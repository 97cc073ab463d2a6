package roles

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"guildhall/api"
	"guildhall/db"
)

func text(r db.Row) (string, error) {
	var s string
	return s, r.Scan(&s)
}

// contents is a sum over every row of every table, so that a change anywhere
// shows. The tables are those of SQLite, whose quote() writes any value out.
func (c *city) contents() string {
	sum := sha256.New()
	c.Read(func(tx *db.Tx) error {
		tables, err := db.All(tx, text, `SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`)
		if err != nil {
			return err
		}
		for _, table := range tables {
			columns, err := db.All(tx, text, `SELECT name FROM pragma_table_info($1)`, table)
			if err != nil {
				return err
			}
			rows, err := db.All(tx, text, `SELECT quote(`+strings.Join(columns, `) || ',' || quote(`)+`) FROM `+table)
			if err != nil {
				return err
			}
			io.WriteString(sum, table+"\n"+strings.Join(rows, "\n"))
		}
		return nil
	})
	return hex.EncodeToString(sum.Sum(nil))
}

// schema is the part of a JSON schema that is needed to write a value that
// fits it.
type schema struct {
	Ref        string            `json:"$ref"`
	Type       any               `json:"type"` // a name, or a list with "null"
	Enum       []any             `json:"enum"`
	Format     string            `json:"format"`
	MinLength  int               `json:"minLength"`
	Minimum    float64           `json:"minimum"`
	MinItems   int               `json:"minItems"`
	Items      *schema           `json:"items"`
	Required   []string          `json:"required"`
	Properties map[string]schema `json:"properties"`
}

// bodies writes the smallest body that an operation's own description takes,
// so that a try gets past the form of things to the door.
type bodies struct {
	Paths map[string]map[string]struct {
		RequestBody struct {
			Content map[string]struct {
				Schema schema `json:"schema"`
			} `json:"content"`
		} `json:"requestBody"`
	} `json:"paths"`
	Components struct {
		Schemas map[string]schema `json:"schemas"`
	} `json:"components"`
}

func described(t *testing.T) *bodies {
	t.Helper()
	var b bodies
	if err := json.Unmarshal(api.Document(), &b); err != nil {
		t.Fatal(err)
	}
	return &b
}

// of is the content type and body for the operation.
func (b *bodies) of(method, path string) (kind string, body io.Reader) {
	for kind, content := range b.Paths[strings.TrimPrefix(path, api.Base)][strings.ToLower(method)].RequestBody.Content {
		if kind == "multipart/form-data" {
			form := "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nwords\r\n--b--\r\n"
			return kind + "; boundary=b", strings.NewReader(form)
		}
		written, err := json.Marshal(b.value(content.Schema))
		if err != nil {
			panic(err)
		}
		return kind, strings.NewReader(string(written))
	}
	return "application/json", strings.NewReader("{}")
}

func (b *bodies) value(s schema) any {
	if name, ok := strings.CutPrefix(s.Ref, "#/components/schemas/"); ok {
		return b.value(b.Components.Schemas[name])
	}
	if len(s.Enum) > 0 {
		return s.Enum[0]
	}
	kind, _ := s.Type.(string)
	if list, several := s.Type.([]any); several {
		kind, _ = list[0].(string)
	}
	switch kind {
	case "object":
		object := map[string]any{}
		for _, name := range s.Required {
			if object[name] = b.value(s.Properties[name]); name == "currency" {
				object[name] = "USD"
			}
		}
		return object
	case "array":
		list := []any{}
		for range s.MinItems {
			list = append(list, b.value(*s.Items))
		}
		return list
	case "integer", "number":
		return max(1, s.Minimum)
	case "boolean":
		return true
	case "string":
		return b.text(s)
	}
	return nil
}

func (b *bodies) text(s schema) string {
	switch s.Format {
	case "date-time":
		return "2030-01-02T03:04:05Z"
	case "date":
		return "2030-01-02"
	case "email":
		return "someone@example.org"
	case "uuid":
		return "01a1f8c8-ad0f-7c2f-8ffe-2e9e98f13c3d"
	}
	return strings.Repeat("x", max(1, s.MinLength))
}
