package payment

import "testing"

func TestEveryMessageInEveryStateHasOneLine(t *testing.T) {
	states := []State{Pending, Succeeded, Failed, Refunded, ChargedBack}
	says := []Said{SaidSucceeded, SaidFailed, SaidRefunded, SaidChargedBack}
	for _, state := range states {
		for _, said := range says {
			lines := 0
			for _, r := range table {
				if r.from == state && r.said == said {
					lines++
				}
			}
			if lines != 1 {
				t.Errorf("%s in %s has %d lines", said, state, lines)
			}
		}
	}
	if len(table) != len(states)*len(says) {
		t.Errorf("%d lines for %d pairs", len(table), len(states)*len(says))
	}
}

// TestMoneyIsCreditedAndRevokedAtMostOnce: a state that has the money is
// reached only by a credit, and left only by a revocation.
func TestMoneyIsCreditedAndRevokedAtMostOnce(t *testing.T) {
	for _, r := range table {
		gains := r.from != Succeeded && r.to == Succeeded
		loses := r.from == Succeeded && r.to != Succeeded
		if gains != (r.does == Credit) || loses != (r.does == Revoke) {
			t.Errorf("%s, %s -> %s does %s", r.from, r.said, r.to, r.does)
		}
		if (r.from == r.to) != (r.does == Nothing) {
			t.Errorf("%s, %s -> %s does %s", r.from, r.said, r.to, r.does)
		}
	}
}

func TestAnUnknownMessageIsForPeople(t *testing.T) {
	if _, does := decide(TopUp{State: Pending}, Message{Said: "disputed"}); does != Odd {
		t.Errorf("it does %s", does)
	}
}
