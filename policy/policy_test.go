package policy_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guildhall/fault"
	"guildhall/money"
	"guildhall/policy"
)

var update = flag.Bool("update", false, "write the golden files anew")

func preset(t *testing.T, name string) policy.Policy {
	t.Helper()
	p, err := policy.Preset(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// code is the fault's code and field, for comparing refusals.
func code(err error) string {
	if err == nil {
		return "accepted"
	}
	refusal, ok := fault.As(err)
	if !ok {
		return "not a fault: " + err.Error()
	}
	return refusal.Code + " at " + refusal.Field
}

func TestEveryFieldOfAPolicyHasOneRowInTheTable(t *testing.T) {
	rows := map[string]int{}
	for _, v := range policy.Values {
		rows[strings.ToLower(strings.ReplaceAll(v.Name, "_", ""))]++
	}
	fields := reflect.TypeFor[policy.Policy]()
	for i := range fields.NumField() {
		name := strings.ToLower(fields.Field(i).Name)
		if rows[name] != 1 {
			t.Errorf("field %s has %d rows", fields.Field(i).Name, rows[name])
		}
	}
	if len(policy.Values) != fields.NumField() {
		t.Errorf("%d rows for %d fields", len(policy.Values), fields.NumField())
	}
}

// TestARowReachesTheFieldOfItsName changes each field by reflection and sees
// exactly its own row change.
func TestARowReachesTheFieldOfItsName(t *testing.T) {
	for i := range reflect.TypeFor[policy.Policy]().NumField() {
		p := preset(t, "services")
		field := reflect.ValueOf(&p).Elem().Field(i)
		disturb(field)
		name := reflect.TypeFor[policy.Policy]().Field(i).Name
		for _, v := range policy.Values {
			own := strings.EqualFold(strings.ReplaceAll(v.Name, "_", ""), name)
			changed := !reflect.DeepEqual(v.Read(p), v.Read(preset(t, "services")))
			if own != changed {
				t.Errorf("field %s changed: row %s changed is %v", name, v.Name, changed)
			}
		}
	}
}

func disturb(field reflect.Value) {
	switch field.Kind() {
	case reflect.String:
		field.SetString("other")
	case reflect.Bool:
		field.SetBool(!field.Bool())
	case reflect.Slice:
		field.Set(reflect.MakeSlice(field.Type(), 7, 7))
	default:
		field.SetInt(field.Int() + 1)
	}
}

func TestPresetsAreSound(t *testing.T) {
	for _, name := range policy.Presets() {
		if err := preset(t, name).Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPresetsReadAsPrinted(t *testing.T) {
	for _, name := range policy.Presets() {
		var text bytes.Buffer
		if err := policy.Write(&text, preset(t, name)); err != nil {
			t.Fatal(err)
		}
		golden(t, "testdata/"+name+".txt", text.Bytes())
		text.Reset()
		if err := policy.WriteJSON(&text, preset(t, name)); err != nil {
			t.Fatal(err)
		}
		golden(t, "testdata/"+name+".json", text.Bytes())
	}
}

func TestEveryValueIsPrinted(t *testing.T) {
	var text bytes.Buffer
	if err := policy.Write(&text, preset(t, "services")); err != nil {
		t.Fatal(err)
	}
	for _, v := range policy.Values {
		if !strings.Contains(text.String(), "\n  "+v.Name+" = ") {
			t.Errorf("%s stands in no section", v.Name)
		}
	}
}

func TestTheHandbookPageIsPrintedFromTheTable(t *testing.T) {
	var page bytes.Buffer
	if err := policy.WriteReference(&page); err != nil {
		t.Fatal(err)
	}
	golden(t, "../docs/policy.md", page.Bytes())
}

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s is not what is printed (run with -update to accept):\n%s", path, diff)
	}
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	for _, name := range policy.Presets() {
		p := preset(t, name)
		p.CommissionTiers = []policy.Tier{{From: 1_000_00, Rate: 15_00}, {From: 5_000_00, Rate: 12_50}}
		if name == "direct" {
			p.CommissionTiers = nil
		}
		var printed bytes.Buffer
		if err := policy.WriteJSON(&printed, p); err != nil {
			t.Fatal(err)
		}
		for _, data := range [][]byte{p.Canonical(), printed.Bytes()} {
			back, err := policy.Parse(data)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if !bytes.Equal(back.Canonical(), p.Canonical()) {
				t.Errorf("%s came back as\n%s", name, back.Canonical())
			}
		}
	}
}

// TestEachValueKeepsItsBounds is made from the table: the least and the most
// are taken, one beyond is refused with both bounds.
func TestEachValueKeepsItsBounds(t *testing.T) {
	for _, v := range policy.Values {
		if v.Shape.Min == 0 && v.Shape.Max == 0 {
			continue
		}
		for _, edge := range []struct {
			n  int64
			ok bool
		}{{v.Shape.Min, true}, {v.Shape.Max, true}, {v.Shape.Min - 1, false}, {v.Shape.Max + 1, false}} {
			p := preset(t, "services")
			text, writable := write(v, edge.n)
			if !writable {
				continue
			}
			err := v.Set(&p, text)
			if edge.ok != (err == nil) {
				t.Errorf("%s = %s: %v", v.Name, text, err)
			}
			if err != nil && !strings.HasPrefix(code(err), "policy_bounds at ") && edge.n >= 0 && edge.n <= int64(money.Max) {
				t.Errorf("%s = %s: refused as %s", v.Name, text, code(err))
			}
		}
	}
}

// write writes a number of the value's own unit; negative ones have no form
// but "unlimited".
func write(v policy.Value, n int64) (string, bool) {
	probe := v
	probe.Shape.Min, probe.Shape.Max = n, n
	text, _ := probe.Bounds("USD")
	return text, n >= 0 || (v.Shape.Kind == policy.KindCount && n == policy.Unlimited)
}

func TestEachChoiceTakesItsWordsOnly(t *testing.T) {
	for _, v := range policy.Values {
		if v.Shape.Kind != policy.KindChoice {
			continue
		}
		p := preset(t, "services")
		for _, word := range v.Shape.Choices {
			if err := v.Set(&p, word); err != nil || v.Read(p) != word {
				t.Errorf("%s = %s: %v, reads %v", v.Name, word, err, v.Read(p))
			}
		}
		if got := code(v.Set(&p, "perhaps")); got != "policy_choice at "+v.Name {
			t.Errorf("%s = perhaps: %s", v.Name, got)
		}
	}
}

func TestWrongValuesAreRefusedWithTheReason(t *testing.T) {
	for given, want := range map[string]string{
		`{"preset":"services","commission":"15%"}`:                       "accepted",
		`{"preset":"services","commission":"150%"}`:                      "policy_bounds at commission",
		`{"preset":"services","commission":20}`:                          "policy_malformed at commission",
		`{"preset":"services","commission":"2.555%"}`:                    "policy_malformed at commission",
		`{"preset":"services","start_within":"soon"}`:                    "policy_malformed at start_within",
		`{"preset":"services","start_within":"5 min"}`:                   "policy_bounds at start_within",
		`{"preset":"services","start_within":"99999999999 days"}`:        "policy_malformed at start_within",
		`{"preset":"services","comission":"15%"}`:                        "policy_unknown at comission",
		`{"preset":"services","base_price":"1.234"}`:                     "policy_malformed at base_price",
		`{"preset":"services","currency":"JPY","base_price":"1.5"}`:      "policy_malformed at base_price",
		`{"preset":"services","base_price":"15","currency":"JPY"}`:       "accepted",
		`{"preset":"services","currency":"XYZ"}`:                         "policy_malformed at currency",
		`{"preset":"services","zone":"Middle/Earth"}`:                    "policy_malformed at zone",
		`{"preset":"services","official_language":"xx-yy-zz"}`:           "policy_malformed at official_language",
		`{"preset":"services","revisions":"unlimited"}`:                  "accepted",
		`{"preset":"services","revisions":3}`:                            "accepted",
		`{"preset":"services","revisions":-2}`:                           "policy_malformed at revisions",
		`{"preset":"services","boards":"yes"}`:                           "policy_malformed at boards",
		`{"preset":"services","boards":true}`:                            "accepted",
		`{"preset":"services","payout_days":["Mon","Mon"]}`:              "policy_twice at payout_days",
		`{"preset":"services","payout_days":["Caturday"]}`:               "policy_malformed at payout_days",
		`{"preset":"services","payout_days":[]}`:                         "policy_payout_days at payout_days",
		`{"preset":"services","file_types":["../etc"]}`:                  "policy_malformed at file_types",
		`{"preset":"services","file_max":"4 MB","file_max":"5 MB"}`:      "policy_twice at file_max",
		`{"preset":"services","commission":{"rate":1}}`:                  "policy_malformed at commission",
		`{"preset":"bazaar"}`:                                            "policy_preset_unknown at ",
		`{"commission":"15%"}`:                                           "policy_missing at currency",
		`{"schema":2}`:                                                   "policy_schema at ",
		`[]`:                                                             "policy_json at ",
		`{"preset":"services"} {}`:                                       "policy_json at ",
		`{"preset":"services"`:                                           "policy_json at ",
		`{"preset":"services","commission_tiers":["from 10.00 at 15%"]}`: "accepted",
		`{"preset":"services","commission_tiers":["from 10.00 at 5%"]}`:  "policy_platform_pays at referral_sale",
	} {
		if _, err := policy.Parse([]byte(given)); code(err) != want {
			t.Errorf("%s: %s, want %s", given, code(err), want)
		}
	}
}

func TestAllWrongValuesAreReportedAtOnce(t *testing.T) {
	_, err := policy.Parse([]byte(`{"preset":"services","commission":"150%","min_age":"old","spam":1}`))
	refusal, ok := fault.As(err)
	if !ok || len(refusal.All()) != 3 {
		t.Fatalf("got %v", err)
	}
}

// TestValuesKeepTheRulesBetweenThem breaks each rule alone.
func TestValuesKeepTheRulesBetweenThem(t *testing.T) {
	for want, change := range map[string]func(*policy.Policy){
		"policy_above_other at option_price_min":      func(p *policy.Policy) { p.OptionPriceMin = p.OptionPriceMax + 1 },
		"policy_above_other at free_price_min":        func(p *policy.Policy) { p.FreePriceMin = p.FreePriceMax + 1 },
		"policy_above_other at offer_price_min":       func(p *policy.Policy) { p.OfferPriceMin = p.OfferPriceMax + 1 },
		"policy_above_other at top_up_min":            func(p *policy.Policy) { p.TopUpMin = p.TopUpMax + 1 },
		"policy_above_other at login_length_min":      func(p *policy.Policy) { p.LoginLengthMin = p.LoginLengthMax + 1 },
		"policy_above_other at password_length_min":   func(p *policy.Policy) { p.PasswordLengthMin = p.PasswordLengthMax + 1 },
		"policy_above_other at compare_min":           func(p *policy.Policy) { p.CompareMin = p.CompareMax + 1 },
		"policy_above_other at auto_resume_at":        func(p *policy.Policy) { p.AutoResumeAt = p.AutoPauseAbove + 1 },
		"policy_above_other at portfolio_from":        func(p *policy.Policy) { p.PortfolioFrom = p.PortfolioOrders + 1 },
		"policy_above_other at advanced_above":        func(p *policy.Policy) { p.AdvancedAbove = p.ProfessionalAbove + 1 },
		"policy_above_other at professional_failures": func(p *policy.Policy) { p.ProfessionalFailures = p.AdvancedFailures + 1 },
		"policy_above_other at start_floor":           func(p *policy.Policy) { p.StartFloor = p.StartWithin + time.Hour },
		"policy_above_other at check_floor":           func(p *policy.Policy) { p.CheckFloor = p.CheckWithin + time.Hour },
		"policy_above_other at brief_ask_wait":        func(p *policy.Policy) { p.BriefAskWait = p.StartWithin + time.Hour },
		"policy_above_other at case_statement":        func(p *policy.Policy) { p.CaseStatement = p.ArbitrationTarget + time.Hour },
		"policy_above_other at arbitration_target":    func(p *policy.Policy) { p.ArbitrationLimit = p.ArbitrationTarget - time.Hour },
		"policy_platform_pays at referral_sale":       func(p *policy.Policy) { p.Commission = 5_99 },
		"policy_payout_days at payout_days":           func(p *policy.Policy) { p.PayoutDays = nil },
		"policy_file_types at file_types":             func(p *policy.Policy) { p.FileTypes = nil },
		"policy_delivery_link at delivery_by_link":    func(p *policy.Policy) { p.FileLinks = false },
		"policy_buyer_levels at buyer_levels":         func(p *policy.Policy) { p.BuyerLevels = []int{7, 1} },
		"policy_sealed at feedback_sealed":            func(p *policy.Policy) { p.FeedbackSealed = true },
		"policy_weights at weight_responsibility": func(p *policy.Policy) {
			p.WeightResponsibility, p.WeightOrderRating, p.WeightQuantity, p.WeightQuality = 0, 0, 0, 0
		},
		"policy_choice at custody": func(p *policy.Policy) { p.Custody = "" },
		"policy_tiers_order at commission_tiers": func(p *policy.Policy) {
			p.CommissionTiers = []policy.Tier{{From: 20, Rate: 15_00}, {From: 10, Rate: 16_00}}
		},
	} {
		p := preset(t, "services")
		change(&p)
		if got := code(p.Check()); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestCustodyNoneHasNoFees(t *testing.T) {
	for name, text := range map[string]string{
		"commission": "1%", "buyer_fee": "1%", "tip_commission": "1%", "referral_sale": "1%",
		"referral_purchase": "1%", "commission_tiers": "from 1.00 at 1%",
	} {
		p := preset(t, "direct")
		p.PlatformMayPay = true
		v, _ := policy.Find(name)
		if err := v.Set(&p, text); err != nil {
			t.Fatal(err)
		}
		if got := code(p.Check()); got != "policy_custody_none at "+name {
			t.Errorf("%s: %s", name, got)
		}
	}
	p := preset(t, "direct")
	p.PayOutside = policy.PayOutsideForbidden
	if got := code(p.Check()); got != "policy_pay_outside at pay_outside" {
		t.Error(got)
	}
}

func TestTheCommissionFollowsTheVolumeOfThePair(t *testing.T) {
	p := preset(t, "services")
	p.CommissionTiers = []policy.Tier{{From: 100_00, Rate: 15_00}, {From: 500_00, Rate: 10_00}}
	for volume, want := range map[money.Amount]money.Rate{
		0: 20_00, 99_99: 20_00, 100_00: 15_00, 499_99: 15_00, 500_00: 10_00, 9_000_00: 10_00,
	} {
		if got := p.CommissionFor(volume); got != want {
			t.Errorf("at %d: %d, want %d", volume, got, want)
		}
	}
}

func TestADifferenceNamesEachChangedValue(t *testing.T) {
	before, after := preset(t, "services"), preset(t, "services")
	after.StartWithin, after.Revisions = 36*time.Hour, 2
	var got []string
	for _, c := range policy.Diff(before, after) {
		got = append(got, c.Value.Name+": "+c.From+" -> "+c.To)
	}
	want := []string{"start_within: 24 h -> 36 h", "revisions: unlimited -> 2"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestTheCanonicalFormIsCompactSortedAndComplete(t *testing.T) {
	data := preset(t, "tasks").Canonical()
	var all map[string]any
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	again, _ := json.Marshal(all)
	if len(all) != len(policy.Values)+1 || !bytes.Equal(again, data) {
		t.Errorf("%d names in\n%s", len(all), data)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"preset":"services","commission":"15%"}`))
	f.Add([]byte(`{"preset":"direct","file_types":["pdf"],"buyer_levels":[1,2]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := policy.Parse(data)
		if err != nil {
			if _, ok := fault.As(err); !ok {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		back, err := policy.Parse(p.Canonical())
		if err != nil || !bytes.Equal(back.Canonical(), p.Canonical()) {
			t.Fatalf("%s came back otherwise: %v", p.Canonical(), err)
		}
	})
}
