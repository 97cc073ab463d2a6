package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"guildhall/api"
)

// description is the part of the OpenAPI document that these tests read.
type description struct {
	Paths map[string]map[string]struct {
		Description string
		Parameters  []struct{ Name, In, Description string }
		Responses   map[string]struct {
			Content map[string]struct {
				Schema struct {
					Ref string `json:"$ref"`
				}
			}
		}
	}
	Components struct {
		Schemas map[string]struct {
			Properties map[string]json.RawMessage
		}
	}
	Info struct{ Description string }
}

func describedAs(t *testing.T) description {
	t.Helper()
	var read description
	if err := json.Unmarshal(api.Document(), &read); err != nil {
		t.Fatal(err)
	}
	return read
}

// queriesOf are the parameters of an operation that reads.
func queriesOf(t *testing.T, path string) []string {
	t.Helper()
	var names []string
	for _, p := range describedAs(t).Paths[path]["get"].Parameters {
		if p.In == "query" {
			names = append(names, p.Name)
		}
	}
	return names
}

// trees are answered whole: they are no lists.
var trees = map[string]bool{"listCategories": true, "listCategoryRules": true}

// TestEveryListEndsSomewhere wants of each operation that answers a list either
// a cursor or a limit that the description states (a limit alone stands where
// what was dealt with makes room for the rest).
func TestEveryListEndsSomewhere(t *testing.T) {
	read := describedAs(t)
	lists := 0
	for _, o := range api.Operations() {
		if o.Method != http.MethodGet || trees[o.Name] {
			continue
		}
		row := read.Paths[o.Path]["get"]
		schema := strings.TrimPrefix(row.Responses["200"].Content["application/json"].Schema.Ref, "#/components/schemas/")
		if _, list := read.Components.Schemas[schema].Properties["items"]; !list {
			continue
		}
		lists++
		asks := map[string]bool{}
		for _, p := range row.Parameters {
			asks[p.Name] = p.Description != ""
		}
		stated := strings.Contains(row.Description, "At most")
		if _, pages := read.Components.Schemas[schema].Properties["next"]; !pages {
			t.Errorf("%s answers a list without a place for next", o.Name)
		}
		switch {
		case asks["after"] && asks["limit"] && !stated:
		case !asks["after"] && stated != asks["limit"]:
		default:
			t.Errorf("%s: limit %t, cursor %t, stated limit %t", o.Name, asks["limit"], asks["after"], stated)
		}
	}
	if lists < 30 {
		t.Errorf("only %d lists were looked at", lists)
	}
	for _, told := range []string{"429", "Retry-After", "api_cursor", "limit and after"} {
		if !strings.Contains(read.Info.Description, told) {
			t.Errorf("the description does not tell of %s", told)
		}
	}
}
