package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/moderation"
	"guildhall/say"
)

// keyBytesMax bounds the key by which a program names an intention.
const keyBytesMax = 128

// Call is one request to an operation.
type Call struct {
	*desk.Visit
	Token account.Token // zero when a session asks
	body  [sha256.Size]byte
}

// Agent is how the diary names the software that acted for the member.
func (c *Call) Agent() string {
	if c.Token.ID.IsZero() {
		return ""
	}
	return "token:" + c.Token.ID.String()
}

// op makes a row of the table. Its route is written as a mux pattern.
func op[I, O any](route, name string, right account.Right, whose desk.Object, handle func(*Call, *I) (O, error)) Operation {
	method, path, _ := strings.Cut(route, " ")
	status := http.StatusOK
	return Operation{
		Method: method, Path: path, Name: name, Right: right, Whose: whose, Status: status,
		attach: func(a huma.API, described huma.Operation) {
			huma.Register(a, described, func(ctx context.Context, in *I) (*answer[O], error) {
				call := callOf(ctx)
				out, err := handle(call, in)
				if err = call.strikes(err); err != nil {
					return nil, problemOf(call.Visit, err)
				}
				return &answer[O]{Body: out}, nil
			})
		},
	}
}

// bytesOf makes a row that answers with bytes instead of JSON.
func bytesOf(route, name string, right account.Right, whose desk.Object, handle func(*Call) error) Operation {
	o := op(route, name, right, whose, func(*Call, *struct{}) (Done, error) { return Done{}, nil })
	o.attach = func(a huma.API, described huma.Operation) {
		problems := a.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "")
		described.Responses = map[string]*huma.Response{
			"200": {Description: http.StatusText(http.StatusOK), Content: map[string]*huma.MediaType{
				"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
			}},
		}
		for _, status := range described.Errors {
			described.Responses[strconv.Itoa(status)] = &huma.Response{
				Description: http.StatusText(status),
				Content:     map[string]*huma.MediaType{"application/problem+json": {Schema: problems}},
			}
		}
		a.OpenAPI().AddOperation(&described)
		a.Adapter().Handle(&described, func(ctx huma.Context) {
			call := callOf(ctx.Context())
			err := call.knownQueries(described.Parameters)
			if err == nil {
				err = handle(call)
			}
			if err != nil {
				p := problemOf(call.Visit, err)
				answerBytes(call.W, p)
			}
		})
	}
	return o
}

// asks adds a parameter to an operation that answers with bytes; the first
// choice is taken where it is left out, and without choices it is free text.
func (o Operation) asks(name string, choices ...any) Operation {
	schema := &huma.Schema{Type: huma.TypeString, Enum: choices}
	if len(choices) > 0 {
		schema.Default = choices[0]
	}
	o.queries = append(o.queries, &huma.Param{Name: name, In: "query", Schema: schema})
	return o
}

// knownQueries refuses parameters that are not described. Fault:
// api_unknown_field at the name.
func (c *Call) knownQueries(described []*huma.Param) error {
	for name := range c.R.URL.Query() {
		if !slices.ContainsFunc(described, func(p *huma.Param) bool { return p.In == "query" && p.Name == name }) {
			return fault.Invalid("api_unknown_field").At(name)
		}
	}
	return nil
}

// choice reads such a parameter. Fault: api_choice at the name.
func (c *Call) choice(name string, choices ...any) (string, error) {
	sent := c.Query(name)
	switch {
	case sent == "":
		sent, _ = choices[0].(string)
	case !slices.Contains(choices, any(sent)):
		return "", fault.Invalid("api_choice").At(name)
	}
	return sent, nil
}

// atMost bounds the bytes of a request.
func (o Operation) atMost(bytes int64) Operation {
	o.BodyBytesMax = bytes
	return o
}

// most states the limit of a list that is answered whole.
func (o Operation) most(items int) Operation {
	o.itemsMax = items
	return o
}

// strikes counts refused contact details (TRU-6): refusing is no sanction, but
// staff look when it happens again and again. It answers the refusal.
func (c *Call) strikes(refused error) error {
	if !errors.Is(refused, contactDetails) || !c.SignedIn() {
		return refused
	}
	if err := c.Write(func(tx *db.Tx) error { return moderation.Strike(tx, c.Member.ID) }); err != nil {
		return err
	}
	return refused
}

var contactDetails = fault.Invalid("contact_details")

// answer carries the body; huma wants the field of that name.
type answer[O any] struct{ Body O }

// creating marks operations that make something new: they answer with 201.
func (o Operation) creating() Operation {
	o.Status = http.StatusCreated
	return o
}

// looks marks a POST that changes nothing and needs no key.
func (o Operation) looks() Operation {
	o.looking = true
	return o
}

// adapter puts huma's operations on the desk's mux, each as a visit.
type adapter struct {
	desk *desk.Desk
	mux  *http.ServeMux
	row  Operation // the one that is being attached
}

// Handle is called by huma for each operation.
func (a *adapter) Handle(described *huma.Operation, handle func(huma.Context)) {
	if a.desk == nil {
		return // only described
	}
	row := a.row
	route := desk.Route{Method: row.Method, Pattern: Base + row.Path, BodyBytesMax: row.BodyBytesMax}
	route.Handle = func(v *desk.Visit) error {
		call, err := admitted(v, row)
		if err != nil {
			return err
		}
		ctx := context.WithValue(v.R.Context(), callKey{}, call)
		handle(humago.NewContext(described, v.R.WithContext(ctx), v.W))
		v.Taken()
		return nil
	}
	a.mux.Handle(route.Method+" "+route.Pattern, a.desk.Page(route))
}

// ServeHTTP makes the adapter what huma asks for; the mux itself serves.
func (a *adapter) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.mux.ServeHTTP(w, r) }

type callKey struct{}

func callOf(ctx context.Context) *Call { return ctx.Value(callKey{}).(*Call) }

// admitted finds out who asks and whether they may.
func admitted(v *desk.Visit, o Operation) (*Call, error) {
	call := &Call{Visit: v}
	if err := call.enter(); err != nil {
		return nil, err
	}
	if err := call.may(o); err != nil {
		return nil, err
	}
	return call, call.readBody()
}

// enter recognises the token of the Authorization header, which goes before a
// session's cookie. A wrong one is refused even where nobody need sign in.
func (c *Call) enter() error {
	header := c.R.Header.Get("Authorization")
	if header == "" {
		return nil
	}
	sent, ok := strings.CutPrefix(header, "Bearer ")
	if !ok {
		return fault.SignIn()
	}
	err := c.Read(func(tx *db.Tx) error {
		var err error
		c.Token, c.Member, err = account.EnterByToken(tx, sent)
		return err
	})
	if err != nil {
		return err
	}
	c.Session = account.Session{}
	c.Say = say.For(c.Member.Language, c.Member.Location(), c.Site.Currency)
	c.used()
	return nil
}

// used notes that the token and its member are active, at most once a minute.
// It is no part of what was asked for, so a failure is only logged.
func (c *Call) used() {
	if c.At.Sub(c.Token.Used) < time.Minute {
		return
	}
	err := c.Write(func(tx *db.Tx) error {
		return firstOf(
			func() error { return account.TokenUsed(tx, c.Token) },
			func() error { return account.Touch(tx, c.Member) },
		)
	})
	if err != nil {
		c.Config.Log.Warn("activity not noted", "request", c.ID, "error", err)
	}
}

// may checks the row's right and the token's scopes. What is staff's looks like
// nothing to others.
func (c *Call) may(o Operation) error {
	switch {
	case o.Right == account.Anyone:
		return nil
	case !c.SignedIn():
		return fault.SignIn()
	case !c.May(o.Right) && o.Whose == desk.Staffs:
		return fault.Missing()
	case !c.May(o.Right) && !c.Member.Confirmed:
		return fault.Denied("desk_confirm_first")
	case !c.May(o.Right):
		return fault.Denied("desk_no_right")
	case c.Token.ID.IsZero():
		return nil
	default:
		return c.scoped(o)
	}
}

// scoped checks the token's scopes: what a token may only read it cannot
// change, whichever other scopes it has.
func (c *Call) scoped(o Operation) error {
	changing := account.Token{Scopes: slices.DeleteFunc(slices.Clone(c.Token.Scopes), func(s account.Scope) bool {
		return s == account.ScopeRead
	})}
	switch {
	case !c.Token.Allows(o.Right):
		return fault.Denied("api_scope", "right", string(o.Right))
	case o.Changes() && !changing.Allows(o.Right):
		return fault.Denied("api_read_only")
	default:
		return nil
	}
}

// readBody takes the body once for its hash and puts it back for huma. Bodies
// with files are hashed by what is uploaded instead.
func (c *Call) readBody() error {
	if c.R.Method == http.MethodGet || strings.HasPrefix(c.R.Header.Get("Content-Type"), "multipart/") {
		return nil
	}
	body, err := io.ReadAll(c.R.Body)
	if err != nil {
		return err
	}
	c.R.Body = io.NopCloser(bytes.NewReader(body))
	c.hash(body)
	return nil
}

func (c *Call) hash(body []byte) {
	c.body = sha256.Sum256(append([]byte(c.R.Method+" "+c.R.URL.RequestURI()+"\n"), body...))
}

// once carries an intention out at most once (ORD-35): a repeat with the same
// key and body gets the answer of the first time, another body is refused. The
// answer is written in the transaction of its effect.
func once[O any](c *Call, fn func(tx *db.Tx) (O, error)) (O, error) {
	var out O
	key := c.R.Header.Get("Idempotency-Key")
	if key == "" || len(key) > keyBytesMax {
		return out, fault.Invalid("api_key_missing", "max", keyBytesMax).At("Idempotency-Key")
	}
	var kept string
	err := c.Write(func(tx *db.Tx) error {
		var err error
		kept, err = desk.Once(tx, desk.Intention{Actor: c.Member.ID, Key: key, Body: c.body}, func(tx *db.Tx) (string, error) {
			made, err := fn(tx)
			if err != nil {
				return "", err
			}
			text, err := json.Marshal(made)
			return string(text), err
		})
		return err
	})
	if err != nil {
		return out, err
	}
	return out, json.Unmarshal([]byte(kept), &out)
}

// read runs fn in one consistent view.
func read[O any](c *Call, fn func(tx *db.Tx) (O, error)) (O, error) {
	var out O
	err := c.Read(func(tx *db.Tx) error {
		var err error
		out, err = fn(tx)
		return err
	})
	return out, err
}

// write runs fn in one transaction, for changes that may be repeated freely.
func write[O any](c *Call, fn func(tx *db.Tx) (O, error)) (O, error) {
	var out O
	err := c.Write(func(tx *db.Tx) error {
		var err error
		out, err = fn(tx)
		return err
	})
	return out, err
}
