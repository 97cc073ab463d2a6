// Package notification holds the bell's list, and the outbox of mail for the
// admin.
package notification

import (
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/notification"
)

const noticesShown = 30

// list is one page of what a member was told.
type list struct {
	Notices []notification.Notice
	Unread  bool // only the unread are shown
	Count   int64
	Older   string // address of the next page; empty on the last
}

// Show lists what the member was told, the newest first.
func Show(v *desk.Visit) error {
	l := list{Unread: v.Query("only") == "unread"}
	before, err := olderThan(v)
	if err != nil {
		return err
	}
	err = v.Read(func(tx *db.Tx) (err error) {
		if l.Count, err = notification.Unread(tx, v.Member.ID); err != nil {
			return err
		}
		l.Notices, err = notification.List(tx, v.Member.ID, l.Unread, before, noticesShown+1)
		return err
	})
	if err != nil {
		return err
	}
	if len(l.Notices) > noticesShown {
		l.Notices = l.Notices[:noticesShown]
		l.Older = address(l.Unread) + "before=" + l.Notices[noticesShown-1].ID.String()
	}
	return v.Render(page(v, l))
}

func olderThan(v *desk.Visit) (id.Notification, error) {
	if v.Query("before") == "" {
		return id.Notification{}, nil
	}
	return id.Parse[id.NotificationKind](v.Query("before"))
}

func address(unread bool) string {
	if unread {
		return "/notifications?only=unread&"
	}
	return "/notifications?"
}

// Open notes that a notice was seen and leads to what it is about.
func Open(v *desk.Visit) error {
	which, err := desk.PathID[id.NotificationKind](v, "id")
	if err != nil {
		return err
	}
	var n notification.Notice
	err = v.Write(func(tx *db.Tx) (err error) {
		if n, err = notification.Get(tx, v.Member.ID, which); err != nil || !n.Read.IsZero() {
			return err
		}
		return notification.MarkRead(tx, v.Member.ID, which)
	})
	if err != nil {
		return err
	}
	return v.Redirect(n.Path)
}

// ReadAll empties the bell.
func ReadAll(v *desk.Visit) error {
	err := v.Write(func(tx *db.Tx) error { return notification.MarkAllRead(tx, v.Member.ID) })
	if err != nil {
		return err
	}
	return v.Redirect("/notifications")
}
