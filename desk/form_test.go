package desk_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"guildhall/desk"
	"guildhall/fault"
	"guildhall/money"
	"guildhall/testkit"
)

// filled runs read on a form that was sent with these values.
func filled(t *testing.T, values url.Values, read func(*desk.Form)) *desk.Form {
	t.Helper()
	store, clock := testkit.SQLite(t)
	var form *desk.Form
	h := open(t, store, clock, desk.Route{Method: "POST", Pattern: "/form", Handle: func(v *desk.Visit) error {
		form = v.Form()
		read(form)
		return v.Render(text(""))
	}})
	answer := h.post("/form", values)
	if want := map[bool]int{true: 422, false: 200}[form.Bad()]; answer.StatusCode != want {
		t.Errorf("status %d, want %d", answer.StatusCode, want)
	}
	return form
}

func TestAFormReadsWhatFits(t *testing.T) {
	values := url.Values{"title": {"  A\tlogo "}, "text": {"one\r\ntwo "}, "price": {"12,50"}, "units": {"3"},
		"kind": {"b"}, "agree": {"yes"}, "at": {"2026-11-27T14:30"}, "tags": {"x", "y"}}
	form := filled(t, values, func(f *desk.Form) {
		if got := f.Required("title", 20); got != "Alogo" {
			t.Errorf("title %q", got)
		}
		if got := f.Lines("text", 20); got != "one\ntwo" {
			t.Errorf("text %q", got)
		}
		if got := f.Amount("price"); got != money.Amount(1250) {
			t.Errorf("price %d", got)
		}
		if got := f.Int("units", 1, 5); got != 3 {
			t.Errorf("units %d", got)
		}
		if got := f.Choice("kind", "a", "b"); got != "b" || !f.Flag("agree") || len(f.Many("tags", 5)) != 2 {
			t.Errorf("kind %q", got)
		}
		if got := f.Moment("at").Format("2006-01-02 15:04 MST"); got != "2026-11-27 14:30 UTC" {
			t.Errorf("at %s", got)
		}
	})
	if form.Bad() {
		t.Error(form.Err())
	}
}

func TestAFormSaysAllThatIsWrongAtOnce(t *testing.T) {
	values := url.Values{"long": {strings.Repeat("é", 6)}, "price": {"1.234"}, "units": {"99"}, "word": {"three"}, "kind": {"z"}, "at": {"soon"}}
	form := filled(t, values, func(f *desk.Form) {
		f.Text("long", 5)
		f.Required("empty", 5)
		f.Amount("price")
		f.Int("units", 1, 5)
		f.Int("word", 1, 5)
		f.Choice("kind", "a", "b")
		f.Moment("at")
	})
	for field, code := range map[string]string{"long": "desk_text_long", "empty": "desk_required", "price": "amount_decimals",
		"units": "desk_number_bounds", "word": "desk_number_malformed", "kind": "desk_choice", "at": "desk_moment_malformed"} {
		if wrong := form.Wrong(field); wrong == nil || wrong.Code != code || form.Why(field) == "" {
			t.Errorf("%s: %v, want %s", field, wrong, code)
		}
		if form.Value(field) != values.Get(field) {
			t.Errorf("%s: what was typed is lost", field)
		}
	}
	if wrong, _ := fault.As(form.Err()); len(wrong.All()) != 7 {
		t.Errorf("%d faults together, want 7", len(wrong.All()))
	}
}

func TestABodyPastItsLimitIsRefused(t *testing.T) {
	store, clock := testkit.SQLite(t)
	h := open(t, store, clock, desk.Route{Method: "POST", Pattern: "/form", BodyBytesMax: 100, Handle: func(v *desk.Visit) error {
		if err := v.Form().Err(); err != nil {
			return err
		}
		return v.Render(text("read"))
	}})
	if got := h.post("/form", url.Values{"a": {strings.Repeat("x", 200)}}).StatusCode; got != 422 {
		t.Errorf("a large form: %d", got)
	}
	if got := h.post("/form", url.Values{"a": {"x"}}).StatusCode; got != 200 {
		t.Errorf("a small form: %d", got)
	}
}

func TestAFileFieldLeftAloneIsNoFile(t *testing.T) {
	var sent bytes.Buffer
	parts := multipart.NewWriter(&sent)
	for _, name := range []string{"", "work.txt"} {
		part, err := parts.CreateFormFile(map[string]string{"": "none", "work.txt": "work"}[name], name)
		if err != nil {
			t.Fatal(err)
		}
		part.Write([]byte(name))
	}
	parts.Close()
	store, clock := testkit.SQLite(t)
	h := open(t, store, clock, desk.Route{Method: "POST", Pattern: "/form", Handle: func(v *desk.Visit) error {
		f := v.Form()
		if f.Upload("none") != nil || f.Upload("other") != nil {
			t.Error("a file out of nothing")
		}
		if up := f.Upload("work"); up == nil || up.Filename != "work.txt" {
			t.Errorf("the file is lost: %v", up)
		}
		return v.Render(text(""))
	}})
	r := httptest.NewRequest(http.MethodPost, "/form", &sent)
	r.Header.Set("Content-Type", parts.FormDataContentType())
	h.send(r)
}
