package api_test

import (
	"bytes"
	"net/http"
	"testing"

	"guildhall/account"
	"guildhall/db"
	"guildhall/id"
	"guildhall/testkit"
)

// joining is what somebody sends to join.
func joining(login string) map[string]any {
	return map[string]any{
		"login": login, "email": login + "@example.org", "password": "correct horse battery",
		"of_age": true, "terms_accepted": true,
	}
}

func TestAProgramJoinsAndSignsIn(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		joined := w.visitor().post("/account", joining("Petra")).ok()
		if joined.at("login").text() != "Petra" || joined.at("confirmed").v != false {
			t.Errorf("joined: %v", joined.v)
		}
		ask := map[string]any{"login": "petra", "password": "correct horse battery", "name": "my tool", "scopes": []string{"orders", "profile"}}
		first := w.visitor().send("POST", "/tokens", "sign-in", ask)
		secret := first.ok().at("secret").text()
		petra := caller{w, secret}
		if got := petra.get("/account").ok().at("login").text(); got != "Petra" {
			t.Errorf("the token is %s's", got)
		}
		if again := w.visitor().send("POST", "/tokens", "sign-in", ask).ok(); again.at("secret").text() != "" || again.at("id").text() != first.value().at("id").text() {
			t.Error("a repeat shows the secret again, or makes another token")
		}
		token := petra.get("/account/tokens").ok().at("items", "0", "id").text()
		petra.send("DELETE", "/account/tokens/"+token, "", nil).ok()
		petra.get("/account").refused(http.StatusUnauthorized, "sign_in_first", "")
	})
}

func TestJoiningTellsAllThatIsWrong(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	bad := joining("x")
	bad["terms_accepted"], bad["password"] = false, "short"
	got := w.visitor().post("/account", bad)
	for _, field := range []string{"login", "password", "terms_accepted"} {
		found := false
		for _, one := range got.value().at("errors").list() {
			found = found || one.at("field").text() == field
		}
		if !found {
			t.Errorf("nothing is said about %s:\n%s", field, got.body)
		}
	}
	w.visitor().post("/account", joining("bea")).refused(http.StatusConflict, "login_taken", "login")
}

func TestAWrongPasswordTellsNothing(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	ask := func(login string) reply {
		return w.visitor().post("/tokens", map[string]any{"login": login, "password": "wrong", "name": "x", "scopes": []string{"read"}})
	}
	known, unknown := ask("bea"), ask("nobody-at-all")
	known.refused(http.StatusUnprocessableEntity, "sign_in_wrong", "")
	if !bytes.Equal(known.body, unknown.body) || known.status != unknown.status {
		t.Errorf("%s\n%s", known.body, unknown.body)
	}
}

func TestAnothersTokenOrSessionLooksLikeNone(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	buyer, stranger := w.as(w.Buyer), w.as(w.Stranger)
	theirs := buyer.get("/account/tokens").ok().at("items", "0", "id").text()
	same(t, stranger.send("DELETE", "/account/tokens/"+theirs, "", nil),
		stranger.send("DELETE", "/account/tokens/"+id.Token{1}.String(), "", nil))
	var session account.Session
	w.Write(func(tx *db.Tx) error {
		var err error
		session, err = account.SignIn(tx, account.SigningIn{Member: w.Buyer.ID, Token: account.NewToken()})
		return err
	})
	same(t, stranger.send("DELETE", "/account/sessions/"+session.ID.String(), "", nil),
		stranger.send("DELETE", "/account/sessions/nonsense", "", nil))
	buyer.send("DELETE", "/account/sessions/"+session.ID.String(), "", nil).ok()
}

func TestAProfileIsWrittenAndSeenByAll(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	seller := w.as(w.Seller)
	seller.send("PUT", "/account/profile", "", map[string]any{"headline": "Ink and paper", "skills": []string{"drawing"}}).ok()
	seen := w.visitor().get("/members/" + w.Seller.Login).ok()
	if seen.at("profile", "headline").text() != "Ink and paper" {
		t.Errorf("seen: %v", seen.v)
	}
	seller.send("PUT", "/account/profile", "", map[string]any{"headline": "write to me at sam@example.org"}).
		refused(http.StatusUnprocessableEntity, "contact_details", "headline")
	w.visitor().get("/members/nobody").refused(http.StatusNotFound, "not_found", "")
}

func TestABlockedMemberIsListedUntilUnblocked(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	buyer := w.as(w.Buyer)
	buyer.send("PUT", "/account/blocks/"+w.Stranger.Login, "", nil).ok()
	if got := buyer.get("/account/blocks").ok().at("items", "0").text(); got != w.Stranger.Login {
		t.Errorf("blocked: %s", got)
	}
	buyer.send("DELETE", "/account/blocks/"+w.Stranger.Login, "", nil).ok()
	if n := len(buyer.get("/account/blocks").ok().at("items").list()); n != 0 {
		t.Errorf("%d still blocked", n)
	}
}

func TestAnAddressIsCorrectedUntilItIsConfirmed(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	fresh := map[string]any{"email": "nora.new@example.org"}
	if got := w.as(w.Newcomer).send("PUT", "/account/email", "", fresh).ok().at("email").text(); got != "nora.new@example.org" {
		t.Errorf("address: %q", got)
	}
	w.as(w.Newcomer).send("PUT", "/account/email", "", map[string]any{"email": "nonsense"}).
		refused(http.StatusUnprocessableEntity, "email_malformed", "email")
	w.as(w.Buyer).send("PUT", "/account/email", "", fresh).refused(http.StatusConflict, "already_confirmed", "")
}

func TestAnAdminGivesRolesAndPublishesTerms(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		admin := w.as(w.Admin)
		give := func(change string) map[string]any {
			return map[string]any{"member": "stig", "role": "support", "change": change}
		}
		if got := admin.post("/staff/roles", give("give")).ok().at("roles", "0").text(); got != "support" {
			t.Errorf("stig is %q", got)
		}
		if n := len(admin.get("/staff/roles").ok().at("items").list()); n != 4 {
			t.Errorf("%d are staff", n)
		}
		if left := admin.post("/staff/roles", give("take")).ok().at("roles").list(); len(left) != 0 {
			t.Errorf("stig is still %v", left)
		}
		admin.post("/staff/roles", map[string]any{"member": "max", "role": "admin", "change": "take"}).refused(http.StatusConflict, "last_admin", "")
		w.as(w.Finance).get("/staff/roles").refused(http.StatusNotFound, "not_found", "")

		terms := map[string]any{"kind": "terms", "title": "Terms", "body": "New.", "version": 1}
		if got := admin.post("/staff/documents", terms).ok().at("number").number(); got != 2 {
			t.Errorf("version %d", got)
		}
		admin.post("/staff/documents", terms).refused(http.StatusConflict, "document_moved_on", "")
		w.as(w.Finance).post("/staff/documents", terms).refused(http.StatusNotFound, "not_found", "")
	})
}
