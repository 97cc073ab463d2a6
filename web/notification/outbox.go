package notification

import (
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/mail"
)

const mailsShown = 50

// outbox is one page of the mail that waits, was sent or was given up.
type outbox struct {
	State  mail.State // empty: all
	Mails  []mail.Message
	Counts mail.Counts
	House  mail.House
	Older  string
}

// Outbox lists the mail, for the admin: without a mail server it is the only
// place where it can be read.
func Outbox(v *desk.Visit) error {
	box := outbox{State: mail.State(v.Query("state"))}
	var before id.Mail
	if v.Query("before") != "" {
		var err error
		if before, err = id.Parse[id.MailKind](v.Query("before")); err != nil {
			return err
		}
	}
	err := v.Read(func(tx *db.Tx) (err error) {
		if box.Counts, err = mail.Count(tx); err != nil {
			return err
		}
		if box.House, err = v.MailHouse(tx); err != nil {
			return err
		}
		box.Mails, err = mail.Latest(tx, box.State, before, mailsShown+1)
		return err
	})
	if err != nil {
		return err
	}
	if len(box.Mails) > mailsShown {
		box.Mails = box.Mails[:mailsShown]
		box.Older = "/staff/mail?state=" + string(box.State) + "&before=" + box.Mails[mailsShown-1].ID.String()
	}
	return v.Render(outboxPage(v, box))
}

// Letter shows one mail as its reader gets it. Where a mail server is set up,
// mails that carry a way into an account are not shown: nobody but their
// reader needs it.
func Letter(v *desk.Visit) error {
	m, house, err := read(v)
	if err != nil {
		return err
	}
	if withheld(v, m) {
		return v.Render(letterPage(v, m, mail.Letter{To: m.To}))
	}
	v.Secret()
	letter, err := mail.Write(m, house)
	if err != nil {
		return err
	}
	return v.Render(letterPage(v, m, letter))
}

// withheld reports a mail whose words nobody of staff may read: one with a way
// in that goes out by itself, or that has gone.
func withheld(v *desk.Visit, m mail.Message) bool {
	return m.Secret && (v.Config.Mail != "" || m.State == mail.Sent)
}

func read(v *desk.Visit) (m mail.Message, house mail.House, err error) {
	which, err := desk.PathID[id.MailKind](v, "id")
	if err != nil {
		return m, house, err
	}
	err = v.Read(func(tx *db.Tx) (err error) {
		if m, err = mail.Get(tx, which); err != nil {
			return err
		}
		house, err = v.MailHouse(tx)
		return err
	})
	return m, house, err
}

// Again puts a mail that was given up back into the queue.
func Again(v *desk.Visit) error {
	which, err := desk.PathID[id.MailKind](v, "id")
	if err != nil {
		return err
	}
	err = v.Write(func(tx *db.Tx) error { return mail.Again(tx, which) })
	if f, ok := fault.As(err); err != nil && (!ok || f.Sort != fault.SortMissing) {
		return err
	}
	v.Notice("mail.again.done")
	return v.Redirect("/staff/mail")
}

// subject is a mail's subject for the list; one that is withheld has only its
// kind.
func subject(v *desk.Visit, m mail.Message, house mail.House) string {
	if withheld(v, m) {
		return v.Say.T("mail.withheld")
	}
	letter, err := mail.Write(m, house)
	if err != nil {
		return m.Kind
	}
	return letter.Subject
}

// moods are the colours of the states.
var moods = map[mail.State]string{mail.Queued: "wanted", mail.Sent: "good", mail.Failed: "harm"}
