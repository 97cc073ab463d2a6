package reputation

import (
	"strings"
	"testing"
	"time"

	"guildhall/policy"
	"guildhall/say"
)

// changes are values of the policy with what the pages say under them.
var changes = []struct{ value, to, says string }{
	{"rank_rating", "123%", "123%"},
	{"rank_conversion", "33%", "+33%"},
	{"rank_top_rated", "44%", "+44%"},
	{"rank_fresh", "55%", "+55%"},
	{"rank_newcomer", "66%", "+66%"},
	{"conversion_usual", "7%", "7% moves nothing"},
	{"conversion_views", "321", "321 views"},
	{"conversion_for", "77 days", "77 days"},
	{"fresh_for", "88 days", "nothing after 88 days"},
	{"newcomer_for", "99 days", "99 days"},
	{"newcomer_orders", "41", "until 41 orders"},
	{"newcomer_views", "432", "432 looked"},
	{"newcomer_share", "17%", "17% of the places of a first page go to new services, rounded, but one at least: 4 of 24"},
	{"newcomer_share", "1%", "one at least: 1 of 24"},
	{"newcomer_share", "0%", "no places of their own"},
	{"weight_responsibility", "61%", "Responsibility 61%"},
	{"weight_quality", "62%", "Quality (stars) 62%"},
	{"weight_order_rating", "64%", "Order rating 64%"},
	{"weight_quantity", "66%", "Quantity 66%"},
	{"rating_start", "63%", "starts at 63%"},
	{"rating_start_orders", "64", "as if 64 orders"},
	{"quantity_half", "65", "orders and 65"},
	{"responsibility_orders", "31", "last 31 ended"},
	{"rating_orders", "81", "last 81 ended"},
	{"repeat_weight", "13%", "counts as 13%"},
	{"late_weight", "37%", "37% of one"},
	{"level_orders", "71", "last 71 ended"},
	{"advanced_above", "14", "more than 14"},
	{"professional_failures", "6%", "less than 6%"},
	{"professional_above", "59", "more than 59"},
	{"advanced_failures", "12%", "less than 12%"},
	{"top_rated_orders", "29", "with 29 or more"},
	{"top_rated_silent", "3%", "at most 3%"},
	{"buyer_levels", "2, 9", "9 or more"},
	{"super_buyer_orders", "19", "at least 19"},
	{"super_buyer_months", "7", "last 7 months"},
	{"feedback_days", "23", "for 23 days"},
	{"feedback_changes", "3", "changed 3 times"},
	{"feedback_changes", "0", "cannot be changed"},
	{"response_moderation", "after", "looked at by moderators afterwards"},
	{"new_after", "33 days", "first after 33 days"},
	{"reply_within", "31 h", "answer within 31 h"},
	{"five_stars_from", "91%", "91% or more make five"},
	{"rating_kind", "stars", "mean of all feedback"},
	{"rating_kind", "stars", "that is 4 stars or more"},
	{"commission", "17.5%", "17.5%"},
	{"start_within", "37 h", "37 h"},
}

// TestTheRulesPagesSayWhatIsInForce changes each number that the pages tell,
// and sees it told (LAW-15).
func TestTheRulesPagesSayWhatIsInForce(t *testing.T) {
	for _, change := range changes {
		p, err := policy.Preset("services")
		if err != nil {
			t.Fatal(err)
		}
		before := rulesUnder(p)
		row, _ := policy.Find(change.value)
		if err := row.Set(&p, change.to); err != nil {
			t.Fatal(err)
		}
		after := rulesUnder(p)
		if strings.Contains(before, change.says) || !strings.Contains(after, change.says) {
			t.Errorf("with %s = %s the pages do not say %q", change.value, change.to, change.says)
		}
	}
}

func TestAMarketplaceWithoutCustodyHasNoFees(t *testing.T) {
	p, err := policy.Preset("direct")
	if err != nil {
		t.Fatal(err)
	}
	chapters := fees(writer{say.For("en", time.UTC, p.Currency)}, &p)
	if len(chapters[0].Rows) != 0 || len(chapters[1].Rows) == 0 {
		t.Errorf("the fees are %v", chapters[0])
	}
}
