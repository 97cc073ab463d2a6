package api

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
)

var described = sync.OnceValue(func() *huma.OpenAPI { return build(&adapter{mux: http.NewServeMux()}).OpenAPI() })

// Departures lists where an answer departs from the description of its
// operation; an operation or status that is not described is one too.
func Departures(method, path string, status int, body []byte) []string {
	operation, found := find(method, path)
	if !found {
		return []string{"no such operation"}
	}
	promised := operation.Responses[strconv.Itoa(status)]
	if promised == nil {
		return []string{"the status is not described"}
	}
	content := promised.Content["application/json"]
	if status >= http.StatusBadRequest {
		content = promised.Content["application/problem+json"]
	}
	if content == nil {
		return nil // bytes
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return []string{err.Error()}
	}
	var result huma.ValidateResult
	huma.Validate(described().Components.Schemas, content.Schema, huma.NewPathBuffer(nil, 0), huma.ModeReadFromServer, value, &result)
	var all []string
	for _, err := range result.Errors {
		all = append(all, err.Error())
	}
	if row, known := value.(map[string]any); known && method == http.MethodGet {
		items, _ := row["items"].([]any)
		if most := itemsMax(operation.OperationID); most > 0 && len(items) > most {
			all = append(all, "it holds more than is stated")
		}
	}
	return all
}

func itemsMax(name string) int {
	for _, o := range Operations() {
		if o.Name == name {
			return o.itemsMax
		}
	}
	return 0
}

func find(method, path string) (*huma.Operation, bool) {
	path, _, _ = strings.Cut(path, "?")
	for _, o := range Operations() {
		if o.Method != method || !fits(o.Path, path) {
			continue
		}
		item := described().Paths[o.Path]
		return map[string]*huma.Operation{
			http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPut: item.Put, http.MethodDelete: item.Delete,
		}[method], true
	}
	return nil, false
}

// fits compares a path with a pattern. No two patterns of ours fit one path with
// the same number of parts and method, so the first that fits is it.
func fits(pattern, path string) bool {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		if want[i] != got[i] && !strings.HasPrefix(want[i], "{") {
			return false
		}
	}
	return true
}
