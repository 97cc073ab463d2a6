package desk_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/testkit"
)

// streaming answers a file of the given length, and then the error.
func streaming(path string, length int, end error) desk.Route {
	return desk.Route{Method: "GET", Pattern: path, Handle: func(v *desk.Visit) error {
		return v.Stream("text/csv", `a "list".csv`, func(w io.Writer) error {
			if _, err := io.WriteString(w, strings.Repeat("a line\n", length)); err != nil {
				return err
			}
			return end
		})
	}}
}

func TestAFileThatBreaksOffIsNeverTakenForTheWhole(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		cases := []struct {
			path   string
			length int
			end    error
			status int
			whole  bool
		}{
			{"/whole", 100_000, nil, http.StatusOK, true},
			{"/empty", 0, nil, http.StatusOK, true},
			{"/wrong-at-once", 10, fault.Denied("desk_no_right"), http.StatusForbidden, true},
			{"/wrong-half-way", 100_000, errors.New("the disk is gone"), http.StatusOK, false},
		}
		routes := make([]desk.Route, len(cases))
		for i, c := range cases {
			routes[i] = streaming(c.path, c.length, c.end)
		}
		server := httptest.NewServer(open(t, store, clock, routes...).handler)
		defer server.Close()
		plain := http.Client{Transport: &http.Transport{DisableCompression: true}}
		for _, c := range cases {
			got, err := plain.Get(server.URL + c.path)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(got.Body)
			got.Body.Close()
			if got.StatusCode != c.status || (err == nil) != c.whole {
				t.Errorf("%s answered %d, reading it ended with %v", c.path, got.StatusCode, err)
			}
			if c.end == nil && (len(body) != 7*c.length || got.Header.Get("Content-Disposition") != `attachment; filename="a \"list\".csv"`) {
				t.Errorf("%s: %d bytes as %q", c.path, len(body), got.Header.Get("Content-Disposition"))
			}
		}
	})
}
