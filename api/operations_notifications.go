package api

import (
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/notification"
)

// notificationOperations are about what the asker was told.
var notificationOperations = []Operation{
	op("GET /notifications", "listNotifications", account.SignedIn, desk.Own, listNotifications),
	op("PUT /notifications/reading", "markAllNotificationsRead", account.SignedIn, desk.Own, markAllNotificationsRead),
	op("PUT /notifications/{notification}/reading", "markNotificationRead", account.SignedIn, desk.NotificationOwner, markNotificationRead),
	op("GET /account/mail-topics", "getMailTopics", account.SignedIn, desk.Own, getMailTopics),
	op("PUT /account/mail-topics", "setMailTopics", account.SignedIn, desk.Own, setMailTopics),
}

// Notification is one thing the asker was told. Kind is stable, Subject and
// Text are in the asker's language.
type Notification struct {
	ID      id.Notification `json:"id"`
	Kind    string          `json:"kind"`
	Subject string          `json:"subject"`
	Text    string          `json:"text"`
	Link    string          `json:"link"`
	Urgent  bool            `json:"urgent"`
	Count   int64           `json:"count"`
	At      time.Time       `json:"at"`
	Read    *time.Time      `json:"read,omitempty"`
}

func (c *Call) notification(n notification.Notice) Notification {
	args := append([]any{"market", c.Site.Name}, n.Args...)
	return Notification{
		ID: n.ID, Kind: n.Kind, Subject: c.Say.T(n.Kind+".subject", args...), Text: c.Say.T(n.Kind+".text", args...),
		Link: c.Link(n.Path), Urgent: n.Urgent, Count: n.Count, At: n.At, Read: moment(n.Read),
	}
}

type notificationsAsked struct {
	Page
	Unread bool `query:"unread"`
}

func listNotifications(c *Call, in *notificationsAsked) (List[Notification], error) {
	before, err := behind[id.NotificationKind](in.Page)
	if err != nil {
		return List[Notification]{}, err
	}
	return read(c, func(tx *db.Tx) (List[Notification], error) {
		rows, err := notification.List(tx, c.Member.ID, in.Unread, before, in.Limit+1)
		return listOf(rows, in.Limit, c.notification, func(n notification.Notice) string { return n.ID.String() }), err
	})
}

func markNotificationRead(c *Call, _ *struct{}) (Done, error) {
	which, err := id.Parse[id.NotificationKind](c.Path("notification"))
	if err != nil {
		return Done{}, err
	}
	return write(c, func(tx *db.Tx) (Done, error) {
		return Done{true}, notification.MarkRead(tx, c.Member.ID, which)
	})
}

func markAllNotificationsRead(c *Call, _ *struct{}) (Done, error) {
	return write(c, func(tx *db.Tx) (Done, error) {
		return Done{true}, notification.MarkAllRead(tx, c.Member.ID)
	})
}

// MailTopics says what the asker is told by mail about. What concerns the
// safety of the account always is.
type MailTopics struct {
	Topics []MailTopic `json:"topics" maxItems:"20" nullable:"false"`
}

// MailTopic is one topic and whether it is mailed.
type MailTopic struct {
	Topic string `json:"topic" maxLength:"40"`
	Mail  bool   `json:"mail"`
}

func mailTopics(tx *db.Tx, member id.Member) (MailTopics, error) {
	made := MailTopics{Topics: []MailTopic{}}
	for _, topic := range notification.Topics {
		muted, err := notification.Muted(tx, member, topic)
		if err != nil {
			return made, err
		}
		made.Topics = append(made.Topics, MailTopic{string(topic), !muted})
	}
	return made, nil
}

func getMailTopics(c *Call, _ *struct{}) (MailTopics, error) {
	return read(c, func(tx *db.Tx) (MailTopics, error) { return mailTopics(tx, c.Member.ID) })
}

func setMailTopics(c *Call, in *sent[MailTopics]) (MailTopics, error) {
	return write(c, func(tx *db.Tx) (MailTopics, error) {
		for _, one := range in.Body.Topics {
			if err := notification.SetMuted(tx, c.Member.ID, notification.Topic(one.Topic), !one.Mail); err != nil {
				return MailTopics{}, err
			}
		}
		return mailTopics(tx, c.Member.ID)
	})
}
