package payment

// Effect is what a message does to the books.
type Effect string

// The closed list of effects.
const (
	Nothing Effect = "nothing" // the state already tells it
	Note    Effect = "note"    // only the state changes
	Credit  Effect = "credit"  // the money is the member's
	Revoke  Effect = "revoke"  // it is taken back
	Odd     Effect = "odd"     // for finance staff: it does not fit what was asked
)

// row is one line of the table below.
type row struct {
	from State
	said Said
	to   State
	does Effect
}

// table is everything that can follow from a message. Messages come in any
// order: what is final stays (refunded, charged back), what is money counts
// once, and a success after a failure still is money.
var table = []row{
	{Pending, SaidSucceeded, Succeeded, Credit},
	{Pending, SaidFailed, Failed, Note},
	{Pending, SaidRefunded, Refunded, Note},
	{Pending, SaidChargedBack, ChargedBack, Note},

	{Failed, SaidSucceeded, Succeeded, Credit},
	{Failed, SaidFailed, Failed, Nothing},
	{Failed, SaidRefunded, Refunded, Note},
	{Failed, SaidChargedBack, ChargedBack, Note},

	{Succeeded, SaidSucceeded, Succeeded, Nothing},
	{Succeeded, SaidFailed, Succeeded, Nothing},
	{Succeeded, SaidRefunded, Refunded, Revoke},
	{Succeeded, SaidChargedBack, ChargedBack, Revoke},

	{Refunded, SaidSucceeded, Refunded, Nothing},
	{Refunded, SaidFailed, Refunded, Nothing},
	{Refunded, SaidRefunded, Refunded, Nothing},
	{Refunded, SaidChargedBack, Refunded, Nothing},

	{ChargedBack, SaidSucceeded, ChargedBack, Nothing},
	{ChargedBack, SaidFailed, ChargedBack, Nothing},
	{ChargedBack, SaidRefunded, ChargedBack, Nothing},
	{ChargedBack, SaidChargedBack, ChargedBack, Nothing},
}

// decide says what a message does to a top-up. A message about another sum, or
// one that says nothing we know, is for people to look at.
func decide(t TopUp, m Message) (State, Effect) {
	if m.Amount != t.Amount || m.Provider != t.Provider {
		return t.State, Odd
	}
	for _, r := range table {
		if r.from == t.State && r.said == m.Said {
			return r.to, r.does
		}
	}
	return t.State, Odd
}
