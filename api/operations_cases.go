package api

import (
	"io"
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
	op("GET /staff/cases", "listCases", account.Arbitrate, desk.Staffs, listCases).most(dispute.QueueMost),
	op("GET /staff/objections", "listObjections", account.Moderate, desk.Staffs, listObjections),
	op("POST /orders/{order}/looks", "lookAtOrder", account.Assist, desk.Staffs, lookAtOrder).creating(),
}

// evidenceOperations belong to the orders and need files.
var evidenceOperations = []Operation{
	op("GET /orders/{order}/looks", "listLooks", account.Deal, desk.OrderParty, inPages(listLooks, Look.place)),
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

// Objection is an ended order whose other side says that it should not count
// (ORD-39). What was said is read with the order, after saying why one looks.
type Objection struct {
	Order  id.Order  `json:"order"`
	Number string    `json:"number"`
	Title  string    `json:"title"`
	Buyer  string    `json:"buyer"`
	Seller string    `json:"seller"`
	State  string    `json:"state"`
	Ended  time.Time `json:"ended"`
}

func listObjections(c *Call, in *waitingAsked) (List[Objection], error) {
	return read(c, func(tx *db.Tx) (List[Objection], error) {
		list := List[Objection]{Items: []Objection{}}
		rows, err := order.Objections(tx, in.Limit)
		if err != nil {
			return list, err
		}
		for _, o := range rows {
			buyer, err := account.Get(tx, o.Buyer)
			if err != nil {
				return list, err
			}
			seller, err := account.Get(tx, o.Seller)
			if err != nil {
				return list, err
			}
			list.Items = append(list.Items, Objection{o.ID, o.Number, o.Title, buyer.Login, seller.Login, string(o.State), o.EndedAt})
		}
		return list, nil
	})
}

// Look is one look at an order by somebody who is no party to it.
type Look struct {
	Staff  string    `json:"staff"`
	Reason string    `json:"reason"`
	Remark string    `json:"remark,omitempty"`
	At     time.Time `json:"at"`
}

func (l Look) place() string { return l.At.Format(time.RFC3339Nano) + " " + l.Staff }

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
		return evidence.Collect(tx, o.ID, c.Say)
	})
	if err != nil {
		return err
	}
	return c.Stream("application/zip", kept.Name(), func(w io.Writer) error { return kept.Write(w, c.Files) })
}
