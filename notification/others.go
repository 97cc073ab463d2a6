package notification

import (
	"strings"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/event"
	"guildhall/id"
	"guildhall/money"
	"guildhall/portfolio"
	"guildhall/say"
)

// serviceMessage tells a seller what became of a service, and moderators what
// waits for them.
func serviceMessage(tx *db.Tx, e event.Entry) (message, error) {
	found, err := servicesBook.find(e.Kind)
	if err != nil || len(found.Tell) == 0 {
		return message{}, err
	}
	service, err := catalogue.Get(tx, id.Service(e.Subject.ID))
	if err != nil {
		return message{}, err
	}
	seller, err := one(tx, service.Seller)
	if err != nil {
		return message{}, err
	}
	m := message{rule: found, prefix: keyed(e.Kind), path: "/services/mine"}
	if found.Topic == Staff {
		m.path = "/staff/moderation"
	}
	m.people = map[audience][]account.Member{toSeller: seller}
	m.facts = []any{
		"title", service.Title, "seller", seller[0].Name(), "remark", service.Remark,
		"reason", named("moderation.reason.", text(e, "reason")), "cause", named("catalogue.cause.", text(e, "cause")),
		"lifted", named("catalogue.causes.", text(e, "cause")),
	}
	return m, nil
}

// workMessage tells a seller what became of a work, and moderators what waits.
func workMessage(tx *db.Tx, e event.Entry) (message, error) {
	found, err := worksBook.find(e.Kind)
	if err != nil || len(found.Tell) == 0 {
		return message{}, err
	}
	m := message{rule: found, prefix: keyed(e.Kind), path: "/portfolio"}
	if found.Topic == Staff {
		m.path = "/staff/works"
		return m, nil
	}
	work, err := portfolio.Find(tx, id.Work(e.Subject.ID))
	if err != nil {
		return message{}, err
	}
	seller, err := one(tx, work.Seller)
	m.people = map[audience][]account.Member{toSeller: seller}
	m.facts = []any{"title", work.Title, "remark", work.Remark, "reason", named("moderation.reason.", text(e, "reason"))}
	return m, err
}

// named is the text of a key that ends in a name, or nothing for no name.
func named(prefix, name string) any {
	if name == "" {
		return ""
	}
	return say.Key(prefix + name)
}

// conversationMessage tells of a message outside orders, of the end of the time
// to answer it, and moderators of one that was reported.
func conversationMessage(tx *db.Tx, e event.Entry) (message, error) {
	found, err := conversationsBook.find(e.Kind)
	if err != nil {
		return message{}, err
	}
	m := message{rule: found, prefix: keyed(e.Kind), path: "/conversations/" + id.Conversation(e.Subject.ID).String()}
	if found.Topic == Staff {
		m.path = "/staff/moderation"
		return m, nil
	}
	reader, err := memberOf(e, "to")
	if err != nil {
		return message{}, err
	}
	people, err := one(tx, reader)
	if err != nil {
		return message{}, err
	}
	from := e.Actor
	if from.IsZero() {
		if from, err = memberOf(e, "from"); err != nil {
			return message{}, err
		}
	}
	writer, err := account.Get(tx, from)
	m.people = map[audience][]account.Member{toMember: people}
	m.facts = []any{"who", writer.Name(), "at", moment(e)}
	return m, err
}

// memberPaths are where entries about a member lead, if not to the settings of
// their safety.
var memberPaths = map[string]string{
	"card_money_released": "/balance",

	"account.confirmed": "/", "account.role_given": "/staff", "account.role_taken": "/",
	"seller.withheld": "/services/mine", "seller.released": "/services/mine", "seller.cause_lifted": "/services/mine",
	"seller.level_changed": "/reputation",

	"account.identity_asked": "/staff/identity", "account.identity_verified": "/settings/identity", "account.identity_refused": "/settings/identity",
}

// memberMessage tells a member of what concerns the account.
func memberMessage(tx *db.Tx, e event.Entry) (message, error) {
	found, err := membersBook.find(e.Kind)
	if err != nil || len(found.Tell) == 0 {
		return message{}, err
	}
	people, err := one(tx, id.Member(e.Subject.ID))
	if err != nil {
		return message{}, err
	}
	m := message{rule: found, prefix: keyed(e.Kind), path: "/settings/security"}
	if path, own := memberPaths[e.Kind]; own {
		m.path = path
	}
	switch catalogue.Cause(text(e, "cause")) {
	case catalogue.CauseWeekend: // as the member asked, twice a week: no mail
		m.rule.Tell = []telling{tell(toMember, quiet)}
	case catalogue.CauseIgnored:
		m.path = "/conversations"
	}
	m.people = map[audience][]account.Member{toMember: people}
	m.facts = []any{"login", people[0].Login, "at", e.At}
	switch e.Kind {
	case "account.new_device":
		return m, m.addSession(tx, e)
	case "account.terms_changed":
		m.path = "/" + text(e, "kind")
		m.facts = append(m.facts, "document", named("account.document.kind.", text(e, "kind")), "from", time.UnixMicro(number(e, "from")))
	case "account.identity_refused":
		check, err := account.IdentityOf(tx, people[0].ID)
		m.facts = append(m.facts, "reason", check.Reason)
		return m, err
	case "account.standing":
		m.facts = append(m.facts, "standing", named("notice.standing.", text(e, "standing")))
	case "account.role_given", "account.role_taken":
		m.facts = append(m.facts, "role", named("account.role.", text(e, "role")))
	case "seller.level_changed":
		m.facts = append(m.facts, "level", named("reputation.level.", text(e, "to")), "before", named("reputation.level.", text(e, "from")))
	default:
		m.facts = append(m.facts, "cause", named("catalogue.cause.", text(e, "cause")), "lifted", named("catalogue.causes.", text(e, "cause")))
	}
	return m, nil
}

// addSession names the device of a session, if it has not been ended since.
func (m *message) addSession(tx *db.Tx, e event.Entry) error {
	device, place := "", ""
	session, err := id.Parse[id.SessionKind](text(e, "session"))
	if err != nil {
		return err
	}
	list, err := account.Sessions(tx, id.Member(e.Subject.ID))
	if err != nil {
		return err
	}
	for _, s := range list {
		if s.ID == session {
			device, place = s.Device, s.Place
		}
	}
	m.facts = append(m.facts, "device", device, "place", place)
	return nil
}

// moneyPaths are where entries about money lead, by their subject.
var moneyPaths = map[string]string{"top_up": "/top-ups/", "checkout": "/checkouts/", "withdrawal": "/withdrawals/"}

// moneyMessage tells of top-ups, checkouts and withdrawals.
func moneyMessage(tx *db.Tx, e event.Entry) (message, error) {
	found, err := moneyBook.find(e.Kind)
	if err != nil || len(found.Tell) == 0 {
		return message{}, err
	}
	whose := "member"
	if e.Subject.Kind == "checkout" {
		whose = "buyer"
	}
	member, err := memberOf(e, whose)
	if err != nil {
		return message{}, err
	}
	people, err := one(tx, member)
	if err != nil {
		return message{}, err
	}
	amount, fee := money.Amount(number(e, "amount")), money.Amount(number(e, "fee"))
	m := message{rule: found, prefix: keyed(e.Kind), path: moneyPaths[e.Subject.Kind] + id.Event(e.Subject.ID).String()}
	if strings.HasPrefix(e.Kind, "claim_") {
		m.path = "/balance"
	}
	m.people = map[audience][]account.Member{toMember: people}
	m.facts = []any{
		"who", people[0].Name(), "amount", amount, "fee", fee, "net", amount.Minus(fee),
		"total", money.Amount(number(e, "total")), "cause", causeOf(e),
	}
	return m, nil
}

// causeOf is why something about money failed, as the fault of that code says
// it; faults whose sentence needs facts are told in general words.
func causeOf(e event.Entry) say.Key {
	switch cause := text(e, "cause"); cause {
	case "service_changed", "price_changed", "service_not_on_sale", "seller_not_available", "insufficient_funds":
		return say.Key("notice.cause." + cause)
	}
	return say.Key("notice.cause.other")
}
