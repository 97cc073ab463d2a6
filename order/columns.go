package order

import (
	"database/sql/driver"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// column names one column of `orders` and the field it keeps.
type column struct {
	name  string
	field func(o *Order) any // a pointer
}

// columns is the one list from which every statement on `orders` is made. The
// first `fixed` ones never change after placing.
var columns = append(fixedColumns, append(movingColumns, clockColumns()...)...)

var fixedColumns = []column{
	{"id", func(o *Order) any { return &o.ID }},
	{"number", func(o *Order) any { return &o.Number }},
	{"buyer", func(o *Order) any { return &o.Buyer }},
	{"seller", func(o *Order) any { return &o.Seller }},
	{"service", func(o *Order) any { return &o.Service }},
	{"service_version", func(o *Order) any { return &o.ServiceVersion }},
	{"checkout", func(o *Order) any { return &o.Checkout }},
	{"policy_version", func(o *Order) any { return &o.PolicyVersion }},
	{"custody", func(o *Order) any { return &o.Custody }},
	{"title", func(o *Order) any { return &o.Title }},
	{"units", func(o *Order) any { return &o.Units }},
	{"package", func(o *Order) any { return &o.Package }},
	{"lead", func(o *Order) any { return &o.Lead }},
	{"rounds", func(o *Order) any { return &o.Rounds }},
	{"revision_time", func(o *Order) any { return &o.RevisionTime }},
	{"commission", func(o *Order) any { return &o.Commission }},
	{"fee_rate", func(o *Order) any { return &o.FeeRate }},
	{"brief_needed", func(o *Order) any { return &o.BriefNeeded }},
}

var movingColumns = []column{
	{"version", func(o *Order) any { return &o.Version }},
	{"diary_n", func(o *Order) any { return &o.Diary.N }},
	{"diary_hash", func(o *Order) any { return (*digest)(&o.Diary.Hash) }},
	{"state", func(o *Order) any { return &o.State }},
	{"waits_for_buyer", func(o *Order) any { return &o.WaitsForBuyer }},
	{"waits_for_seller", func(o *Order) any { return &o.WaitsForSeller }},

	{"price", func(o *Order) any { return &o.Price }},
	{"fee", func(o *Order) any { return &o.Fee }},
	{"held", func(o *Order) any { return &o.Held }},
	{"fee_held", func(o *Order) any { return &o.FeeHeld }},
	{"to_seller", func(o *Order) any { return &o.ToSeller }},
	{"to_buyer", func(o *Order) any { return &o.ToBuyer }},

	{"placed_at", func(o *Order) any { return &o.PlacedAt }},
	{"started_at", func(o *Order) any { return &o.StartedAt }},
	{"due", func(o *Order) any { return &o.Due }},
	{"delivered_at", func(o *Order) any { return &o.DeliveredAt }},
	{"ended_at", func(o *Order) any { return &o.EndedAt }},
	{"late_at", func(o *Order) any { return &o.LateAt }},
	{"last_event_at", func(o *Order) any { return &o.LastEventAt }},
	{"last_act_at", func(o *Order) any { return &o.LastActAt }},
	{"idle_grace", func(o *Order) any { return &o.IdleGrace }},
	{"buyer_waits_since", func(o *Order) any { return &o.BuyerWaitsSince }},
	{"seller_waits_since", func(o *Order) any { return &o.SellerWaitsSince }},
	{"seller_said_at", func(o *Order) any { return &o.SellerSaidAt }},
	{"brief_asked_at", func(o *Order) any { return &o.BriefAskedAt }},
	{"brief_complete", func(o *Order) any { return &o.BriefComplete }},
	{"no_time", func(o *Order) any { return &o.NoTime }},
	{"deliveries", func(o *Order) any { return &o.Deliveries }},
	{"first_on_time", func(o *Order) any { return &o.FirstOnTime }},
	{"sent_back", func(o *Order) any { return &o.SentBack }},
	{"sent_back_point", func(o *Order) any { return &o.SentBackPoint }},
	{"lateness", func(o *Order) any { return &o.Lateness }},
	{"cause", func(o *Order) any { return &o.Cause }},
	{"ended_by", func(o *Order) any { return &o.EndedBy }},
	{"check_floor_used", func(o *Order) any { return &o.CheckFloorUsed }},
	{"banned_side", func(o *Order) any { return &o.BannedSide }},
	{"paid_noted", func(o *Order) any { return &o.PaidNoted }},
	{"received_noted", func(o *Order) any { return &o.ReceivedNoted }},
	{"payment_contested", func(o *Order) any { return &o.PaymentContested }},

	{"asked_by", func(o *Order) any { return &o.AskedBy }},
	{"asked_reason", func(o *Order) any { return &o.AskedReason }},
	{"buyer_asks", func(o *Order) any { return &o.BuyerAsks }},
	{"seller_asks", func(o *Order) any { return &o.SellerAsks }},
	{"refused", func(o *Order) any { return &o.Refused }},
	{"ever_refused", func(o *Order) any { return &o.EverRefused }},

	{"extra_sum", func(o *Order) any { return &o.ExtraSum }},
	{"extra_lead", func(o *Order) any { return &o.ExtraLead }},
	{"extra_open", func(o *Order) any { return &o.ExtraOpen }},
	{"added_sum", func(o *Order) any { return &o.AddedSum }},
	{"added_from", func(o *Order) any { return &o.AddedFrom }},
	{"added_left", func(o *Order) any { return &o.AddedLeft }},
	{"added_check", func(o *Order) any { return &o.AddedCheck }},
	{"additions", func(o *Order) any { return &o.Additions }},
	{"date_by", func(o *Order) any { return &o.DateBy }},
	{"date_due", func(o *Order) any { return &o.DateDue }},

	{"case_by", func(o *Order) any { return &o.CaseBy }},
	{"case_from", func(o *Order) any { return &o.CaseFrom }},
	{"case_opened_at", func(o *Order) any { return &o.CaseOpenedAt }},
	{"buyer_stated", func(o *Order) any { return &o.BuyerStated }},
	{"seller_stated", func(o *Order) any { return &o.SellerStated }},
	{"go_on_by", func(o *Order) any { return &o.GoOnBy }},
	{"split_by", func(o *Order) any { return &o.SplitBy }},
	{"split_to_seller", func(o *Order) any { return &o.SplitToSeller }},
	{"decided", func(o *Order) any { return &o.Decided }},
	{"decided_to", func(o *Order) any { return &o.DecidedTo }},
	{"decided_blame", func(o *Order) any { return &o.DecidedBlame }},
	{"decided_by", func(o *Order) any { return &o.DecidedBy }},
	{"buyer_accepted", func(o *Order) any { return &o.BuyerAccepted }},
	{"seller_accepted", func(o *Order) any { return &o.SellerAccepted }},
	{"appealed", func(o *Order) any { return &o.Appealed }},
	{"appealed_at", func(o *Order) any { return &o.AppealedAt }},

	{"feedback_open", func(o *Order) any { return &o.FeedbackOpen }},
	{"feedback_until", func(o *Order) any { return &o.FeedbackUntil }},
	{"portfolio", func(o *Order) any { return &o.Portfolio }},
	{"tipped", func(o *Order) any { return &o.Tipped }},
	{"objection", func(o *Order) any { return &o.Objection }},
}

// clockColumns keep every running deadline as <name>_at, and what is left of
// the three that can stand still as <name>_left.
func clockColumns() []column {
	var list []column
	for _, d := range Deadlines() {
		list = append(list, column{d.String() + "_at", func(o *Order) any { return &o.Clocks[d] }})
	}
	for _, d := range []Deadline{StartDeadline, DueDeadline, CheckDeadline} {
		list = append(list, column{d.String() + "_left", func(o *Order) any { return &o.Left[d] }})
	}
	return list
}

// digest stores a hash as bytes.
type digest [32]byte

// Value stores the bytes.
func (d digest) Value() (driver.Value, error) { return d[:], nil }

// Scan reads them back.
func (d *digest) Scan(stored any) error {
	from, ok := stored.([]byte)
	if !ok || len(from) != len(d) {
		return fmt.Errorf("order: a digest cannot be read from %T of %d bytes", stored, len(from))
	}
	copy(d[:], from)
	return nil
}

var selectOrder = "SELECT " + names(columns, "o.") + " FROM orders o"

// moving are the columns that a step may change; a fresh row has the zero value
// in each (NULL for a moment and an id), so that only what differs is written.
var moving = columns[len(fixedColumns):]

// none is an order in which nothing has happened.
var none Order

// differing are those of the moving columns whose fields differ.
func differing(was, is *Order) []column {
	list := make([]column, 0, len(moving))
	for _, c := range moving {
		if valueAt(c.field(was)) != valueAt(c.field(is)) {
			list = append(list, c)
		}
	}
	return list
}

func names(list []column, prefix string) string {
	parts := make([]string, len(list))
	for i, c := range list {
		parts[i] = prefix + c.name
	}
	return strings.Join(parts, ", ")
}

func places(n int) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = "$" + strconv.Itoa(i+1)
	}
	return strings.Join(parts, ", ")
}

func assignments(list []column) string {
	parts := make([]string, len(list))
	for i, c := range list {
		parts[i] = c.name + " = $" + strconv.Itoa(i+1)
	}
	return strings.Join(parts, ", ")
}

// values are the fields as arguments, in the order of the list, before more.
func values(list []column, o *Order, more ...any) []any {
	args := make([]any, 0, len(list)+len(more))
	for _, c := range list {
		args = append(args, valueAt(c.field(o)))
	}
	return append(args, more...)
}

// valueAt is what a pointer points to; the usual types go without reflection.
func valueAt(pointer any) any {
	switch p := pointer.(type) {
	case *int64:
		return *p
	case *bool:
		return *p
	case *string:
		return *p
	case *time.Time:
		return *p
	case *time.Duration:
		return *p
	}
	return reflect.ValueOf(pointer).Elem().Interface()
}
