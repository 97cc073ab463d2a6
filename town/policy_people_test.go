package town_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/event"
	"guildhall/file"
	"guildhall/id"
	"guildhall/moderation"
	"guildhall/policy"
	"guildhall/reputation"
	"guildhall/town"
)

// peopleWatches are the values of accounts.
var peopleWatches = []watch{
	{"min_age", "13", pure2(func(p policy.Policy) string {
		at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		return told(account.Private{BornOn: "2011-01-01"}.Check(at, p.MinAge))
	})},
	{"login_length_min", "5", typed("abcd", "a@example.org", "a long enough phrase")},
	{"login_length_max", "6", typed("abcdefgh", "a@example.org", "a long enough phrase")},
	{"password_length_min", "12", typed("abcde", "a@example.org", "kW9-xx-Lq")},
	{"password_length_max", "20", typed("abcde", "a@example.org", "a phrase that goes on and on")},
	{"refuse_disposable_email", "false", typed("abcde", "a@mailinator.com", "a long enough phrase")},
	{"confirmation_for", "48 h", in(func(w *town.Town) string {
		secret := account.NewSecret()
		w.Write(func(tx *db.Tx) error {
			r := town.Registration("petra")
			r.Secret = secret
			_, err := account.Register(tx, r)
			return err
		})
		w.Clock.Advance(30 * time.Hour)
		return told(w.Try(func(tx *db.Tx) error { _, err := account.Confirm(tx, secret.Link); return err }))
	})},
	{"reset_for", "6 h", in(func(w *town.Town) string {
		secret := account.NewSecret()
		w.Write(func(tx *db.Tx) error { return account.AskReset(tx, w.Buyer.Login, secret) })
		w.Clock.Advance(3 * time.Hour)
		return told(w.Try(func(tx *db.Tx) error { _, err := account.ResetOpen(tx, secret.Link); return err }))
	})},
	{"sign_in_tries", "3", tried(account.AttemptSignIn, 5, 0)},
	{"mail_tries", "2", tried(account.AttemptReset, 4, 0)},
	{"try_window", "5 min", tried(account.AttemptReset, 6, 2*time.Minute)},
	{"session_for", "60 days", in(func(w *town.Town) string {
		var s account.Session
		w.Write(func(tx *db.Tx) (err error) {
			s, err = account.SignIn(tx, account.SigningIn{Member: w.Buyer.ID, Token: account.NewToken(), Remember: true})
			return err
		})
		return s.Ends.Sub(s.Started).String()
	})},
	{"online_window", "20 min", pure2(func(p policy.Policy) string {
		at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		return fmt.Sprint(account.Member{ID: id.Member{1}, Seen: at}.Online(at.Add(10*time.Minute), p.OnlineWindow))
	})},
	{"log_kept", "10 days", in(func(w *town.Town) string {
		left := 0
		w.Write(func(tx *db.Tx) error { return account.SignInFailed(tx, w.Buyer, "x", "y") })
		w.Clock.Advance(30 * days)
		w.Write(account.Tidy)
		w.Read(func(tx *db.Tx) error {
			entries, err := account.SafetyLog(tx, w.Buyer.ID)
			left = len(entries)
			return err
		})
		return fmt.Sprint(left > 0)
	})},
}

func typed(login, email, password string) func(*testing.T, policy.Policy) string {
	return pure2(func(p policy.Policy) string { return told(account.Check(p, login, email, password)) })
}

// tried counts attempts, a while apart, and answers how the last one ended.
func tried(what account.AttemptKind, times int, apart time.Duration) func(*testing.T, policy.Policy) string {
	return in(func(w *town.Town) string {
		var err error
		for range times {
			w.Clock.Advance(apart)
			err = w.Try(func(tx *db.Tx) error { return account.Attempt(tx, what, "bea") })
		}
		return told(err)
	})
}

// wordWatches are the values of what is said, shown and judged.
var wordWatches = []watch{
	{"seller_first", "true", in(func(w *town.Town) string {
		return told(w.Try(func(tx *db.Tx) error {
			_, err := conversation.Start(tx, conversation.Starting{
				Author: w.Seller.ID, Seller: w.Seller.ID, Other: w.Buyer.ID, From: event.Of("member", w.Seller.ID),
			})
			return err
		}))
	})},
	{"conversation_edit", "20 min", in(func(w *town.Town) string {
		var said conversation.Message
		w.Write(func(tx *db.Tx) error {
			talk, err := conversation.Start(tx, conversation.Starting{
				Author: w.Buyer.ID, Seller: w.Seller.ID, From: event.Of("member", w.Seller.ID),
			})
			if err != nil {
				return err
			}
			said, err = conversation.Write(tx, conversation.Writing{Conversation: talk.ID, Author: w.Buyer.ID, Text: "Good morning"})
			return err
		})
		w.Clock.Advance(10 * time.Minute)
		return told(w.Try(func(tx *db.Tx) error {
			_, err := conversation.Edit(tx, w.Buyer.ID, said.ID, "Good evening")
			return err
		}))
	})},
	{"file_types", "png", taken("notes.zip", "PK\x03\x04"+strings.Repeat("x", 100))},
	{"file_max", "1 kB", taken("notes.zip", "PK\x03\x04"+strings.Repeat("x", 2000))},
	{"feedback_sides", "both", in(func(w *town.Town) string { return told(judges(w, done(w).ID, w.Seller.ID, 0)) })},
	{"rating_kind", "stars", in(func(w *town.Town) string { return told(judges(w, done(w).ID, w.Buyer.ID, 0)) })},
	{"feedback_changes", "0", in(changesMind)},
	{"five_stars_from", "80%", pure2(func(p policy.Policy) string {
		return fmt.Sprint(reputation.Tally{Liked: 9, Disliked: 1}.Tenths(&p))
	})},
	{"response_moderation", "after", in(func(w *town.Town) string {
		o := done(w).ID
		var f reputation.Feedback
		if err := judges(w, o, w.Buyer.ID, 0); err != nil {
			w.T.Fatal(err)
		}
		w.Write(func(tx *db.Tx) (err error) {
			if f, err = reputation.Of(tx, o, w.Buyer.ID); err != nil {
				return err
			}
			f, err = reputation.Answer(tx, reputation.Answering{Feedback: f.ID, Author: w.Seller.ID, At: tx.Now(), Text: "Thank you"})
			return err
		})
		return string(f.Response.State)
	})},
	{"moderation_target", "6 days", in(func(w *town.Town) string {
		overdue := false
		w.Plant()
		if err := offersAgain(w); err != nil {
			w.T.Fatal(err)
		}
		w.Clock.Advance(4 * days)
		w.Read(func(tx *db.Tx) error {
			queue, _, err := moderation.Queue(tx)
			overdue = queue[0].Overdue
			return err
		})
		return fmt.Sprint(overdue)
	})},
	{"contact_strikes", "2", struck},
	{"contact_window", "20 days", struck},
	{"appeal_months", "3", in(func(w *town.Town) string {
		w.Plant()
		if err := offersAgain(w); err != nil {
			w.T.Fatal(err)
		}
		var decision moderation.Decision
		w.Write(func(tx *db.Tx) error {
			queue, _, err := moderation.Queue(tx)
			if err != nil {
				return err
			}
			decision, err = moderation.Judge(tx, moderation.Judgement{
				Service: queue[0].Service.ID, Version: queue[0].Service.Pending, Moderator: w.Arbiter.ID,
				Outcome: moderation.Rejected, Reasons: []moderation.Reason{moderation.Unclear}, Remark: "Say what is drawn",
			})
			return err
		})
		return decision.AppealBy.Sub(decision.At).String()
	})},
}

// taken says whether an upload is kept.
func taken(name, content string) func(*testing.T, policy.Policy) string {
	return func(t *testing.T, p policy.Policy) string {
		store, err := file.OpenStore(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		_, err = store.Take(strings.NewReader(content), name, time.Now(), file.Limits{BytesMax: p.FileMax, Types: p.FileTypes})
		return told(err)
	}
}

// judges leaves feedback on an order.
func judges(w *town.Town, o id.Order, author id.Member, stars int64) error {
	return w.Try(func(tx *db.Tx) error {
		_, err := reputation.Leave(tx, reputation.Leaving{
			Order: o, Author: author, At: tx.Now(), Verdict: reputation.Verdict{Liked: true, Stars: stars, Text: "Good"},
		})
		return err
	})
}

// changesMind tells whether feedback can be changed once it was answered.
func changesMind(w *town.Town) string {
	o := done(w).ID
	if err := judges(w, o, w.Buyer.ID, 0); err != nil {
		w.T.Fatal(err)
	}
	w.Write(func(tx *db.Tx) error {
		f, err := reputation.Of(tx, o, w.Buyer.ID)
		if err != nil {
			return err
		}
		_, err = reputation.Answer(tx, reputation.Answering{Feedback: f.ID, Author: w.Seller.ID, At: tx.Now(), Text: "Thank you"})
		if err != nil {
			return err
		}
		return reputation.JudgeResponse(tx, f.ID, w.Arbiter.ID, true)
	})
	w.Clock.Advance(time.Hour)
	return told(w.Try(func(tx *db.Tx) error {
		_, err := reputation.Leave(tx, reputation.Leaving{
			Order: o, Author: w.Buyer.ID, At: tx.Now(), Verdict: reputation.Verdict{Liked: false, Text: "On second thoughts"},
		})
		return err
	}))
}

// struck counts what staff are shown after three refused messages, five days
// apart.
func struck(t *testing.T, p policy.Policy) string {
	w, raised := under(t, p), 0
	for range 3 {
		w.Clock.Advance(5 * days)
		w.Write(func(tx *db.Tx) error { return moderation.Strike(tx, w.Buyer.ID) })
	}
	w.Read(func(tx *db.Tx) error {
		open, err := moderation.Open(tx)
		raised = len(open)
		return err
	})
	return fmt.Sprint(raised)
}
