package api

import (
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
	op("GET /staff/services", "listWaitingServices", account.Moderate, desk.Staffs, listWaitingServices),
	op("GET /staff/services/{service}", "getWaitingService", account.Moderate, desk.Staffs, getWaitingService),
	op("POST /services/{service}/approval", "approveService", account.Moderate, desk.Staffs, judge(moderation.Approved)),
	op("POST /services/{service}/rejection", "rejectService", account.Moderate, desk.Staffs, judge(moderation.Rejected)),
	op("POST /services/{service}/removal", "removeService", account.Moderate, desk.Staffs, judge(moderation.Removed)),
}

// Waiting is a service in the queue.
type Waiting struct {
	Service  Service `json:"service"`
	New      bool    `json:"new"`
	Findings int     `json:"findings"`
	Overdue  bool    `json:"overdue"`
}

func listWaitingServices(c *Call, _ *struct{}) (List[Waiting], error) {
	return read(c, func(tx *db.Tx) (List[Waiting], error) {
		list := List[Waiting]{Items: []Waiting{}}
		items, _, err := moderation.Queue(tx)
		if err != nil {
			return list, err
		}
		for _, item := range items {
			s, err := c.shown(tx, item.Service)
			if err != nil {
				return list, err
			}
			list.Items = append(list.Items, Waiting{s, item.New, item.Findings, item.Overdue})
		}
		return list, nil
	})
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
	Reasons []string    `json:"reasons" nullable:"false"`
	Remark  string      `json:"remark,omitempty"`
	At      time.Time   `json:"at"`
	Appeal  *time.Time  `json:"appeal_by,omitempty"`
}

func decisionOf(d moderation.Decision) Decision {
	return Decision{d.ID, string(d.Outcome), texts(d.Reasons), d.Remark, d.At, moment(d.AppealBy)}
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
		shown, err := c.shown(tx, examined.Service)
		if err != nil {
			return Examined{}, err
		}
		return Examined{
			Waiting: Waiting{shown, examined.New, examined.Findings, examined.Overdue}, Seconds: seconds(examined.Waited),
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
		return once(c, func(tx *db.Tx) (Decision, error) {
			s, err := c.service(tx)
			if err != nil {
				return Decision{}, err
			}
			word := moderation.Judgement{
				Service: s.ID, Version: version, Moderator: c.Member.ID, Outcome: outcome, Remark: in.Body.Remark,
			}
			for _, reason := range in.Body.Reasons {
				word.Reasons = append(word.Reasons, moderation.Reason(reason))
			}
			d, err := moderation.Judge(tx, word)
			return decisionOf(d), err
		})
	}
}
