package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/api"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/testkit"
)

// bodies are what each operation that needs more than an empty object is sent,
// so that the refusal is about the person and not about the body.
var bodies = map[string]any{
	"handOverBrief":     map[string]any{"answers": []map[string]any{{"question": "photo", "text": "x"}}},
	"sayInOrder":        map[string]any{"text": "x"},
	"askForBrief":       map[string]any{"text": "x"},
	"deliverWork":       map[string]any{"text": "x"},
	"sendBack":          map[string]any{"text": "x"},
	"proposeExtra":      map[string]any{"text": "x", "sum": sum(10_00)},
	"proposeDate":       map[string]any{"due": "2027-01-01T00:00:00Z"},
	"cancelOrder":       map[string]any{"reason": "by_mistake"},
	"askForArbitration": map[string]any{"text": "x"},
	"stateCase":         map[string]any{"text": "x"},
	"offerSplit":        map[string]any{"to_seller": sum(1)},
	"appealDecision":    map[string]any{"text": "x"},
	"tipSeller":         map[string]any{"sum": sum(1_00)},
	"contestPayment":    map[string]any{"text": "x"},
	"objectToMark":      map[string]any{"text": "x"},
	"decideCase":        map[string]any{"to_seller": sum(1), "text": "x"},
	"sendCaseBack":      map[string]any{"due": "2027-01-01T00:00:00Z"},
	"upholdObjection":   map[string]any{"text": "x"},
	"rejectObjection":   map[string]any{"text": "x"},
	"cancelByStaff":     map[string]any{"text": "x"},
	"lookAtOrder":       map[string]any{"reason": "case"},
	"saveDraft":         map[string]any{"offer": map[string]any{"rights": false}},
	"writeMessage":      map[string]any{"text": "x"},
	"editMessage":       map[string]any{"text": "x"},
	"publishWork":       map[string]any{"title": "x", "rights": true},
	"addWork":           map[string]any{"title": "x", "rights": true},
	"judgeWork":         map[string]any{"outcome": "approved"},
	"reportMessage":     map[string]any{"reason": "spam"},
	"saveReply":         map[string]any{"title": "x", "text": "x"},
	"changeReply":       map[string]any{"title": "x", "text": "x"},
	"answerFeedback":    map[string]any{"text": "x"},
	"retryCheckout":     map[string]any{"total_shown": sum(1)},

	"placeHold":           map[string]any{"reason": "x", "review": "2027-01-01T00:00:00Z"},
	"markTopUp":           map[string]any{"said": "failed"},
	"saveAttribute":       map[string]any{"name": "x", "kind": "yes_no"},
	"translateCategory":   map[string]any{"name": "x"},
	"unlistService":       map[string]any{"reasons": []string{"conduct"}, "days": 1},
	"renameFavouriteList": map[string]any{"name": "x"},
	"changeCartLine":      map[string]any{"units": 2},
	"agreeToCartLine":     map[string]any{"service_version": "01a1f8c8-ad0f-7c2f-8ffe-2e9e98f13c3d", "total_shown": sum(1)},
}

// call sends the operation with ids put in. Uploads are sent as such.
func (c caller) call(o api.Operation, path string) reply {
	if strings.HasPrefix(o.Name, "upload") {
		return c.upload(path, "drawing.png")
	}
	var body any
	if o.Method == http.MethodPost || o.Method == http.MethodPut {
		if body = bodies[o.Name]; body == nil {
			body = map[string]any{}
		}
	}
	if o.Keyed() {
		return c.post(path, body)
	}
	return c.send(o.Method, path, "", body)
}

// things are the ids of what belongs to Bea and Sam, by the name in the path.
func (w *world) things() map[string]string {
	w.t.Helper()
	buyer, seller := w.as(w.Buyer), w.as(w.Seller)
	service := w.Shop()
	wish := map[string]any{"service_version": service.Live.String(), "package": "standard"}
	finished := buyer.post("/orders", wish).ok().at("id").text()
	file := seller.upload("/orders/"+finished+"/files", "drawing.png").ok().at("id").text()
	seller.post("/orders/"+finished+"/start", map[string]any{}).ok()
	seller.post("/orders/"+finished+"/delivery", map[string]any{"text": "x", "files": []string{file}}).ok()
	buyer.post("/orders/"+finished+"/acceptance", map[string]any{}).ok()
	feedback := buyer.post("/orders/"+finished+"/feedback", map[string]any{"liked": true, "text": "Good"}).ok()
	asked := buyer.post("/services/"+service.ID.String()+"/questions", map[string]any{"text": "A question"}).ok()
	checkout := buyer.post("/checkouts", map[string]any{"provider": "sandbox", "lines": []map[string]any{
		{"service_version": service.Live.String(), "package": "business", "units": 20},
	}}).ok()
	seller.send("PUT", "/payout-details", "", map[string]any{"owner": "Sam", "number": "DE02120300000000202051"}).ok()
	withdrawal := seller.post("/withdrawals", map[string]any{"amount": sum(10_00)}).ok()
	var session account.Session
	w.Write(func(tx *db.Tx) (err error) {
		session, err = account.SignIn(tx, account.SigningIn{Member: w.Buyer.ID, Token: account.NewToken()})
		return err
	})
	mine := buyer.post("/account/cart", wish).ok()
	rival := map[string]any{"service_version": w.rival().Live.String(), "package": "standard"}
	list := buyer.post("/account/favourite-lists", map[string]any{"name": "House"}).ok()
	comparison := buyer.post("/comparisons", map[string]any{"brief": "x", "lines": []map[string]any{
		{"line": mine.at("id").text(), "total_shown": sum(40_00)},
		{"line": buyer.post("/account/cart", rival).ok().at("id").text(), "total_shown": sum(40_00)},
	}}).ok()
	w.tell()
	told := buyer.get("/notifications").ok().at("items", "0", "id").text()
	return map[string]string{
		"order": buyer.post("/orders", wish).ok().at("id").text(), "file": file, "service": service.ID.String(),
		"line": buyer.post("/account/cart", wish).ok().at("id").text(),
		"list": list.at("id").text(), "comparison": comparison.at("id").text(),
		"work":     seller.post("/portfolio", map[string]any{"title": "x", "youtube": "abcdefghijk", "rights": true}).ok().at("id").text(),
		"reply":    buyer.post("/replies", map[string]any{"title": "x", "text": "x"}).ok().at("id").text(),
		"feedback": feedback.at("id").text(), "conversation": asked.at("conversation").text(),
		"message": asked.at("message", "id").text(), "checkout": checkout.at("id").text(),
		"top_up": checkout.at("top_up", "id").text(), "withdrawal": withdrawal.at("id").text(),
		"token":        buyer.get("/account/tokens").ok().at("items", "0", "id").text(),
		"notification": told, "session": session.ID.String(), "login": w.Buyer.Login, "slug": "illustration",
		"category": w.Category("illustration").String(), "raised": id.Review{1}.String(), "code": "none", "language": "de",
	}
}

// with puts ids into a path.
func with(path string, things map[string]string) string {
	for name, thing := range things {
		path = strings.ReplaceAll(path, "{"+name+"}", thing)
	}
	return path
}

// roles are one of each kind of asker.
func (w *world) roles() map[string]caller {
	return map[string]caller{
		"visitor": w.visitor(), "newcomer": w.as(w.Newcomer), "stranger": w.as(w.Stranger),
		"arbiter": w.as(w.Arbiter), "finance": w.as(w.Finance), "admin": w.as(w.Admin),
	}
}

// TestEveryOperationAsksForItsRight tries each operation as each kind of
// person: who has no right is refused in the way the row says, before anything
// else is looked at.
func TestEveryOperationAsksForItsRight(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	things, members := w.things(), map[string]account.Member{
		"newcomer": w.Newcomer, "stranger": w.Stranger, "arbiter": w.Arbiter, "finance": w.Finance, "admin": w.Admin,
	}
	roles, tried := w.roles(), 0
	for _, o := range api.Operations() {
		if !o.Changes() || o.Right != account.Anyone {
			for role, asker := range roles {
				tried++
				want := refusalOf(o, role, members[role])
				got := asker.call(o, with(o.Path, things))
				if want == 0 && (got.status == http.StatusUnauthorized || got.head.Get("Content-Type") == "text/html") || want != 0 && got.status != want {
					t.Errorf("%s as %s: %d, want %d\n%s", o.Name, role, got.status, want, got.body)
				}
			}
		}
	}
	t.Logf("%d operations, tried %d times", len(api.Operations()), tried)
}

// refusalOf is the status with which the row refuses a person; 0 where it does
// not, and the door decides.
func refusalOf(o api.Operation, role string, m account.Member) int {
	switch {
	case m.May(o.Right):
		return 0
	case role == "visitor":
		return http.StatusUnauthorized
	case o.Whose == desk.Staffs:
		return http.StatusNotFound
	default:
		return http.StatusForbidden
	}
}

// TestAnothersThingLooksLikeNoneToTheByte compares, for each operation about
// somebody's thing, the answer for another's with that for one that is not
// there; neither writes anything.
func TestAnothersThingLooksLikeNoneToTheByte(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	things, stranger := w.things(), w.as(w.Stranger)
	none := map[string]string{}
	for name := range things {
		none[name] = id.New[id.OrderKind](clock.Now().Add(time.Hour)).String()
	}
	before, compared := w.written(), 0
	for _, o := range api.Operations() {
		if o.Whose == desk.Nobodys || o.Whose == desk.Own {
			continue
		}
		if o.Whose == desk.Staffs && !strings.Contains(o.Path, "{") {
			continue
		}
		compared++
		same(t, stranger.call(o, with(o.Path, things)), stranger.call(o, with(o.Path, none)))
		if t.Failed() {
			t.Fatal(o.Name)
		}
	}
	if after := w.written(); after != before {
		t.Errorf("%d rows were written by refused calls", after-before)
	}
	t.Logf("%d operations compared", compared)
}

// written counts what a refused call could have left behind.
func (w *world) written() int64 {
	var rows int64
	w.Read(func(tx *db.Tx) error {
		for _, table := range []string{"events", "idempotency_keys", "messages", "files", "orders", "transfers"} {
			n, err := db.Value[int64](tx, `SELECT count(*) FROM `+table)
			if err != nil {
				return err
			}
			rows += n
		}
		return nil
	})
	return rows
}
