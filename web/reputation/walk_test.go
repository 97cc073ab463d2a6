package reputation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"guildhall/policy"
	"guildhall/say"
)

// rulesUnder are all three pages as they read under a policy. Numbers and units
// are held together by a space that does not break; here it is a plain one.
func rulesUnder(p policy.Policy) string {
	w := writer{say.For("en", time.UTC, p.Currency)}
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	return strings.ReplaceAll(fmt.Sprint(ranking(w, &p, at), ratings(w, &p), fees(w, &p)), "\u00a0", " ")
}

// bases are the policies that values are changed under: some say something only
// where another value is set.
func bases(t *testing.T) []policy.Policy {
	t.Helper()
	preset := func(name string) policy.Policy {
		p, err := policy.Preset(name)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	stars, later := preset("services"), preset("services")
	stars.RatingKind, later.Extension, later.WithdrawalKycLimit = policy.RatingKindStars, policy.ExtensionAgreed, 100_00
	return []policy.Policy{preset("services"), preset("direct"), stars, later}
}

// changed is the policy with another value, within its bounds.
func changed(t *testing.T, p policy.Policy, v policy.Value) policy.Policy {
	t.Helper()
	number := v.Shape.Max
	before := v.Text(p)
	for range 2 {
		if err := v.Set(&p, other(p, v, number)); err != nil {
			t.Fatalf("%s: %v", v.Name, err)
		}
		if v.Text(p) != before {
			return p
		}
		number = v.Shape.Min
	}
	t.Fatalf("%s is %s whatever it is set to", v.Name, before)
	return p
}

func other(p policy.Policy, v policy.Value, number int64) string {
	switch v.Shape.Kind {
	case policy.KindSpan:
		return strconv.FormatInt(number/int64(time.Second), 10) + " s"
	case policy.KindRate:
		return strconv.FormatInt(number/100, 10) + "." + fmt.Sprintf("%02d", number%100) + "%"
	case policy.KindAmount:
		return strconv.FormatInt(min(number, 9_999_99)/100, 10) + ".00"
	case policy.KindCount:
		return strconv.FormatInt(number, 10)
	case policy.KindBytes:
		return strconv.FormatInt(number>>20, 10) + " MB"
	case policy.KindSwitch:
		return strconv.FormatBool(v.Text(p) != "true")
	case policy.KindChoice:
		i := slices.Index(v.Shape.Choices, v.Text(p))
		return v.Shape.Choices[(i+1)%len(v.Shape.Choices)]
	case policy.KindCurrency:
		return "EUR"
	case policy.KindWeekdays:
		return "Sun"
	case policy.KindTiers:
		return "from 1234.00 at 5%"
	case policy.KindCounts:
		return "3, 11"
	}
	return ""
}

// follows tells whether the pages read otherwise once a value is another one,
// under any of the bases.
func follows(t *testing.T, v policy.Value) bool {
	return slices.ContainsFunc(bases(t), func(p policy.Policy) bool { return rulesUnder(p) != rulesUnder(changed(t, p, v)) })
}

// untold are values of reputation, money and an order's times that the pages
// leave out, since nobody has to know them to deal.
var untold = []string{
	"remind_floor", "outage_floor", "sweep_grace", "arbitration_nag", "second_look", // the clock's and the staff's own
	"chargeback_decide", "platform_may_pay", // the finance desk's
	"lead_floor", // part of the due time, which each order tells
	"stage_paid_within", "vat", "feedback_sealed",
	"referral_cookie", "referral_sale", "referral_purchase", "referral_activation", "referral_years", // whose subject does not exist yet
}

// TestEveryFigureAndDeadlineIsTold walks the whole policy: whatever decides on
// figures, fees or times is on a page and changes with its value (LAW-15).
func TestEveryFigureAndDeadlineIsTold(t *testing.T) {
	for _, v := range policy.Values {
		timed := v.Shape.Kind == policy.KindSpan && strings.HasPrefix(v.Spec, "ORD-")
		if !timed && !strings.HasPrefix(v.Spec, "REP-") && !strings.HasPrefix(v.Spec, "MON-") {
			continue
		}
		if told := follows(t, v); told == slices.Contains(untold, v.Name) {
			t.Errorf("%s (%s): on the pages = %v", v.Name, v.Spec, told)
		}
	}
}

// TestEveryRowOfFeesFollowsItsValue changes the value of each row, and sees the
// row change.
func TestEveryRowOfFeesFollowsItsValue(t *testing.T) {
	for _, row := range slices.Concat(feeValues, deadlineValues) {
		v, known := policy.Find(row.name)
		if !known || !follows(t, v) {
			t.Errorf("%s (known: %v) changes and the page does not", row.name, known)
		}
	}
}

func TestWhatDoesNotApplyIsNotListed(t *testing.T) {
	all := bases(t)
	services, direct, later := all[0], all[1], all[3]
	services.Extension = policy.ExtensionNone
	for _, c := range []struct {
		value   string
		with    policy.Policy
		without policy.Policy
	}{
		{"extension_answer", later, services},
		{"withdrawal_kyc_limit", later, services},
		{"prepared_for", services, direct},
		{"arbitration_after", direct, services},
	} {
		line := say.For("en", time.UTC, "USD").T("policy." + c.value)
		if !strings.Contains(rulesUnder(c.with), line) || strings.Contains(rulesUnder(c.without), line) {
			t.Errorf("%s is listed where it does not apply, or not where it does", c.value)
		}
	}
}
