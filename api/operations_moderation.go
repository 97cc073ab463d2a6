package api

import (
	"slices"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/moderation"
)

// moderationOperations are the queue of services and what is decided there.
var moderationOperations = []Operation{
	op("GET /staff/services", "listWaitingServices", account.Moderate, desk.Staffs, listWaitingServices).most(moderation.QueueMax),
	op("GET /staff/services/{service}", "getWaitingService", account.Moderate, desk.Staffs, getWaitingService),
	op("PUT /staff/services/{service}/claim", "claimService", account.Moderate, desk.Staffs, holding(moderation.Take)),
	op("DELETE /staff/services/{service}/claim", "giveServiceBack", account.Moderate, desk.Staffs, holding(moderation.Leave)),
	op("POST /services/{service}/approval", "approveService", account.Moderate, desk.Staffs, judge(moderation.Approved)),
	op("POST /services/{service}/rejection", "rejectService", account.Moderate, desk.Staffs, judge(moderation.Rejected)),
	op("POST /services/{service}/removal", "removeService", account.Moderate, desk.Staffs, judge(moderation.Removed)),
	op("POST /services/{service}/unlisting", "unlistService", account.Moderate, desk.Staffs, unlistService),
}

// decisionOperations are for those whom a decision concerns.
var decisionOperations = []Operation{
	op("GET /account/decisions", "listDecisions", account.SignedIn, desk.Own, listDecisions).most(moderation.AboutMax),
}

// Queue is what waits, the longest first, and how much there is in all.
type Queue struct {
	List[Waiting]
	Total int64 `json:"total"`
}

// Waiting is a service in the queue.
type Waiting struct {
	Service  Service  `json:"service"`
	New      bool     `json:"new"`
	Findings int      `json:"findings"`
	Overdue  bool     `json:"overdue"`
	Claim    *Claimed `json:"claim,omitempty"`
}

// Claimed is a moderator's hold on an item.
type Claimed struct {
	Moderator string    `json:"moderator"`
	Until     time.Time `json:"until"`
}

func listWaitingServices(c *Call, _ *struct{}) (Queue, error) {
	return read(c, func(tx *db.Tx) (Queue, error) {
		items, total, err := moderation.Queue(tx)
		if err != nil {
			return Queue{}, err
		}
		waiting, err := c.waiting(tx, items)
		return Queue{List[Waiting]{Items: waiting}, total}, err
	})
}

// waiting writes items of the queue, read together.
func (c *Call) waiting(tx *db.Tx, items []moderation.Item) ([]Waiting, error) {
	list := []Waiting{}
	var rows []catalogue.Service
	var holders []id.Member
	for _, item := range items {
		rows, holders = append(rows, item.Service), append(holders, item.Claim.Moderator)
	}
	services, err := c.services(tx, rows)
	if err != nil {
		return list, err
	}
	people, err := account.Several(tx, slices.DeleteFunc(holders, id.Member.IsZero))
	for i, item := range items {
		one := Waiting{Service: services[i], New: item.New, Findings: item.Findings, Overdue: item.Overdue}
		if !item.Claim.Moderator.IsZero() {
			one.Claim = &Claimed{people[item.Claim.Moderator].Login, item.Claim.Until}
		}
		list = append(list, one)
	}
	return list, err
}

// holding makes an operation of taking an item that waits, or giving it back.
func holding(hold func(*db.Tx, id.Service, id.Member) error) func(*Call, *struct{}) (Done, error) {
	return func(c *Call, _ *struct{}) (Done, error) {
		which, err := id.Parse[id.ServiceKind](c.Path("service"))
		if err != nil {
			return Done{}, err
		}
		return write(c, func(tx *db.Tx) (Done, error) {
			if _, err := moderation.Read(tx, which); err != nil {
				return Done{}, err
			}
			return Done{true}, hold(tx, which, c.Member.ID)
		})
	}
}

// Examined is a waiting service with everything needed to decide (TRU-1).
type Examined struct {
	Waiting
	Seconds  int64      `json:"waiting_seconds"`
	Changes  []Changed  `json:"changes" nullable:"false"`
	Found    []Finding  `json:"found" nullable:"false"`
	Decided  []Decision `json:"earlier_decisions" nullable:"false"`
	Mendable []string   `json:"reasons_to_reject" nullable:"false"`
	Violated []string   `json:"reasons_to_remove" nullable:"false"`
}

// Changed is one field in which the waiting version differs from the live one.
type Changed struct {
	Field string `json:"field"`
	Old   string `json:"old"`
	New   string `json:"new"`
}

// Finding is what an automatic check noticed; none decides anything (TRU-2).
type Finding struct {
	Field string `json:"field"`
	Kind  string `json:"kind"`
	Found string `json:"found"`
}

// Decision is a statement of reasons (TRU-9).
type Decision struct {
	ID      id.Decision `json:"id"`
	Outcome string      `json:"outcome"`
	Subject string      `json:"subject" enum:"service,work,feedback"`
	About   string      `json:"subject_id"`
	Reasons []string    `json:"reasons" nullable:"false"`
	Remark  string      `json:"remark,omitempty"`
	At      time.Time   `json:"at"`
	Until   *time.Time  `json:"until,omitempty"`
	Appeal  *time.Time  `json:"appeal_by,omitempty"`
}

func decisionOf(d moderation.Decision) Decision {
	return Decision{
		d.ID, string(d.Outcome), d.Subject, id.Event(d.SubjectID).String(), texts(d.Reasons), d.Remark,
		d.At, moment(d.Until), moment(d.AppealBy),
	}
}

// listDecisions lists what was decided about the asker, the newest first.
func listDecisions(c *Call, _ *struct{}) (List[Decision], error) {
	return read(c, func(tx *db.Tx) (List[Decision], error) {
		rows, err := moderation.About(tx, c.Member.ID)
		return List[Decision]{Items: each(rows, decisionOf)}, err
	})
}

func texts[T ~string](list []T) []string {
	all := make([]string, 0, len(list))
	for _, one := range list {
		all = append(all, string(one))
	}
	return all
}

func getWaitingService(c *Call, _ *struct{}) (Examined, error) {
	return read(c, func(tx *db.Tx) (Examined, error) {
		s, err := c.service(tx)
		if err != nil {
			return Examined{}, err
		}
		examined, err := moderation.Read(tx, s.ID)
		if err != nil {
			return Examined{}, err
		}
		waiting, err := c.waiting(tx, []moderation.Item{examined.Item})
		if err != nil {
			return Examined{}, err
		}
		return Examined{
			Waiting: waiting[0], Seconds: seconds(examined.Waited),
			Changes: each(examined.Changes, func(x catalogue.Change) Changed { return Changed{x.Field, x.Old, x.New} }),
			Found:   each(examined.Found, func(x catalogue.Finding) Finding { return Finding{x.Field, string(x.Kind), x.Found} }),
			Decided: each(examined.History, decisionOf), Mendable: texts(moderation.Mendable), Violated: texts(moderation.Violations),
		}, nil
	})
}

func each[R, T any](rows []R, item func(R) T) []T {
	all := make([]T, 0, len(rows))
	for _, row := range rows {
		all = append(all, item(row))
	}
	return all
}

// judged is a moderator's word. The version is the one that was looked at.
type judged struct {
	Body struct {
		Version string   `json:"service_version,omitempty"`
		Reasons []string `json:"reasons,omitempty" maxItems:"10"`
		Remark  string   `json:"remark,omitempty" maxLength:"5000"`
	}
}

func judge(outcome moderation.Outcome) func(*Call, *judged) (Decision, error) {
	return func(c *Call, in *judged) (Decision, error) {
		version, err := optional[id.ServiceVersionKind](in.Body.Version)
		if err != nil {
			return Decision{}, err
		}
		return c.decide(moderation.Judgement{Version: version, Outcome: outcome, Remark: in.Body.Remark}, in.Body.Reasons)
	}
}

type unlisting struct {
	Body struct {
		Reasons []string `json:"reasons" minItems:"1" maxItems:"10"`
		Remark  string   `json:"remark,omitempty" maxLength:"5000"`
		Days    int      `json:"days" minimum:"1" maximum:"365" doc:"after so many it is back by itself"`
	}
}

// unlistService takes a service out of the lists for a time (CAT-10).
func unlistService(c *Call, in *unlisting) (Decision, error) {
	until := c.At.AddDate(0, 0, in.Body.Days)
	return c.decide(moderation.Judgement{Outcome: moderation.Unlisted, Remark: in.Body.Remark, Until: until}, in.Body.Reasons)
}

// decide carries a verdict on the service of the address out.
func (c *Call) decide(word moderation.Judgement, reasons []string) (Decision, error) {
	return once(c, func(tx *db.Tx) (Decision, error) {
		s, err := c.service(tx)
		if err != nil {
			return Decision{}, err
		}
		word.Service, word.Moderator = s.ID, c.Member.ID
		word.Reasons = each(reasons, func(reason string) moderation.Reason { return moderation.Reason(reason) })
		d, err := moderation.Judge(tx, word)
		return decisionOf(d), err
	})
}
