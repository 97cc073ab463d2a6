package api

import (
	"errors"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/moderation"
	"guildhall/order"
	"guildhall/reputation"
)

// recordOperations are what a service has behind it, and the way to say that
// something is wrong with it (CAT-24).
var recordOperations = []Operation{
	op("GET /services/{service}/record", "getServiceRecord", account.Anyone, desk.Nobodys, getServiceRecord),
	op("POST /services/{service}/report", "reportService", account.SignedIn, desk.Nobodys, reportService).creating(),
}

// ServiceRecord is what the orders of a service come to.
type ServiceRecord struct {
	Stars     float64 `json:"stars,omitempty" doc:"of 5; missing: nobody has judged yet"`
	Liked     int64   `json:"liked"`
	Disliked  int64   `json:"disliked"`
	Completed int64   `json:"completed"`
	Queue     int64   `json:"in_work_now"`
	TopRated  bool    `json:"top_rated"`
}

func getServiceRecord(c *Call, _ *struct{}) (ServiceRecord, error) {
	return read(c, func(tx *db.Tx) (ServiceRecord, error) {
		s, err := c.reachable(tx)
		if err != nil {
			return ServiceRecord{}, err
		}
		return c.record(tx, s)
	})
}

func (c *Call) record(tx *db.Tx, s catalogue.Service) (ServiceRecord, error) {
	r, err := reputation.ServiceFor(tx, s.ID)
	if err != nil && !errors.Is(err, fault.Missing()) {
		return ServiceRecord{}, err
	}
	made := ServiceRecord{
		Stars: float64(r.Tenths(&c.Rules.Policy)) / 10, Liked: r.Liked, Disliked: r.Disliked, TopRated: r.TopRated,
	}
	if made.Completed, err = reputation.Done(tx, s.ID); err != nil {
		return ServiceRecord{}, err
	}
	made.Queue, err = order.Queue(tx, s.Seller, s.ID)
	return made, err
}

func reportService(c *Call, in *reported) (Done, error) {
	return once(c, func(tx *db.Tx) (Done, error) {
		s, err := c.service(tx)
		if err != nil {
			return Done{}, err
		}
		return Done{true}, moderation.ReportService(tx, moderation.Report{
			Service: s.ID, Reporter: c.Member.ID, Reason: moderation.Reason(in.Body.Reason), Remark: in.Body.Remark,
		})
	})
}
