package policy

import (
	"time"

	"guildhall/money"
)

// kindValues: the kind of marketplace.
var kindValues = []Value{
	{"custody", choice(CustodyEscrow, CustodyNone), "ORD-3", func(p *Policy) any { return pick(&p.Custody) }},
	{"pay_outside", choice(PayOutsideForbidden, PayOutsideExpected), "TRU-6", func(p *Policy) any { return pick(&p.PayOutside) }},
	{"contacts_in_order", choice(ContactsWhereNeeded, ContactsAfterOrdering), "TLK-6", func(p *Policy) any { return pick(&p.ContactsInOrder) }},
	{"places", choice(PlacesRemote, PlacesEither), "REQ-1", func(p *Policy) any { return pick(&p.Places) }},
	{"boards", of(KindSwitch), "TLK-14", func(p *Policy) any { return &p.Boards }},
	{"words", choice(WordsBuyerSeller, WordsEmployerProvider, WordsPosterTasker), "OPR-14", func(p *Policy) any { return pick(&p.Words) }},
	{"currency", of(KindCurrency), "MON-4", func(p *Policy) any { return &p.Currency }},
	{"zone", of(KindZone), "ORD-14", func(p *Policy) any { return &p.Zone }},
	{"duties", choice(DutiesNone, DutiesEU, DutiesEUMicro, DutiesUK, DutiesUS), "LAW-17", func(p *Policy) any { return pick(&p.Duties) }},
}

// orderValues: the life of an order.
var orderValues = []Value{
	{"unit_lead_share", rate(0, money.Whole), "ORD-2", func(p *Policy) any { return &p.UnitLeadShare }},
	{"lead_floor", span(0, 30*day), "ORD-2", func(p *Policy) any { return &p.LeadFloor }},
	{"prepared_for", span(time.Hour, 30*day), "ORD-57", func(p *Policy) any { return &p.PreparedFor }},
	{"start_within", span(time.Hour, 60*day), "ORD-6", func(p *Policy) any { return &p.StartWithin }},
	{"check_within", span(time.Hour, 60*day), "ORD-8", func(p *Policy) any { return &p.CheckWithin }},
	{"idle_cancel", span(day, year), "ORD-9", func(p *Policy) any { return &p.IdleCancel }},
	{"cancel_answer", span(time.Hour, 30*day), "ORD-10", func(p *Policy) any { return &p.CancelAnswer }},
	{"revision_time", span(time.Hour, 60*day), "ORD-29", func(p *Policy) any { return &p.RevisionTime }},
	{"extension", choice(ExtensionNone, ExtensionAgreed), "ORD-13", func(p *Policy) any { return pick(&p.Extension) }},
	{"extension_answer", span(time.Hour, 30*day), "ORD-13", func(p *Policy) any { return &p.ExtensionAnswer }},
	{"remind_before", rate(1_00, 90_00), "ORD-14", func(p *Policy) any { return &p.RemindBefore }},
	{"remind_floor", span(0, 7*day), "ORD-14", func(p *Policy) any { return &p.RemindFloor }},
	{"outage_floor", span(0, 7*day), "ORD-15", func(p *Policy) any { return &p.OutageFloor }},
	{"sweep_grace", span(0, time.Minute), "ORD-15", func(p *Policy) any { return &p.SweepGrace }},
	{"delivery_needs_file", of(KindSwitch), "ORD-18", func(p *Policy) any { return &p.DeliveryNeedsFile }},
	{"revisions", count(Unlimited, 100), "ORD-20", func(p *Policy) any { return &p.Revisions }},
	{"hand_back_within", span(time.Hour, 30*day), "ORD-21", func(p *Policy) any { return &p.HandBackWithin }},
	{"extra_answer", span(time.Hour, 30*day), "ORD-22", func(p *Policy) any { return &p.ExtraAnswer }},
	{"talk_after", span(0, year), "ORD-23", func(p *Policy) any { return &p.TalkAfter }},
	{"brief_ask_wait", span(0, 7*day), "ORD-51", func(p *Policy) any { return &p.BriefAskWait }},
	{"cancel_requests", count(0, 20), "ORD-28", func(p *Policy) any { return &p.CancelRequests }},
	{"start_floor", span(0, 30*day), "ORD-28", func(p *Policy) any { return &p.StartFloor }},
	{"check_floor", span(0, 30*day), "ORD-28", func(p *Policy) any { return &p.CheckFloor }},
	{"free_cancel", span(0, 7*day), "ORD-40", func(p *Policy) any { return &p.FreeCancel }},
	{"no_contact", span(time.Hour, 30*day), "ORD-43", func(p *Policy) any { return &p.NoContact }},
	{"objection", span(0, 30*day), "ORD-39", func(p *Policy) any { return &p.Objection }},
	{"ban_choice", span(time.Hour, 30*day), "ORD-61", func(p *Policy) any { return &p.BanChoice }},
	{"arbitration_after_revisions", count(0, 20), "ORD-24", func(p *Policy) any { return &p.ArbitrationAfterRevisions }},
	{"arbitration_after", span(0, year), "ORD-24", func(p *Policy) any { return &p.ArbitrationAfter }},
	{"case_statement", span(time.Hour, 30*day), "ORD-11", func(p *Policy) any { return &p.CaseStatement }},
	{"arbitration_target", span(time.Hour, 60*day), "ORD-11", func(p *Policy) any { return &p.ArbitrationTarget }},
	{"arbitration_nag", span(time.Hour, 30*day), "ORD-11", func(p *Policy) any { return &p.ArbitrationNag }},
	{"arbitration_limit", span(day, 180*day), "ORD-11", func(p *Policy) any { return &p.ArbitrationLimit }},
	{"case_appeal", span(time.Hour, 60*day), "ORD-49", func(p *Policy) any { return &p.CaseAppeal }},
	{"second_look", span(0, 30*day), "TRU-27", func(p *Policy) any { return &p.SecondLook }},
	{"stages", choice(StagesOff, StagesLargeOffers, StagesOn), "ORD-47", func(p *Policy) any { return pick(&p.Stages) }},
	{"stages_from", amount(0, money.Max), "ORD-47", func(p *Policy) any { return &p.StagesFrom }},
	{"stage_paid_within", span(time.Hour, 60*day), "ORD-47", func(p *Policy) any { return &p.StagePaidWithin }},
}
