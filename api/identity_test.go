package api_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"testing"

	"guildhall/api"
	"guildhall/db"
	"guildhall/testkit"
)

// asksIdentity sends a name and a document.
func (c caller) asksIdentity(name, document string) reply {
	c.w.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if err := form.WriteField("legal_name", name); err != nil {
		c.w.t.Fatal(err)
	}
	part, err := form.CreateFormFile("document", document)
	if err == nil {
		_, err = part.Write(drawing(c.w.t))
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		c.w.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(context.Background(), "POST", c.w.server.URL+api.Base+"/account/identity", &body)
	if err != nil {
		c.w.t.Fatal(err)
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Idempotency-Key", "identity "+document)
	return c.do(r)
}

// TestAnIdentityIsCheckedByPrograms is ACC-19 through the API.
func TestAnIdentityIsCheckedByPrograms(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		seller, finance := w.as(w.Seller), w.as(w.Finance)
		if state := seller.get("/account/identity").ok().at("state").text(); state != "none" {
			t.Errorf("before anything: %s", state)
		}
		if state := seller.asksIdentity("Sam Seller", "passport.png").ok().at("state").text(); state != "waiting" {
			t.Errorf("asked: %s", state)
		}
		seller.asksIdentity("Sam Seller", "again.png").refused(http.StatusConflict, "identity_waits", "")
		if login := finance.get("/staff/identity").ok().at("items", "0", "login").text(); login != w.Seller.Login {
			t.Errorf("%q waits", login)
		}
		if name := finance.get("/staff/identity/sam").ok().at("legal_name").text(); name != "Sam Seller" {
			t.Errorf("staff compare with %q", name)
		}
		if r := finance.get("/staff/identity/sam/document"); r.status != http.StatusOK {
			t.Errorf("the document: %d", r.status)
		}
		finance.post("/staff/identity/sam", map[string]any{"decision": "verify"}).ok()
		if w.visitor().get("/members/sam").ok().at("verified").v != true {
			t.Error("a member who is verified is not said to be")
		}
		finance.get("/staff/identity/sam/document").refused(http.StatusNotFound, "not_found", "")
		finance.post("/staff/identity/sam", map[string]any{"decision": "refuse"}).refused(http.StatusUnprocessableEntity, "required", "reason")
	})
}
