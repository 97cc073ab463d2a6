package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"image"
	"image/png"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guildhall/account"
	"guildhall/api"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/file"
	"guildhall/say"
	"guildhall/testkit"
	"guildhall/town"
)

var update = flag.Bool("update", false, "write the golden files anew")

// world is a town whose API is served.
type world struct {
	*town.Town
	t      *testing.T
	server *httptest.Server
	keys   int
}

func newWorld(t *testing.T, store *db.Store, clock *testkit.Clock) *world {
	t.Helper()
	return worldUnder(t, store, clock, "services")
}

func worldUnder(t *testing.T, store *db.Store, clock *testkit.Clock, preset string) *world {
	t.Helper()
	files, err := file.OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Town: town.Under(t, store, clock, preset), t: t}
	d := desk.New(store, files, desk.Config{Log: slog.New(slog.DiscardHandler)})
	w.server = httptest.NewServer(d.Handler(nil, api.Mount(d)))
	t.Cleanup(w.server.Close)
	return w
}

// caller asks as one member with a token.
type caller struct {
	w     *world
	token string
}

// as makes a token of the member with all scopes, or the given ones.
func (w *world) as(m account.Member, scopes ...account.Scope) caller {
	w.t.Helper()
	if len(scopes) == 0 {
		scopes = account.Scopes
	}
	secret := account.NewToken()
	w.Write(func(tx *db.Tx) error {
		_, err := account.MakeToken(tx, m.ID, "test", secret, scopes, time.Time{})
		return err
	})
	return caller{w, account.TokenPrefix + secret}
}

// visitor asks as nobody.
func (w *world) visitor() caller { return caller{w: w} }

// reply is an answer of the API.
type reply struct {
	t      *testing.T
	status int
	head   http.Header
	body   []byte
}

// get reads.
func (c caller) get(path string) reply { return c.send("GET", path, "", nil) }

// post changes, with a fresh key.
func (c caller) post(path string, body any) reply {
	c.w.keys++
	return c.send("POST", path, "key-"+strconv.Itoa(c.w.keys), body)
}

func (c caller) send(method, path, key string, body any) reply {
	c.w.t.Helper()
	var sent io.Reader
	switch body := body.(type) {
	case nil:
	case string:
		sent = strings.NewReader(body)
	default:
		text, err := json.Marshal(body)
		if err != nil {
			c.w.t.Fatal(err)
		}
		sent = bytes.NewReader(text)
	}
	r, err := http.NewRequestWithContext(context.Background(), method, c.w.server.URL+api.Base+path, sent)
	if err != nil {
		c.w.t.Fatal(err)
	}
	if sent != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	return c.do(r)
}

func (c caller) do(r *http.Request) reply {
	c.w.t.Helper()
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	answered, err := http.DefaultClient.Do(r)
	if err != nil {
		c.w.t.Fatal(err)
	}
	defer answered.Body.Close()
	got, err := io.ReadAll(answered.Body)
	if err != nil {
		c.w.t.Fatal(err)
	}
	c.described(r, answered, got)
	return reply{c.w.t, answered.StatusCode, answered.Header, got}
}

// described holds every answer of every test to the description.
func (c caller) described(r *http.Request, answered *http.Response, body []byte) {
	c.w.t.Helper()
	path := strings.TrimPrefix(r.URL.Path, api.Base)
	for _, departure := range api.Departures(r.Method, path, answered.StatusCode, body) {
		if departure != "no such operation" || answered.StatusCode != http.StatusNotFound {
			c.w.t.Errorf("%s %s: %d is not as described: %s\n%s", r.Method, path, answered.StatusCode, departure, body)
		}
	}
}

// ok fails the test unless the status is 200 or 201, and reads the body.
func (r reply) ok() value {
	r.t.Helper()
	if r.status != http.StatusOK && r.status != http.StatusCreated {
		r.t.Fatalf("answered %d\n%s", r.status, r.body)
	}
	return r.value()
}

func (r reply) value() value {
	r.t.Helper()
	var read any
	dec := json.NewDecoder(bytes.NewReader(r.body))
	dec.UseNumber()
	if err := dec.Decode(&read); err != nil {
		r.t.Fatalf("answered %d with no JSON: %v\n%s", r.status, err, r.body)
	}
	return value{r.t, read}
}

// refused fails the test unless the answer is a problem with that status and
// code, and beside that field where one is given.
func (r reply) refused(status int, code, field string) {
	r.t.Helper()
	if r.status != status || r.head.Get("Content-Type") != "application/problem+json" {
		r.t.Fatalf("answered %d as %s, want %d\n%s", r.status, r.head.Get("Content-Type"), status, r.body)
	}
	p := r.value()
	found := field == "" && p.at("code").text() == code
	if field != "" {
		for _, one := range p.at("errors").list() {
			found = found || (one.at("code").text() == code && one.at("field").text() == field)
		}
	}
	if !found || p.at("detail").text() == "" || p.at("type").text() == "" {
		r.t.Errorf("want %s at %q, got\n%s", code, field, r.body)
	}
}

// value walks through JSON.
type value struct {
	t *testing.T
	v any
}

// at follows names and list places: at("money", "held", "minor").
func (v value) at(path ...string) value {
	v.t.Helper()
	for _, step := range path {
		switch now := v.v.(type) {
		case map[string]any:
			v.v = now[step]
		case []any:
			n, err := strconv.Atoi(step)
			if err != nil || n >= len(now) {
				v.t.Fatalf("no place %s in a list of %d", step, len(now))
			}
			v.v = now[n]
		default:
			v.v = nil
		}
	}
	return v
}

func (v value) text() string {
	text, _ := v.v.(string)
	return text
}

func (v value) number() int64 {
	v.t.Helper()
	number, ok := v.v.(json.Number)
	if !ok {
		v.t.Fatalf("%v is no number", v.v)
	}
	n, err := number.Int64()
	if err != nil {
		v.t.Fatal(err)
	}
	return n
}

func (v value) list() []value {
	all, _ := v.v.([]any)
	list := make([]value, 0, len(all))
	for _, one := range all {
		list = append(list, value{v.t, one})
	}
	return list
}

func sum(minor int64) map[string]any { return map[string]any{"minor": minor, "currency": "USD"} }

func TestTheDescriptionIsTheGoldenFile(t *testing.T) {
	got := api.Document()
	const path = "../docs/api/openapi.json"
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("the API is described otherwise (run with -update to accept):\n%s", diff)
	}
}

func TestEveryOperationIsDescribedWithItsRight(t *testing.T) {
	english, names := say.For("en", nil, "USD"), map[string]bool{}
	for _, o := range api.Operations() {
		if !english.Has("api." + o.Name) {
			t.Errorf("%s has no summary", o.Name)
		}
		if names[o.Name] {
			t.Errorf("two operations are called %s", o.Name)
		}
		names[o.Name] = true
		if strings.Contains(o.Path, "{") && o.Whose == desk.Own {
			t.Errorf("%s names a thing but not whose", o.Name)
		}
	}
}

func TestTheDescriptionAndItsReaderAreServed(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	for path, want := range map[string]string{
		"/api/openapi.json":                "application/json",
		"/api/":                            "text/html; charset=utf-8",
		"/api/reader/start.js":             "text/javascript; charset=utf-8",
		"/api/reader/swagger-ui-bundle.js": "text/javascript; charset=utf-8",
		"/api/reader/swagger-ui.css":       "text/css; charset=utf-8",
	} {
		answered, err := http.Get(w.server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answered.Body)
		answered.Body.Close()
		if err != nil || answered.StatusCode != http.StatusOK || answered.Header.Get("Content-Type") != want || len(body) < 100 {
			t.Errorf("%s: %d %s, %d bytes, %v", path, answered.StatusCode, answered.Header.Get("Content-Type"), len(body), err)
		}
		if strings.HasSuffix(path, "/") && (bytes.Contains(body, []byte("<style")) || bytes.Contains(body, []byte("https://"))) {
			t.Error("the reader wants what the content policy forbids")
		}
	}
}

func TestWhoAsksMustProveIt(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	nobody := w.visitor().get("/orders")
	nobody.refused(http.StatusUnauthorized, "sign_in_first", "")
	if nobody.head.Get("WWW-Authenticate") != "Bearer" {
		t.Error("the answer does not say how")
	}
	caller{w, "gh_nonsense"}.get("/orders").refused(http.StatusUnauthorized, "sign_in_first", "")
	caller{w, "nonsense"}.get("/orders").refused(http.StatusUnauthorized, "sign_in_first", "")
	w.visitor().get("/nothing-here").refused(http.StatusNotFound, "not_found", "")
	w.as(w.Newcomer).post("/orders", map[string]any{}).refused(http.StatusForbidden, "desk_confirm_first", "")
}

func TestATokenReachesAsFarAsItsScopes(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	w.as(w.Buyer, account.ScopeOrders).get("/orders").ok()
	w.as(w.Buyer, account.ScopeRead).get("/orders").ok()
	w.as(w.Buyer, account.ScopeServices).get("/orders").refused(http.StatusForbidden, "api_scope", "")
	w.as(w.Buyer, account.ScopeRead).post("/orders", map[string]any{}).refused(http.StatusForbidden, "api_scope", "")
	order := w.placed()
	w.as(w.Buyer, account.ScopeRead, account.ScopeMessages).post("/orders/"+order+"/cancellation",
		map[string]any{"reason": "by_mistake"}).refused(http.StatusForbidden, "api_read_only", "")
}

// drawing is a small picture.
func drawing(t *testing.T) []byte {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, 8, 8))
	var packed bytes.Buffer
	if err := png.Encode(&packed, picture); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

// upload sends a drawing as a form with one file.
func (c caller) upload(path, name string) reply {
	c.w.t.Helper()
	c.w.keys++
	return c.uploadBytes(path, name, "upload-"+strconv.Itoa(c.w.keys), drawing(c.w.t))
}

func (c caller) uploadBytes(path, name, key string, content []byte) reply {
	c.w.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		c.w.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(context.Background(), "POST", c.w.server.URL+api.Base+path, &body)
	if err != nil {
		c.w.t.Fatal(err)
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Idempotency-Key", key)
	return c.do(r)
}
