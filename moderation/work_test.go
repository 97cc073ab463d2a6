package moderation_test

import (
	"testing"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/file"
	"guildhall/id"
	"guildhall/moderation"
	"guildhall/portfolio"
	"guildhall/town"
)

func TestAVerdictOnAWorkIsAStatementOfReasons(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, mo account.Member, _ catalogue.Service) {
		var work portfolio.Work
		w.Write(func(tx *db.Tx) error {
			f, err := file.Attach(tx, file.Taken{
				ID: id.New[id.FileKind](tx.Now()), Name: "house.png", Type: "image/png", Bytes: 1, Width: 4, Height: 3,
			}, portfolio.Files(w.Seller.ID), w.Seller.ID)
			if err != nil {
				return err
			}
			work, err = portfolio.Publish(tx, portfolio.Publishing{Seller: w.Seller.ID, Title: "A house", File: f.ID, Rights: true})
			return err
		})
		judge := func(by id.Member, outcome moderation.Outcome, reason moderation.Reason) (d moderation.Decision, err error) {
			err = w.Try(func(tx *db.Tx) error {
				d, err = moderation.JudgeWork(tx, moderation.WorkJudgement{Work: work.ID, Moderator: by, Outcome: outcome, Reason: reason})
				return err
			})
			return d, err
		}
		for code, wrong := range map[string]struct {
			by      id.Member
			outcome moderation.Outcome
			reason  moderation.Reason
		}{
			"not_found":      {w.Stranger.ID, moderation.Approved, ""},
			"choice_unknown": {mo.ID, moderation.Unlisted, moderation.Performance},
			"reason_needed":  {mo.ID, moderation.Rejected, ""},
			"remark_needed":  {mo.ID, moderation.Rejected, moderation.Other},
		} {
			_, err := judge(wrong.by, wrong.outcome, wrong.reason)
			wantFault(t, err, code)
		}
		if _, err := judge(mo.ID, moderation.Approved, ""); err != nil {
			t.Fatal(err)
		}
		w.Clock.Advance(time.Minute)
		d, err := judge(mo.ID, moderation.Rejected, moderation.Infringement)
		if err != nil || d.About != w.Seller.ID || d.Subject != "work" || !d.AppealBy.After(d.At) {
			t.Errorf("the statement: %+v, %v", d, err)
		}
		w.Read(func(tx *db.Tx) error {
			told, err := moderation.About(tx, w.Seller.ID)
			if len(told) != 2 || len(told[0].Reasons) != 1 || told[0].Reasons[0] != moderation.Infringement {
				t.Errorf("the seller reads %+v", told)
			}
			return err
		})
	})
}
