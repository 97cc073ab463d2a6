package policy

import (
	"time"
)

// peopleValues: accounts, conversations and files.
var peopleValues = []Value{
	{"min_age", count(0, 99), "ACC-1", func(p *Policy) any { return &p.MinAge }},
	{"login_length_min", count(1, 64), "ACC-2", func(p *Policy) any { return &p.LoginLengthMin }},
	{"login_length_max", count(1, 64), "ACC-2", func(p *Policy) any { return &p.LoginLengthMax }},
	{"password_length_min", count(8, 1024), "ACC-4", func(p *Policy) any { return &p.PasswordLengthMin }},
	{"password_length_max", count(8, 1024), "ACC-4", func(p *Policy) any { return &p.PasswordLengthMax }},
	{"refuse_disposable_email", of(KindSwitch), "ACC-3", func(p *Policy) any { return &p.RefuseDisposableEmail }},
	{"confirmation_for", span(5*time.Minute, 30*day), "ACC-3", func(p *Policy) any { return &p.ConfirmationFor }},
	{"reset_for", span(5*time.Minute, 7*day), "ACC-4", func(p *Policy) any { return &p.ResetFor }},
	{"sign_in_tries", count(1, 1000), "ACC-7", func(p *Policy) any { return &p.SignInTries }},
	{"mail_tries", count(1, 1000), "ACC-7", func(p *Policy) any { return &p.MailTries }},
	{"try_window", span(time.Minute, day), "ACC-7", func(p *Policy) any { return &p.TryWindow }},
	{"session_for", span(time.Hour, year), "ACC-6", func(p *Policy) any { return &p.SessionFor }},
	{"login_changes", count(0, 100), "ACC-10", func(p *Policy) any { return &p.LoginChanges }},
	{"online_window", span(time.Minute, day), "ACC-18", func(p *Policy) any { return &p.OnlineWindow }},
	{"seller_first", of(KindSwitch), "TLK-2", func(p *Policy) any { return &p.SellerFirst }},
	{"conversation_edit", span(0, day), "TLK-3", func(p *Policy) any { return &p.ConversationEdit }},
	{"new_after", span(0, year), "TLK-5", func(p *Policy) any { return &p.NewAfter }},
	{"reply_within", span(time.Hour, 30*day), "TLK-5", func(p *Policy) any { return &p.ReplyWithin }},
	{"file_types", of(KindNames), "TLK-4", func(p *Policy) any { return &p.FileTypes }},
	{"file_max", size(1024, 1<<40), "TLK-4", func(p *Policy) any { return &p.FileMax }},
	{"file_links", of(KindSwitch), "TLK-4", func(p *Policy) any { return &p.FileLinks }},
	{"delivery_by_link", of(KindSwitch), "TLK-4", func(p *Policy) any { return &p.DeliveryByLink }},
}
