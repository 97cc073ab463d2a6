package conversation

import (
	"guildhall/account"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/moderation"
	"guildhall/web/parts"
)

// reportRoutes are about messages that break the rules, in conversations and on
// the pages of orders (TLK-7).
var reportRoutes = []desk.Route{
	{Method: "GET", Pattern: "/conversations/{id}/messages/{message}/report", Right: account.Listen, Whose: desk.ConversationParty, Handle: reportForm(inTalk)},
	{Method: "POST", Pattern: "/conversations/{id}/messages/{message}/report", Right: account.Listen, Whose: desk.ConversationParty, Handle: report(inTalk)},
	{Method: "GET", Pattern: "/orders/{id}/messages/{message}/report", Right: account.Deal, Whose: desk.OrderParty, Handle: reportForm(inOrder)},
	{Method: "POST", Pattern: "/orders/{id}/messages/{message}/report", Right: account.Deal, Whose: desk.OrderParty, Handle: report(inOrder)},
}

// reportPage asks what is wrong with a message.
type reportPage struct {
	v       *desk.Visit
	In      conversation.Holder
	Message conversation.Message
	Author  account.Member
	Form    *desk.Form
}

// inTalk is the conversation that the address names.
func inTalk(v *desk.Visit) (conversation.Holder, error) {
	which, err := desk.PathID[id.ConversationKind](v, "id")
	return conversation.In(which), err
}

// inOrder is the order that the address names.
func inOrder(v *desk.Visit) (conversation.Holder, error) {
	which, err := desk.PathID[id.OrderKind](v, "id")
	return conversation.InOrder(which), err
}

// back is the page that the message stands on.
func (p *reportPage) back() string {
	if p.inOrder() {
		return "/orders/" + id.Order(p.In.ID).String()
	}
	return address(id.Conversation(p.In.ID))
}

func (p *reportPage) inOrder() bool { return p.In.Kind != conversation.Subject }

// trail leads to the page that the message stands on.
func (p *reportPage) trail() []parts.Link {
	all := parts.Link{Href: "/conversations", Label: p.v.Say.T("conversation.title")}
	if p.inOrder() {
		all = parts.Link{Href: "/orders", Label: p.v.Say.T("parts.orders")}
	}
	return []parts.Link{all, {Href: p.back(), Label: p.Author.Name()}}
}

// reportForm is GET …/messages/{message}/report.
func reportForm(in func(*desk.Visit) (conversation.Holder, error)) func(*desk.Visit) error {
	return func(v *desk.Visit) error {
		p, err := openReport(v, in)
		if err != nil {
			return err
		}
		return v.Render(showReport(p))
	}
}

// openReport reads a message of the other side, where the address says it is.
func openReport(v *desk.Visit, in func(*desk.Visit) (conversation.Holder, error)) (*reportPage, error) {
	holder, err := in(v)
	if err != nil {
		return nil, err
	}
	message, err := desk.PathID[id.MessageKind](v, "message")
	if err != nil {
		return nil, err
	}
	p := &reportPage{v: v, In: holder}
	return p, v.Read(func(tx *db.Tx) error {
		if p.Message, err = moderation.Received(tx, message, v.Member.ID); err != nil {
			return err
		}
		if p.Message.Holder != holder || p.Message.Author == v.Member.ID {
			return fault.Missing()
		}
		p.Author, err = account.Get(tx, p.Message.Author)
		return err
	})
}

// remarkMax bounds what a reporter adds, in characters.
const remarkMax = 1000

// report is POST …/messages/{message}/report.
func report(in func(*desk.Visit) (conversation.Holder, error)) func(*desk.Visit) error {
	return func(v *desk.Visit) error {
		p, err := openReport(v, in)
		if err != nil {
			return err
		}
		f := v.Form()
		report := moderation.Report{
			Message: p.Message.ID, Reporter: v.Member.ID,
			Reason: moderation.Reason(f.Value("reason")), Remark: f.Lines("remark", remarkMax),
		}
		if !f.Bad() {
			_, err := v.Once(func(tx *db.Tx) (string, error) { return "", moderation.ReportMessage(tx, report) })
			if err := f.Take(err); err != nil {
				return err
			}
		}
		if f.Bad() {
			p.Form = f
			return v.Render(showReport(p))
		}
		v.Notice("conversation.reported")
		return v.Redirect(p.back())
	}
}

func (p *reportPage) reasons() parts.Input {
	in := parts.Input{Name: "reason", Label: p.v.Say.T("conversation.report_reason"), Required: true}
	for _, reason := range moderation.Violations {
		in.Options = append(in.Options, parts.Option{Value: string(reason), Label: p.v.Say.T("moderation.reason." + string(reason))})
	}
	return parts.Ask(p.v.Say, p.Form, in)
}

func (p *reportPage) remark() parts.Input {
	in := parts.Input{Name: "remark", Label: p.v.Say.T("conversation.report_remark"), Rows: 4, Optional: true, LengthMax: remarkMax}
	return parts.Ask(p.v.Say, p.Form, in)
}
