package api

import (
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/dispute"
	"guildhall/evidence"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/order"
)

// caseOperations are about judging orders, and about who looked at one.
var caseOperations = []Operation{
	op("GET /staff/cases", "listCases", account.Arbitrate, desk.Staffs, listCases),
	op("POST /orders/{order}/looks", "lookAtOrder", account.Assist, desk.Staffs, lookAtOrder).creating(),
}

// evidenceOperations belong to the orders and need files.
var evidenceOperations = []Operation{
	op("GET /orders/{order}/looks", "listLooks", account.Deal, desk.OrderParty, listLooks),
	bytesOf("GET /orders/{order}/evidence", "getEvidence", account.Deal, desk.OrderParty, getEvidence),
}

// looked refuses staff who have not said why they look (TRU-25). Parties need
// no reason.
func (c *Call) looked(tx *db.Tx, o order.Order, side order.Side) error {
	if side != order.Arbiter && side != order.Staff {
		return nil
	}
	said, err := dispute.Looking(tx, o.ID, c.Member.ID, c.At)
	if err == nil && !said {
		err = fault.Denied("api_look_first")
	}
	return err
}

// Case is an order that waits for somebody to judge it.
type Case struct {
	Order   id.Order  `json:"order"`
	Number  string    `json:"number"`
	Wants   time.Time `json:"decide_by"`
	Overdue bool      `json:"overdue"`
	Appeal  bool      `json:"appeal"`
}

func listCases(c *Call, _ *struct{}) (List[Case], error) {
	return read(c, func(tx *db.Tx) (List[Case], error) {
		rows, err := dispute.Queue(tx)
		return listOf(rows, len(rows), func(one dispute.Case) Case {
			return Case{one.Order.ID, one.Order.Number, one.Wants, one.Overdue, one.Appeal}
		}, nil), err
	})
}

// Look is one look at an order by somebody who is no party to it.
type Look struct {
	Staff  string    `json:"staff"`
	Reason string    `json:"reason"`
	Remark string    `json:"remark,omitempty"`
	At     time.Time `json:"at"`
}

type looking struct {
	Body struct {
		Reason string `json:"reason" enum:"case,objection,report,support,law"`
		Remark string `json:"remark,omitempty" maxLength:"2000"`
	}
}

func lookAtOrder(c *Call, in *looking) (Look, error) {
	which, err := id.Parse[id.OrderKind](c.Path("order"))
	if err != nil {
		return Look{}, err
	}
	look := dispute.Look{
		Order: which, Staff: c.Member.ID, At: c.At, Reason: dispute.Reason(in.Body.Reason), Remark: in.Body.Remark,
	}
	return once(c, func(tx *db.Tx) (Look, error) {
		return Look{c.Member.Login, in.Body.Reason, in.Body.Remark, c.At}, dispute.Record(tx, look)
	})
}

func listLooks(c *Call, _ *struct{}) (List[Look], error) {
	return read(c, func(tx *db.Tx) (List[Look], error) {
		list := List[Look]{Items: []Look{}}
		o, _, err := c.open(tx)
		if err != nil {
			return list, err
		}
		rows, err := dispute.Looks(tx, o.ID)
		if err != nil {
			return list, err
		}
		for _, row := range rows {
			staff, err := account.Get(tx, row.Staff)
			if err != nil {
				return list, err
			}
			list.Items = append(list.Items, Look{staff.Login, string(row.Reason), row.Remark, row.At})
		}
		return list, nil
	})
}

// getEvidence sends the evidence file (ORD-33).
func getEvidence(c *Call) error {
	kept, err := read(c, func(tx *db.Tx) (evidence.Case, error) {
		o, _, err := c.open(tx)
		if err != nil {
			return evidence.Case{}, err
		}
		return evidence.Collect(tx, o.ID)
	})
	if err != nil {
		return err
	}
	c.saving("application/zip", kept.Name())
	return kept.Write(c.W, c.Files)
}
