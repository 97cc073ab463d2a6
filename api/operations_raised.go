package api

import (
	"slices"
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/moderation"
)

// raisedOperations are what people reported and checks noticed, for staff.
var raisedOperations = []Operation{
	op("GET /staff/raised", "listRaised", account.Moderate, desk.Staffs, listRaised).most(moderation.QueueMax),
	op("POST /staff/raised/{raised}/closure", "closeRaised", account.Moderate, desk.Staffs, closeRaised),
}

// Raised is a thing that somebody of the staff should look at.
type Raised struct {
	ID       id.Review `json:"id"`
	Kind     string    `json:"kind"`
	Member   string    `json:"member" doc:"whom it is about"`
	At       time.Time `json:"at"`
	Message  string    `json:"message,omitempty"`
	Service  string    `json:"service,omitempty"`
	Text     string    `json:"text,omitempty" doc:"what the message said when it was reported, or how the service is called"`
	Reporter string    `json:"reporter,omitempty" doc:"missing: an automatic check"`
	Reason   string    `json:"reason,omitempty"`
	Remark   string    `json:"remark,omitempty"`
}

// listRaised lists what is open, the oldest first: closing some makes room for
// what came later.
func listRaised(c *Call, _ *struct{}) (List[Raised], error) {
	return read(c, func(tx *db.Tx) (List[Raised], error) {
		rows, err := moderation.Open(tx)
		if err != nil {
			return List[Raised]{}, err
		}
		var who []id.Member
		for _, row := range rows {
			who = append(who, row.Member, row.Reporter)
		}
		people, err := account.Several(tx, slices.DeleteFunc(who, id.Member.IsZero))
		return List[Raised]{Items: each(rows, func(r moderation.Raised) Raised { return raisedOf(r, people) })}, err
	})
}

func raisedOf(r moderation.Raised, people map[id.Member]account.Member) Raised {
	made := Raised{
		ID: r.ID, Kind: r.Kind, Member: people[r.Member].Login, At: r.At, Text: r.Text,
		Reporter: people[r.Reporter].Login, Reason: string(r.Reason), Remark: r.Remark,
	}
	if !r.Message.IsZero() {
		made.Message = r.Message.String()
	}
	if !r.Service.IsZero() {
		made.Service = r.Service.String()
	}
	return made
}

func closeRaised(c *Call, _ *struct{}) (Done, error) {
	which, err := id.Parse[id.ReviewKind](c.Path("raised"))
	if err != nil {
		return Done{}, err
	}
	return once(c, func(tx *db.Tx) (Done, error) { return Done{true}, moderation.Close(tx, which, c.Member.ID) })
}
