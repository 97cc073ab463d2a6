package conversation

import (
	"slices"

	"guildhall/conversation"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/web/parts"
)

// repliesPage lists what the member answers often; one of them can be edited.
type repliesPage struct {
	v       *desk.Visit
	Replies []conversation.Reply
	Editing conversation.Reply // zero: a new one
	Form    *desk.Form
}

// Replies is GET /replies.
func Replies(v *desk.Visit) error {
	p, err := openReplies(v)
	if err != nil {
		return err
	}
	return v.Render(showReplies(p))
}

// EditReply is GET /replies/{id}.
func EditReply(v *desk.Visit) error { return Replies(v) }

// openReplies reads the member's replies, and the one that the address names.
func openReplies(v *desk.Visit) (*repliesPage, error) {
	p := &repliesPage{v: v}
	err := v.Read(func(tx *db.Tx) (err error) {
		p.Replies, err = conversation.Replies(tx, v.Member.ID)
		return err
	})
	if err != nil || v.Path("id") == "" {
		return p, err
	}
	which, err := desk.PathID[id.ReplyKind](v, "id")
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(p.Replies, func(r conversation.Reply) bool { return r.ID == which })
	if at < 0 {
		return nil, fault.Missing()
	}
	p.Editing = p.Replies[at]
	return p, nil
}

// SaveReply is POST /replies for a new one and POST /replies/{id} for another
// text.
func SaveReply(v *desk.Visit) error {
	p, err := openReplies(v)
	if err != nil {
		return err
	}
	f := v.Form()
	reply := conversation.Reply{
		ID: p.Editing.ID, Title: f.Text("title", 2*conversation.ReplyTitleMax), Text: f.Lines("text", 2*conversation.TextMax),
	}
	if !f.Bad() {
		_, err := v.Once(func(tx *db.Tx) (string, error) {
			_, err := conversation.SaveReply(tx, v.Member.ID, reply)
			return "", err
		})
		if err := refuse(v, f, err); err != nil {
			return err
		}
	}
	if f.Bad() {
		p.Form = f
		return v.Render(showReplies(p))
	}
	v.Notice("conversation.reply_saved")
	return v.Redirect("/replies")
}

// DropReply is POST /replies/{id}/removal.
func DropReply(v *desk.Visit) error {
	which, err := desk.PathID[id.ReplyKind](v, "id")
	if err != nil {
		return err
	}
	if err := v.Write(func(tx *db.Tx) error { return conversation.DropReply(tx, v.Member.ID, which) }); err != nil {
		return err
	}
	v.Notice("conversation.reply_dropped")
	return v.Redirect("/replies")
}

func (p *repliesPage) action() string {
	if p.Editing.ID.IsZero() {
		return "/replies"
	}
	return "/replies/" + p.Editing.ID.String()
}

func (p *repliesPage) title() parts.Input {
	in := parts.Input{Name: "title", Label: p.v.Say.T("conversation.reply_title"), Value: p.Editing.Title, Required: true, LengthMax: conversation.ReplyTitleMax}
	return parts.Ask(p.v.Say, p.Form, in)
}

func (p *repliesPage) text() parts.Input {
	in := parts.Input{Name: "text", Label: p.v.Say.T("conversation.reply_text"), Value: p.Editing.Text, Required: true, Rows: 5, LengthMax: conversation.TextMax}
	return parts.Ask(p.v.Say, p.Form, in)
}
