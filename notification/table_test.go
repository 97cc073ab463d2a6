package notification

import (
	"flag"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"guildhall/mail"
	"guildhall/money"
	"guildhall/order"
	"guildhall/say"
)

var update = flag.Bool("update", false, "write the golden page anew")

func TestEveryRowOfAnOrdersLifeHasARule(t *testing.T) {
	var rows, rules []string
	for _, row := range order.Table.Rows {
		if !slices.Contains(rows, row.ID) {
			rows = append(rows, row.ID)
		}
	}
	for _, r := range orderRules {
		rules = append(rules, r.Kind)
	}
	slices.Sort(rows)
	slices.Sort(rules)
	if !slices.Equal(rows, rules) {
		t.Errorf("the lifecycle has %v,\nthe rules %v", rows, rules)
	}
}

func TestEveryDeadlineThatWarnsHasARuleForWhomItWarns(t *testing.T) {
	warns := map[order.Side]audience{order.Buyer: toBuyer, order.Seller: toSeller, order.Staff: toArbiters}
	for _, row := range order.Table.Rows {
		if row.Verb != order.RingClock {
			continue
		}
		near, err := nearBook.find(row.Deadline.String())
		if err != nil {
			t.Errorf("%s: %v", row.ID, err)
			continue
		}
		for _, side := range row.Warns {
			to := warns[side]
			if !slices.ContainsFunc(near.Tell, func(told telling) bool { return told.To == to }) {
				t.Errorf("%s warns the %s, and no reminder is worded for them", row.ID, side)
			}
		}
	}
}

// sample holds every fact a text may name.
var sample = []any{
	"document", say.Key("account.document.kind.terms"), "from", sampleDay,
	"market", "Guildhall", "number", "K7M-3QX-9PA", "title", "Ink drawing of your house", "buyer", "Bea", "seller", "Sam",
	"who", "Sam", "login", "bea", "device", "Firefox on Linux", "place", "192.0.2.0", "count", 1, "remark", "Please show one finished drawing.",
	"price", money.Amount(40_00), "sum", money.Amount(25_00), "held", money.Amount(10_00), "net", money.Amount(32_00),
	"tip", money.Amount(5_00), "refund", money.Amount(40_00), "amount", money.Amount(100_00), "fee", money.Amount(2_00), "total", money.Amount(80_00),
	"reason", say.Key("order.reason.seller_busy"), "cause", say.Key("notice.cause.price_changed"), "lifted", say.Key("catalogue.causes.workload"),
	"standing", say.Key("notice.standing.suspended"), "role", say.Key("account.role.arbiter"), "at", sampleDay, "due", sampleDay,
	"level", say.Key("reputation.level.advanced"), "before", say.Key("reputation.level.newbie"),
}

var sampleDay = time.Date(2026, 3, 5, 14, 30, 0, 0, time.UTC)

func allFacts() []any {
	facts := slices.Clone(sample)
	for _, d := range order.Deadlines() {
		facts = append(facts, d.String()+"_at", sampleDay)
	}
	return facts
}

// kinds lists the key of every text the tables can ask for, with how it goes
// out.
func kinds() (list []struct{ Key, How string }) {
	add := func(prefix string, rules []rule) {
		for _, r := range rules {
			for _, to := range r.Tell {
				key := prefix + r.Kind + "." + string(to.To)
				list = append(list, struct{ Key, How string }{key, wayOf(to.How)})
				if r.Custody {
					list = append(list, struct{ Key, How string }{key + ".none", wayOf(to.How)})
				}
			}
		}
	}
	add("notice.order.", orderRules)
	add("notice.order.", besideRules)
	add("notice.near.", nearRules)
	for _, rules := range [][]rule{serviceRules, workRules, conversationRules, memberRules, moneyRules} {
		add("notice.", rules)
	}
	return list
}

func wayOf(h how) string {
	return [...]string{"account", "account, mail", "account, mail, waits", "account, mail once"}[h]
}

// TestAllNoticesStandOnOnePage prints every text with its facts, as mail and
// account show it, into a page that a person reads.
func TestAllNoticesStandOnOnePage(t *testing.T) {
	home, _ := url.Parse("https://hall.example")
	var page strings.Builder
	subjects := map[string]string{}
	for _, kind := range kinds() {
		letter, err := mail.Write(mail.Message{
			To: "a@example.org", Language: "en", Zone: "UTC", Kind: kind.Key, Args: allFacts(), Path: "/there",
		}, mail.House{Name: "Guildhall", URL: home, Currency: "USD"})
		if err != nil {
			t.Fatal(err)
		}
		sentence, _, _ := strings.Cut(letter.Text, "\n")
		fmt.Fprintf(&page, "%s (%s)\n  %s\n  %s\n\n", kind.Key, kind.How, letter.Subject, sentence)
		if strings.TrimSuffix(letter.Subject, ".") == sentence || letter.Subject == "" {
			t.Errorf("%s: the sentence adds nothing to the subject", kind.Key)
		}
		subjects[kind.Key] = letter.Subject
	}
	const golden = "testdata/notices.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(page.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(golden)
	if err != nil || string(kept) != page.String() {
		t.Errorf("the page has changed; look at it and run with -update (%v)", err)
	}
}

func TestNoTextOfANoticeIsLeftOver(t *testing.T) {
	used := map[string]bool{}
	for _, kind := range kinds() {
		used[kind.Key+".subject"], used[kind.Key+".text"] = true, true
	}
	for _, key := range say.Keys() {
		told := strings.HasSuffix(key, ".subject") || strings.HasSuffix(key, ".text")
		if strings.HasPrefix(key, "notice.") && told && !used[key] {
			t.Errorf("nobody is ever told %s", key)
		}
	}
}
