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

// holdOperations are what finance staff do about members' money that must wait
// (MON-19), and about top-ups that no provider tells of.
var holdOperations = []Operation{
	op("GET /staff/holds", "listHolds", account.Settle, desk.Staffs, listHolds),
	op("PUT /staff/holds/{login}", "placeHold", account.Settle, desk.Staffs, placeHold),
	op("DELETE /staff/holds/{login}", "endHold", account.Settle, desk.Staffs, endHold),
	op("POST /staff/top-ups/{top_up}/outcome", "markTopUp", account.Settle, desk.Staffs, markTopUp),
}

// LegalHold keeps a member's withdrawals from going out.
type LegalHold struct {
	Member string    `json:"member"`
	Reason string    `json:"reason"`
	Review time.Time `json:"review" doc:"when it is looked at again"`
}

func listHolds(c *Call, in *waitingAsked) (List[LegalHold], error) {
	return read(c, func(tx *db.Tx) (List[LegalHold], error) {
		rows, err := payout.Holds(tx, in.Limit)
		if err != nil {
			return List[LegalHold]{}, err
		}
		people, err := account.Several(tx, each(rows, func(h payout.LegalHold) id.Member { return h.Member }))
		return List[LegalHold]{Items: each(rows, func(h payout.LegalHold) LegalHold {
			return LegalHold{people[h.Member].Login, h.Reason, h.ReviewAt}
		})}, err
	})
}

type holdSent struct {
	Body struct {
		Reason string    `json:"reason" minLength:"1" maxLength:"300"`
		Review time.Time `json:"review"`
	}
}

func placeHold(c *Call, in *holdSent) (LegalHold, error) {
	return write(c, func(tx *db.Tx) (LegalHold, error) {
		m, err := account.ByLogin(tx, c.Path("login"))
		if err != nil {
			return LegalHold{}, err
		}
		hold := payout.LegalHold{Reason: in.Body.Reason, ReviewAt: in.Body.Review.UTC().Truncate(time.Microsecond)}
		return LegalHold{m.Login, hold.Reason, hold.ReviewAt}, payout.PlaceHold(tx, m.ID, c.Member.ID, hold)
	})
}

func endHold(c *Call, _ *struct{}) (Done, error) {
	return write(c, func(tx *db.Tx) (Done, error) {
		m, err := account.ByLogin(tx, c.Path("login"))
		if err != nil {
			return Done{}, err
		}
		return Done{true}, payout.EndHold(tx, m.ID, c.Member.ID)
	})
}

type topUpMarked struct {
	Body struct {
		Said string `json:"said" enum:"succeeded,failed"`
	}
}

// markTopUp says whether money has come that was paid outside; what waited for
// it follows.
func markTopUp(c *Call, in *topUpMarked) (TopUp, error) {
	which, err := id.Parse[id.TopUpKind](c.Path("top_up"))
	if err != nil {
		return TopUp{}, err
	}
	return once(c, func(tx *db.Tx) (TopUp, error) {
		settled, err := payment.Mark(tx, which, c.Member.ID, payment.Said(in.Body.Said))
		if err != nil {
			return TopUp{}, err
		}
		_, err = order.FollowTopUp(tx, settled)
		return c.topUp(settled.TopUp), err
	})
}
