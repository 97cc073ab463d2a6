package account

import (
	"slices"

	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/notification"
)

// ShowNotices asks what the member wants mails about.
func ShowNotices(v *desk.Visit) error {
	var muted []notification.Topic
	err := v.Read(func(tx *db.Tx) (err error) {
		muted, err = notification.Mutes(tx, v.Member.ID)
		return err
	})
	if err != nil {
		return err
	}
	return v.Render(noticesPage(v, muted))
}

// SaveNotices turns mails about each topic on or off, as ticked.
func SaveNotices(v *desk.Visit) error {
	wanted := v.Form().Many("topics", len(notification.Topics))
	err := v.Write(func(tx *db.Tx) error {
		for _, topic := range topicsFor(v) {
			if err := notification.SetMuted(tx, v.Member.ID, topic, !slices.Contains(wanted, string(topic))); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	v.Notice("account.saved")
	return v.Redirect("/settings/notifications")
}

// topicsFor leaves staff work out for who is not staff.
func topicsFor(v *desk.Visit) []notification.Topic {
	return slices.DeleteFunc(slices.Clone(notification.Topics), func(t notification.Topic) bool {
		return t == notification.Staff && !v.Member.Staff()
	})
}

// ShowUnsubscribe is where the link in each mail leads. It asks for one press,
// as programs that read mail open links too.
func ShowUnsubscribe(v *desk.Visit) error {
	return v.Render(unsubscribePage(v, v.Path("topic"), false))
}

// Unsubscribe turns mails about the topic off, without signing in; mail
// programs send it by themselves (RFC 8058).
func Unsubscribe(v *desk.Visit) error {
	topic := notification.Topic(v.Path("topic"))
	if !slices.Contains(notification.Topics, topic) {
		return fault.Missing()
	}
	err := v.Write(func(tx *db.Tx) error { return notification.Unsubscribe(tx, v.Path("token"), topic) })
	if err != nil {
		return err
	}
	return v.Render(unsubscribePage(v, string(topic), true))
}
