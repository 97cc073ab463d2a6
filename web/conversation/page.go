package conversation

import (
	"errors"
	"slices"
	"strings"

	"guildhall/account"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/web/parts"
)

func (p *talkPage) author(m conversation.Message) account.Member {
	if m.Author == p.v.Member.ID {
		return p.v.Member
	}
	return p.Other
}

func (p *talkPage) mine(m conversation.Message) bool { return m.Author == p.v.Member.ID }

// open reports whether the message may still be changed.
func (p *talkPage) open(m conversation.Message) bool {
	return m.Open(p.v.Member.ID, p.v.At, p.v.Rules.Policy.ConversationEdit)
}

// quotedMax is how much of a quoted message is shown, in characters.
const quotedMax = 200

// readQuotes reads what is quoted from messages that the page does not show.
func (p *talkPage) readQuotes(tx *db.Tx) error {
	next, _ := id.Parse[id.MessageKind](p.quoting())
	quotes := []id.Message{next}
	for _, m := range p.Messages {
		quotes = append(quotes, m.Quote)
	}
	for _, quote := range quotes {
		if _, here := p.here(quote); quote.IsZero() || here {
			continue
		}
		m, err := conversation.Said(tx, quote)
		if errors.Is(err, fault.Missing()) {
			continue
		}
		if err != nil {
			return err
		}
		if m.Holder == conversation.In(p.Talk.ID) {
			p.Quotes[quote] = m.Text
		}
	}
	return nil
}

// here finds a message on the page.
func (p *talkPage) here(which id.Message) (conversation.Message, bool) {
	at := slices.IndexFunc(p.Messages, func(m conversation.Message) bool { return m.ID == which })
	if at < 0 {
		return conversation.Message{}, false
	}
	return p.Messages[at], true
}

// quoted is the beginning of a message that another answers.
func (p *talkPage) quoted(quote id.Message) string {
	text := p.Quotes[quote]
	if m, here := p.here(quote); here {
		text = m.Text
	}
	if runes := []rune(text); len(runes) > quotedMax {
		return string(runes[:quotedMax]) + "…"
	}
	return text
}

// older is the address of what was said before.
func (p *talkPage) older() string {
	return address(p.Talk.ID) + "?before=" + p.Messages[0].ID.String()
}

// quoting is the message the next one answers, named in the address.
func (p *talkPage) quoting() string {
	if p.Form != nil {
		return p.Form.Value("quote")
	}
	return p.v.Query("quote")
}

func (p *talkPage) quotingText() string {
	quote, err := id.Parse[id.MessageKind](p.quoting())
	if err != nil {
		return ""
	}
	return p.quoted(quote)
}

func (p *talkPage) path(m conversation.Message) string {
	return address(p.Talk.ID) + "/messages/" + m.ID.String()
}

// reply is the text of the saved reply that the address names; empty: none.
func (p *talkPage) reply() string {
	for _, saved := range p.Replies {
		if p.v.Query("reply") == saved.ID.String() {
			return saved.Text
		}
	}
	return ""
}

func (p *talkPage) input(value string) parts.Input {
	in := parts.Input{Name: "text", Label: p.v.Say.T("conversation.text"), Value: value, Rows: 5, LengthMax: conversation.TextMax}
	return parts.Ask(p.v.Say, p.Form, in)
}

func filesInput(v *desk.Visit, f *desk.Form) parts.Input {
	in := parts.Input{
		Name: "files", Label: v.Say.T("conversation.files"), Many: true, Optional: true,
		Hint: v.Say.T("conversation.files_hint", "types", strings.Join(v.Rules.Policy.FileTypes, ", ")),
	}
	return parts.Ask(v.Say, f, in)
}

func (p *newPage) input() parts.Input {
	in := parts.Input{Name: "text", Label: p.v.Say.T("conversation.text"), Rows: 6, LengthMax: conversation.TextMax, Hint: p.v.Say.T("conversation.first_hint")}
	return parts.Ask(p.v.Say, p.Form, in)
}
