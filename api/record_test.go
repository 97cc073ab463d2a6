package api_test

import (
	"net/http"
	"testing"

	"guildhall/db"
	"guildhall/reputation"
	"guildhall/testkit"
)

// judgedOrder is a completed order of Sam's service with Bea's feedback.
func (w *world) judgedOrder(liked bool, text string) (service, feedback string) {
	w.t.Helper()
	path := "/orders/" + w.placed()
	buyer := w.as(w.Buyer)
	w.as(w.Seller).post(path+"/start", map[string]any{}).ok()
	w.deliver(path)
	service = buyer.post(path+"/acceptance", map[string]any{}).ok().at("service").text()
	return service, buyer.post(path+"/feedback", map[string]any{"liked": liked, "text": text}).ok().at("id").text()
}

func TestAServiceTellsItsRecordAndCanBeReported(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		service, _ := w.judgedOrder(true, "Just as agreed.")
		w.Follow(reputation.Take)
		path := "/services/" + service
		got := w.visitor().get(path + "/record").ok()
		if got.at("liked").number() != 1 || got.at("completed").number() != 1 || got.at("in_work_now").number() != 0 || got.at("stars").number() != 5 {
			t.Errorf("the record: %v", got.v)
		}
		w.visitor().post(path+"/report", map[string]any{"reason": "copy"}).refused(http.StatusUnauthorized, "sign_in_first", "")
		w.as(w.Seller).post(path+"/report", map[string]any{"reason": "copy"}).refused(http.StatusForbidden, "report_own_service", "")
		w.as(w.Buyer).post(path+"/report", map[string]any{"reason": "unclear"}).refused(http.StatusUnprocessableEntity, "choice_unknown", "reason")
		for range 2 {
			w.as(w.Buyer).post(path+"/report", map[string]any{"reason": "copy"}).ok()
		}
		if raised := w.as(w.Arbiter).get("/staff/raised").ok().at("items").list(); len(raised) != 1 || raised[0].at("service").text() != service {
			t.Errorf("raised: %v", raised)
		}
	})
}

func TestAModeratorRemovesFeedbackAndAStubIsLeft(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		service, feedback := w.judgedOrder(false, "His politics are not mine.")
		path, why := "/feedback/"+feedback+"/removal", map[string]any{"reason": "unrelated"}
		w.as(w.Seller).post(path, why).refused(http.StatusNotFound, "not_found", "")
		w.as(w.Arbiter).post(path, map[string]any{"reason": "performance"}).refused(http.StatusUnprocessableEntity, "choice_unknown", "reason")
		d := w.as(w.Arbiter).post(path, why).ok()
		if d.at("outcome").text() != "removed" || d.at("appeal_by").text() == "" {
			t.Errorf("the decision: %v", d.v)
		}
		left := w.visitor().get("/services/"+service+"/feedback").ok().at("items", "0")
		if left.at("rule").text() != "unrelated" || left.at("removed").text() == "" || left.at("text").text() != "" {
			t.Errorf("what is left: %v", left.v)
		}
	})
}
