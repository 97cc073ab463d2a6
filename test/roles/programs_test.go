package roles

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"guildhall/api"
	"guildhall/desk"
	"guildhall/web"
)

// by names the operations that tell or do what a page does, where their
// addresses differ.
var by = map[string]string{
	"GET /{$}":                            "getFront listCategories listSeen",
	"GET /selling":                        "listOrders listOwnServices getReputation getStatement",
	"GET /members/{login}/picture":        "getMember",
	"POST /members/{login}/block":         "blockMember",
	"POST /members/{login}/block/lifting": "unblockMember",

	// finding
	"GET /services/{slug}":              "getService getServiceRecord listSimilar listServiceFeedback listServiceWorks getReputation getMember",
	"GET /services/{slug}/why":          "explainService",
	"GET /services/feed.atom":           "findServices",
	"GET /categories/{slug}/feed.atom":  "findServices",
	"GET /how-ranking-works":            "getRanking getPolicy",
	"GET /how-ratings-work":             "getPolicy",
	"GET /fees-and-deadlines":           "getPolicy",
	"GET /reputation":                   "getOwnReputation",
	"GET /reputation/{figure}":          "listReputationOrders",
	"POST /staff/synonyms/{id}":         "changeSynonyms",
	"POST /staff/synonyms/{id}/removal": "dropSynonyms",

	// offering
	"GET /services/mine":             "listOwnServices",
	"GET /services/{id}/edit":        "getDraft",
	"POST /services/{id}/edit":       "saveDraft uploadServiceFile submitService",
	"GET /services/{id}/preview":     "getDraft",
	"POST /services/{id}/resumption": "activateService",
	"POST /services/{id}/discarding": "discardDraft",

	// what buyers gather
	"GET /favourites":                    "listFavourites listFavouriteLists",
	"POST /favourites":                   "keepFavourite letFavouriteGo",
	"POST /favourites/moves":             "sortFavourite",
	"POST /favourites/comparison":        "addToCart compareSellers",
	"POST /favourites/lists":             "makeFavouriteList",
	"POST /favourites/lists/{id}/name":   "renameFavouriteList",
	"POST /favourites/lists/{id}/ending": "endFavouriteList",
	"GET /seen":                          "listSeen",
	"POST /seen/clearing":                "forgetSeen",
	"POST /seen/switch":                  "switchSeen",
	"GET /cart":                          "getCart",
	"POST /cart":                         "addToCart",
	"POST /cart/changes":                 "changeCartLine",
	"POST /cart/agreements":              "agreeToCartLine",
	"POST /cart/removals":                "removeCartLine",
	"POST /cart/checkout":                "checkOutCart",

	// works and talking
	"POST /portfolio":                                      "addWork uploadWorkFile",
	"POST /portfolio/{id}/removal":                         "takeWorkDown",
	"GET /orders/{id}/work":                                "getPublishable",
	"GET /files/{id}":                                      "downloadOrderFile getWork",
	"GET /files/{id}/thumb":                                "downloadOrderFile getWork",
	"POST /conversations":                                  "askAboutService askMember",
	"POST /conversations/{id}/messages/{message}":          "editMessage",
	"POST /conversations/{id}/messages/{message}/deletion": "deleteMessage",
	"POST /conversations/{id}/messages/{message}/report":   "reportMessage",
	"POST /orders/{id}/messages/{message}/report":          "reportMessage",
	"POST /conversations/{id}/mark":                        "starConversation unstarConversation archiveConversation fetchConversation",
	"POST /conversations/{id}/no-answer":                   "needNoAnswer",
	"POST /conversations/{id}/block":                       "blockMember",
	"POST /conversations/{id}/block/lifting":               "unblockMember",
	"POST /replies/{id}":                                   "changeReply",
	"POST /replies/{id}/removal":                           "dropReply",
	"POST /orders/{id}/response":                           "answerFeedback",

	// judging
	"GET /staff/moderation":                    "listWaitingServices listRaised",
	"GET /staff/moderation/next":               "listWaitingServices",
	"GET /staff/moderation/{id}":               "getWaitingService",
	"POST /staff/moderation/{id}/claim":        "claimService",
	"POST /staff/moderation/{id}/return":       "giveServiceBack",
	"POST /staff/moderation/{id}/decision":     "approveService rejectService removeService",
	"POST /staff/services/{id}/decision":       "removeService unlistService",
	"POST /staff/responses":                    "approveResponse rejectResponse",
	"GET /staff/feedback/{id}":                 "listServiceFeedback",
	"POST /staff/feedback/{id}/removal":        "removeFeedback",
	"POST /staff/works":                        "judgeWork",
	"GET /decisions":                           "listDecisions",
	"GET /staff/categories":                    "listCategories",
	"POST /staff/categories/{id}":              "addCategory changeCategory",
	"POST /staff/categories/{id}/attributes":   "saveAttribute dropAttribute",
	"POST /staff/categories/{id}/translations": "translateCategory dropTranslation",

	// accounts
	"POST /register":                        "register",
	"POST /sign-in":                         "makeToken",
	"POST /sign-out":                        "withdrawToken",
	"POST /sign-in/forgotten":               "askForReset",
	"POST /reset/{link}":                    "resetPassword",
	"POST /confirm":                         "confirmAddress",
	"POST /confirm/mail":                    "sendConfirmation",
	"POST /confirm/address":                 "correctEmail",
	"GET /settings":                         "getAccount",
	"POST /settings/place":                  "setPlace setWeekends",
	"POST /settings/profile":                "setProfile",
	"POST /settings/private":                "setPrivate",
	"POST /settings/identity":               "askIdentity",
	"GET /settings/security":                "listSessions getSafetyLog",
	"POST /settings/password":               "changePassword",
	"POST /settings/sessions/ending":        "endSession",
	"POST /settings/sessions/{id}/ending":   "endSession",
	"POST /settings/tokens":                 "makeToken",
	"POST /settings/tokens/{id}/withdrawal": "withdrawToken",
	"POST /settings/notifications":          "setMailTopics",
	"GET /terms":                            "getDocument",
	"GET /privacy":                          "getDocument",
	"GET /rules":                            "getDocument",
	"POST /notifications/reading":           "markAllNotificationsRead",
	"GET /notifications/{id}":               "markNotificationRead",

	// money
	"POST /balance/top-ups":                    "topUp",
	"POST /checkouts/{id}/attempt":             "retryCheckout",
	"POST /checkouts/{id}/payment":             "retryCheckout",
	"POST /checkouts/{id}/ending":              "dropCheckout",
	"POST /withdrawals/details":                "setPayoutDetails",
	"GET /statement.csv":                       "getStatement",
	"GET /staff/finance":                       "listPayouts",
	"GET /staff/finance/payouts.csv":           "listPayouts",
	"POST /staff/finance/withdrawals":          "approveWithdrawal markWithdrawalSent markWithdrawalPaid returnWithdrawal",
	"POST /staff/finance/top-ups/{id}":         "markTopUp",
	"POST /staff/finance/holds":                "placeHold",
	"POST /staff/finance/holds/{login}/ending": "endHold",
	"GET /staff/finance/claims":                "listClaims",
	"POST /staff/finance/claims/{id}":          "decideClaim",
	"POST /staff/finance/releases":             "releaseCardMoney",
	"POST /staff/orders/{id}/look":             "lookAtOrder",
	"GET /staff/policy/{name}":                 "getPolicy",
	"POST /staff/policy/{name}":                "publishPolicy",
	"GET /staff/documents":                     "getDocument",
	"POST /staff/documents/{kind}":             "publishDocument",
}

// without an operation are pages whose matter is the browser or the operator's
// own machine; each says why.
var without = map[string]string{
	"POST /appearance":                   "colours of one browser",
	"GET /style":                         "the stylesheet's samples",
	"POST /side":                         "which half of the menu one browser shows",
	"GET /sign-in/mailed":                "says that a mail is on its way",
	"POST /confirm/{link}":               "opened from a mail; programs send the code",
	"POST /unsubscribe/{token}/{topic}":  "opened from a mail; programs set mail topics",
	"GET /services/preview.png":          "drawn for link previews",
	"GET /categories/{slug}/preview.png": "drawn for link previews",
	"GET /services/{slug}/preview.png":   "drawn for link previews",
	"GET /sitemap.xml":                   "for search engines",
	"GET /sitemaps/{part}":               "for search engines",
	"GET /robots.txt":                    "for search engines",
	"POST /payments/sandbox/{id}":        "stands for a provider's own page",
	"POST /payments/sandbox/messages":    "what a provider sends",
	"GET /demo":                          "of the demo only",
	"POST /demo/people":                  "of the demo only",
	"POST /demo/clock":                   "of the demo only",
	"POST /set-up/{token}":               "the operator's first visit, by a link of the console",
	"GET /theme/{hue}/{accent}":          "the operator's stylesheet",
	"GET /staff":                         "an overview of lists that have operations",
	"POST /staff/opening":                "ticks a box on the operator's page",
	"GET /staff/health":                  "for the operator, who has the console and /metrics",
	"GET /staff/set-up":                  "the operator's guide through the browser",
	"POST /staff/set-up/{step}":          "the operator's guide through the browser",
	"POST /staff/set-up/mail-test":       "the operator's guide through the browser",
	"GET /staff/mail":                    "the operator's post room",
	"GET /staff/mail/{id}":               "the operator's post room",
	"POST /staff/mail/{id}/sending":      "the operator's post room",
}

var parameter = regexp.MustCompile(`\{[^}]*\}`)

func shapeOf(path string) string { return parameter.ReplaceAllString(path, "{}") }

// TestProgramsDoWhatPagesDo wants an operation for every page: one at the same
// address, or those that the table names.
func TestProgramsDoWhatPagesDo(t *testing.T) {
	names, addresses := map[string]bool{}, map[string]bool{}
	for _, o := range api.Operations() {
		names[o.Name], addresses[o.Method+" "+shapeOf(o.Path)] = true, true
	}
	told := map[string]bool{}
	for _, r := range web.Routes {
		page := r.Method + " " + r.Pattern
		told[page] = true
		switch {
		case by[page] != "":
			for name := range strings.FieldsSeq(by[page]) {
				if !names[name] {
					t.Errorf("%s: there is no operation %s", page, name)
				}
			}
		case without[page] != "" || addresses[r.Method+" "+shapeOf(r.Pattern)]:
		case r.Method == "GET" && form(r.Pattern):
		default:
			t.Errorf("%s has no operation", page)
		}
	}
	for _, page := range slices.Concat(slices.Collect(maps.Keys(by)), slices.Collect(maps.Keys(without))) {
		if !told[page] {
			t.Errorf("there is no page %s", page)
		}
	}
}

// form reports whether a page only asks for what another row of the table does.
func form(pattern string) bool {
	if strings.HasSuffix(pattern, "/new") {
		return true
	}
	return slices.ContainsFunc(web.Routes, func(r desk.Route) bool { return r.Method == "POST" && r.Pattern == pattern })
}
