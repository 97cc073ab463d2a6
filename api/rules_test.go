package api_test

import (
	"fmt"
	"net/http"
	"testing"

	"guildhall/account"
	"guildhall/db"
	"guildhall/id"
	"guildhall/testkit"
)

func TestThePolicyIsReadByAllAndPublishedByAdmins(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	value := func(path, name string) string {
		for _, v := range w.visitor().get(path).ok().at("values").list() {
			if v.at("name").text() == name && v.at("text").text() != "" {
				return v.at("value").text()
			}
		}
		return ""
	}
	if got := value("/policy", "commission"); got != "20%" {
		t.Errorf("commission %q", got)
	}
	admin := w.as(w.Admin)
	publish := func(body any) reply {
		return admin.post("/staff/policy", map[string]any{"policy": body, "reason": "cheaper for everyone"})
	}
	publish(map[string]any{"preset": "services", "commission": "150%"}).refused(http.StatusUnprocessableEntity, "policy_bounds", "commission")
	publish(map[string]any{"preset": "services", "comission": "15%"}).refused(http.StatusUnprocessableEntity, "policy_unknown", "comission")
	clock.Advance(1)
	publish(map[string]any{"preset": "services", "commission": "15%"}).ok()
	if now, first := value("/policy", "commission"), value("/policy/versions/1", "commission"); now != "15%" || first != "20%" {
		t.Errorf("now %s, first %s", now, first)
	}
	if n := len(admin.get("/staff/policy").ok().at("items").list()); n != 2 {
		t.Errorf("%d versions", n)
	}
	w.visitor().get("/policy/versions/9").refused(http.StatusNotFound, "not_found", "")
	w.as(w.Buyer).post("/staff/policy", map[string]any{}).refused(http.StatusNotFound, "not_found", "")
	if got := w.visitor().get("/documents/terms").ok().at("body").text(); got == "" {
		t.Error("the terms are empty")
	}
}

func TestAPasswordIsChangedByWhoKnowsTheOldOne(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	joined := w.visitor().post("/account", joining("Petra")).ok()
	var petra account.Member
	w.Read(func(tx *db.Tx) error {
		which, err := id.Parse[id.MemberKind](joined.at("id").text())
		if err == nil {
			petra, err = account.Get(tx, which)
		}
		return err
	})
	asker := w.as(petra)
	change := func(old, fresh string) reply {
		return asker.send("PUT", "/account/password", "", map[string]any{"old_password": old, "password": fresh})
	}
	change("wrong", "another long phrase").refused(http.StatusUnprocessableEntity, "password_wrong", "old_password")
	if got := change("correct horse battery", "x"); got.status != http.StatusUnprocessableEntity {
		t.Errorf("a short password: %d", got.status)
	}
	change("correct horse battery", "another long phrase").ok()
	w.visitor().post("/tokens", map[string]any{"login": "petra", "password": "another long phrase", "name": "x", "scopes": []string{"read"}}).ok()
}

func TestAResetIsAnsweredAlikeForEveryone(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	known, unknown := w.visitor().post("/password-resets", map[string]any{"login": "bea"}), w.visitor().post("/password-resets", map[string]any{"login": "nobody"})
	if string(known.body) != string(unknown.body) || known.status != http.StatusOK {
		t.Errorf("%s\n%s", known.body, unknown.body)
	}
	secret := account.NewSecret()
	w.Write(func(tx *db.Tx) error { return account.AskReset(tx, "bea", secret) })
	reset := map[string]any{"link": secret.Link, "password": "a third long phrase"}
	w.visitor().send("PUT", "/password-resets", "", reset).ok()
	if got := w.visitor().send("PUT", "/password-resets", "", reset); got.value().at("code").text() != "link_spent" {
		t.Errorf("used twice: %s", got.body)
	}
}

func TestPrivateDetailsAreTheirMembersOwn(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	buyer := w.as(w.Buyer)
	buyer.send("PUT", "/account/private", "", map[string]any{"born_on": "2020-01-01"}).
		refused(http.StatusUnprocessableEntity, "too_young", "born_on")
	buyer.send("PUT", "/account/private", "", map[string]any{"legal_name": "Beatrice Baker"}).ok()
	if got := buyer.get("/account/private").ok().at("legal_name").text(); got != "Beatrice Baker" {
		t.Errorf("kept: %q", got)
	}
}

// TestHowServicesAreRankedFollowsThePolicy reads the weights before and after
// they are changed.
func TestHowServicesAreRankedFollowsThePolicy(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	top := func() string {
		for _, part := range w.visitor().get("/ranking").ok().at("parts_of_rank").list() {
			if part.at("name").text() == "top_rated" {
				return fmt.Sprint(part.at("weight").v)
			}
		}
		return ""
	}
	before := w.visitor().get("/ranking").ok()
	if before.at("points_of_fields", "title").number() != 1000 || before.at("nearness_of_words", "as_typed").number() != 100 ||
		len(before.at("parts_of_overall_rating").list()) != 4 || before.at("pages", "how_ranking_works").text() == "" {
		t.Errorf("ranking: %v", before.v)
	}
	was := top()
	clock.Advance(1)
	rules := map[string]any{"preset": "services", "rank_top_rated": "7%"}
	w.as(w.Admin).post("/staff/policy", map[string]any{"policy": rules, "reason": "less for the best"}).ok()
	if now := top(); now != "0.07" || was == now {
		t.Errorf("top rated counts %s, and counted %s", now, was)
	}
}
