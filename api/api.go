// Package api is what programs see: every operation under /api/v1, its
// description as OpenAPI 3.1 at /api/openapi.json, and an offline reader for it
// at /api/ (OPR-12).
//
// An operation is one row of a literal table, operations_<subject>.go, with the
// right it needs and whose object it is about, like the pages' routes. Page and
// operation never share a handler; they share a door. Refusals are problem
// details (RFC 9457) made from faults.
package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"guildhall/account"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/money"
	"guildhall/say"
)

// Base is the path all operations stand under. The first number changes when
// something that worked would stop working; everything else is only added.
const Base = "/api/v1"

// Subject is a group of operations in the description.
type Subject struct {
	Name       string
	Operations []Operation
}

// Operation is one row: what it is called, who may do it, to whose thing.
type Operation struct {
	Method, Path string // Path is below Base
	Name         string // the operation's id in the description
	Right        account.Right
	Whose        desk.Object
	Status       int   // of the answer when it worked
	BodyBytesMax int64 // 0 stands for desk.BodyBytesMax

	itemsMax int           // of a list that is answered whole; 0: of none
	looking  bool          // a POST that changes nothing
	queries  []*huma.Param // of operations that answer with bytes
	attach   func(huma.API, huma.Operation)
}

// Keyed reports whether a program must name its intention, so that a repeat
// changes nothing twice (ORD-35).
func (o Operation) Keyed() bool { return o.Method == http.MethodPost && !o.looking }

// Changes reports whether the operation changes anything.
func (o Operation) Changes() bool { return o.Method != http.MethodGet && !o.looking }

// Operations lists every operation of every subject.
func Operations() []Operation {
	var all []Operation
	for _, subject := range Subjects {
		all = append(all, subject.Operations...)
	}
	return all
}

// Mount answers what the desk's mux needs to serve the API.
func Mount(d *desk.Desk) func(*http.ServeMux) {
	d.Problem = answerProblem
	return func(mux *http.ServeMux) {
		document := describe(build(&adapter{desk: d, mux: mux}))
		mux.Handle("GET /api/openapi.json", served("application/json", document))
		mountReader(mux)
		mux.Handle("/api/", d.Page(desk.Route{Handle: func(*desk.Visit) error { return fault.Missing() }}))
	}
}

// Document is the OpenAPI document, as it is served.
func Document() []byte {
	return describe(build(&adapter{mux: http.NewServeMux()}))
}

func describe(a huma.API) []byte {
	document, err := json.MarshalIndent(a.OpenAPI(), "", "  ")
	if err != nil {
		panic(err) // it is made of constants
	}
	return append(document, '\n')
}

// english writes the description, which is one document for all readers.
var english = say.For("en", nil, money.Currency("USD"))

func build(a *adapter) huma.API {
	config := huma.DefaultConfig(english.T("api.title"), "1")
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.CreateHooks = nil // no $schema in answers
	config.RejectUnknownQueryParameters = true
	config.Info.Description = english.T("api.about")
	config.Info.License = &huma.License{Name: "Apache License 2.0", Identifier: "Apache-2.0"}
	config.Servers = []*huma.Server{{URL: Base}}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		tokenScheme:   {Type: "http", Scheme: "bearer", Description: english.T("api.security.token")},
		sessionScheme: {Type: "apiKey", In: "cookie", Name: desk.SessionCookie, Description: english.T("api.security.session")},
	}
	for _, subject := range Subjects {
		config.Tags = append(config.Tags, &huma.Tag{Name: subject.Name, Description: english.T("api.subject." + subject.Name)})
	}
	made := huma.NewAPI(config, a)
	for _, subject := range Subjects {
		for _, o := range subject.Operations {
			a.row = o
			o.attach(made, o.described(subject.Name))
		}
	}
	for _, item := range made.OpenAPI().Paths {
		explainPages(item.Get)
	}
	return made
}

// explainPages says of the parameters that all lists share what they are.
func explainPages(o *huma.Operation) {
	if o == nil {
		return
	}
	for _, p := range o.Parameters {
		if p.In == "query" && (p.Name == "limit" || p.Name == "after") {
			p.Description = english.T("api." + p.Name)
		}
	}
}

// The names of the ways to prove who asks.
const (
	tokenScheme   = "token"
	sessionScheme = "session"
)

// described is the operation's part of the description.
func (o Operation) described(subject string) huma.Operation {
	made := huma.Operation{
		OperationID: o.Name, Method: o.Method, Path: o.Path, Tags: []string{subject},
		Summary: english.T("api." + o.Name), DefaultStatus: o.Status, MaxBodyBytes: o.BodyBytesMax,
		Errors: o.refusals(), Security: []map[string][]string{},
	}
	if o.Right != account.Anyone {
		needs := []string{string(o.Right)}
		made.Security = []map[string][]string{{tokenScheme: needs}, {sessionScheme: needs}}
	}
	for _, part := range strings.Split(o.Path, "/") {
		if name, named := strings.CutPrefix(part, "{"); named {
			made.Parameters = append(made.Parameters, &huma.Param{
				Name: strings.TrimSuffix(name, "}"), In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString},
			})
		}
	}
	made.Parameters = append(made.Parameters, o.queries...)
	if o.itemsMax > 0 {
		made.Description = english.T("api.most", "max", o.itemsMax)
	}
	if o.Keyed() {
		made.Parameters = append(made.Parameters, &huma.Param{
			Name: "Idempotency-Key", In: "header", Required: true, Description: english.T("api.key"),
			Schema: &huma.Schema{Type: huma.TypeString, MaxLength: new(keyBytesMax), MinLength: new(1)},
		})
	}
	return made
}

// refusals are the statuses an operation can refuse with.
func (o Operation) refusals() []int {
	statuses := []int{http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusServiceUnavailable}
	if o.Right != account.Anyone {
		statuses = append(statuses, http.StatusUnauthorized, http.StatusForbidden)
	}
	if o.Method != http.MethodGet {
		statuses = append(statuses, http.StatusConflict)
	}
	slices.Sort(statuses)
	return statuses
}

func served(contentType string, body []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.Write(body) //nolint:errcheck // the reader is gone
	})
}
