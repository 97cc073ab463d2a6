package conversation

import (
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
)

// EditForm is GET /conversations/{id}/messages/{message}.
func EditForm(v *desk.Visit) error {
	p, _, err := openMessage(v)
	if err != nil {
		return err
	}
	return v.Render(showTalk(p))
}

// openMessage opens the conversation with one of the author's own messages
// ready for editing.
func openMessage(v *desk.Visit) (*talkPage, conversation.Message, error) {
	message, err := desk.PathID[id.MessageKind](v, "message")
	if err != nil {
		return nil, conversation.Message{}, err
	}
	p, err := open(v)
	if err != nil {
		return nil, conversation.Message{}, err
	}
	for _, m := range p.Messages {
		if m.ID == message && m.Author == v.Member.ID {
			p.Editing = m.ID
			return p, m, nil
		}
	}
	return nil, conversation.Message{}, fault.Missing()
}

// Edit is POST /conversations/{id}/messages/{message}.
func Edit(v *desk.Visit) error {
	p, m, err := openMessage(v)
	if err != nil {
		return err
	}
	f := v.Form()
	text := f.Lines("text", 2*conversation.TextMax)
	if !f.Bad() {
		err = v.Write(func(tx *db.Tx) error {
			_, err := conversation.Edit(tx, v.Member.ID, m.ID, text)
			return err
		})
		if err := refuse(v, f, err); err != nil {
			return err
		}
	}
	if f.Bad() {
		p.Form = f
		return v.Render(showTalk(p))
	}
	return v.Redirect(address(p.Talk.ID) + "#m-" + m.ID.String())
}

// Delete is POST /conversations/{id}/messages/{message}/deletion.
func Delete(v *desk.Visit) error {
	p, m, err := openMessage(v)
	if err != nil {
		return err
	}
	err = v.Write(func(tx *db.Tx) error {
		_, err := conversation.Delete(tx, v.Member.ID, m.ID)
		return err
	})
	if err != nil {
		return err
	}
	v.Notice("conversation.deleted")
	return v.Redirect(address(p.Talk.ID))
}
