package api

import (
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/order"
	"guildhall/payment"
	"guildhall/payout"
)

// debtOperations are about what the asker owes after a chargeback (MON-20).
var debtOperations = []Operation{
	op("POST /balance/settlement", "settleDebt", account.Money, desk.Own, settleDebt),
}

// claimOperations are what finance staff decide about it, and about card money
// that may go early (MON-7).
var claimOperations = []Operation{
	op("GET /staff/claims", "listClaims", account.Settle, desk.Staffs, listClaims),
	op("POST /staff/claims/{top_up}/decision", "decideClaim", account.Settle, desk.Staffs, decideClaim),
	op("POST /staff/card-releases", "releaseCardMoney", account.Settle, desk.Staffs, releaseCardMoney).creating(),
}

// Claim is what a member owes for a top-up that was charged back.
type Claim struct {
	TopUp    id.TopUp  `json:"top_up"`
	Member   string    `json:"member"`
	Amount   Money     `json:"amount"`
	Unpaid   Money     `json:"unpaid"`
	Opened   time.Time `json:"opened"`
	DecideBy time.Time `json:"decide_by"`
	Verdict  string    `json:"verdict,omitempty" enum:"settled,forgiven"`
}

func (c *Call) claim(tx *db.Tx, one payment.Claim) (Claim, error) {
	m, err := account.Get(tx, one.Member)
	return Claim{one.TopUp, m.Login, c.money(one.Amount), c.money(one.Unpaid), one.OpenedAt, one.DecideBy, string(one.Verdict)}, err
}

// settleDebt settles all that the asker owes from their balance, or nothing.
func settleDebt(c *Call, _ *struct{}) (Balance, error) {
	return once(c, func(tx *db.Tx) (Balance, error) {
		open, err := payment.ClaimsOn(tx, c.Member.ID)
		if err != nil {
			return Balance{}, err
		}
		for _, one := range open {
			if _, err := order.PayClaim(tx, one.TopUp, c.Member.ID); err != nil {
				return Balance{}, err
			}
		}
		return c.balance(tx)
	})
}

func listClaims(c *Call, in *waitingAsked) (List[Claim], error) {
	return read(c, func(tx *db.Tx) (List[Claim], error) {
		list := List[Claim]{Items: []Claim{}}
		rows, err := payment.OpenClaims(tx, in.Limit)
		if err != nil {
			return list, err
		}
		for _, row := range rows {
			one, err := c.claim(tx, row)
			if err != nil {
				return list, err
			}
			list.Items = append(list.Items, one)
		}
		return list, nil
	})
}

type claimDecided struct {
	Body struct {
		Verdict string `json:"verdict" enum:"settle,forgive,cancel"`
		Reason  string `json:"reason,omitempty" maxLength:"500"`
	}
}

// decideClaim settles a claim from the member's balance, forgives it, or
// cancels the member's running orders and settles it from what comes back.
func decideClaim(c *Call, in *claimDecided) (Claim, error) {
	which, err := id.Parse[id.TopUpKind](c.Path("top_up"))
	if err != nil {
		return Claim{}, err
	}
	return once(c, func(tx *db.Tx) (Claim, error) {
		var decided payment.Claim
		var err error
		switch in.Body.Verdict {
		case "settle":
			decided, err = order.PayClaim(tx, which, c.Member.ID)
		case "forgive":
			decided, err = order.ForgiveClaim(tx, which, c.Member.ID, in.Body.Reason)
		default:
			decided, err = order.CancelForClaim(tx, which, c.Member.ID, in.Body.Reason)
		}
		if err != nil {
			return Claim{}, err
		}
		return c.claim(tx, decided)
	})
}

// CardRelease is card money that may be withdrawn before its time.
type CardRelease struct {
	Member string `json:"member"`
	Amount Money  `json:"amount"`
	Reason string `json:"reason"`
}

type cardReleased struct {
	Body struct {
		Member string `json:"member" maxLength:"100"`
		Reason string `json:"reason" maxLength:"300"`
	}
}

func releaseCardMoney(c *Call, in *cardReleased) (CardRelease, error) {
	return once(c, func(tx *db.Tx) (CardRelease, error) {
		m, err := account.ByLogin(tx, in.Body.Member)
		if err != nil {
			return CardRelease{}, err
		}
		r, err := payout.ReleaseCards(tx, m.ID, c.Member.ID, in.Body.Reason)
		return CardRelease{m.Login, c.money(r.Amount), r.Reason}, err
	})
}
