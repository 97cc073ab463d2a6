package town_test

import (
	"fmt"
	"time"

	"guildhall/catalogue"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/event"
	"guildhall/id"
	"guildhall/order"
	"guildhall/town"
)

// hidingWatches are the values of what hides services.
var hidingWatches = append(portfolioWatches, []watch{
	{"auto_pause_above", "8", in(func(w *town.Town) string {
		service := w.Shop()
		busy(w, service, 9)
		return stateOf(w, service)
	})},
	{"auto_resume_at", "3", in(func(w *town.Town) string {
		service := w.Shop()
		orders := busy(w, service, 13)
		for _, which := range orders[:7] {
			w.Write(func(tx *db.Tx) error {
				_, err := order.Act(tx, order.Command{
					Order: which, Actor: w.Buyer.ID, Side: order.Buyer, Verb: order.Cancel, Reason: order.ByMistake, At: tx.Now(),
				})
				return err
			})
		}
		w.Follow(order.TakeLoad)
		return stateOf(w, service)
	})},
	{"new_after", "2 days", in(func(w *town.Town) string {
		talk := asks(w)
		says(w, talk, w.Seller.ID)
		w.Clock.Advance(5 * days)
		says(w, talk, w.Buyer.ID)
		return owed(w, talk)
	})},
	{"reply_within", "36 h", in(func(w *town.Town) string { return owed(w, asks(w)) })},
}...)

// busy has Sam's service ordered so many times.
func busy(w *town.Town, service catalogue.Service, times int) (orders []id.Order) {
	for range times {
		made := id.New[id.OrderKind](w.Clock.Now())
		w.Write(func(tx *db.Tx) error {
			_, err := order.Place(tx, order.Placing{
				ID: made, Buyer: w.Buyer.ID, Version: service.Live, Units: 1, Package: "economy", At: tx.Now(),
			})
			return err
		})
		orders = append(orders, made)
	}
	w.Follow(order.TakeLoad)
	return orders
}

func stateOf(w *town.Town, service catalogue.Service) (state string) {
	w.Read(func(tx *db.Tx) error {
		now, err := catalogue.Get(tx, service.ID)
		state = string(now.State())
		return err
	})
	return state
}

// asks has Bea ask Sam something.
func asks(w *town.Town) (talk conversation.Conversation) {
	w.Write(func(tx *db.Tx) (err error) {
		talk, err = conversation.Start(tx, conversation.Starting{
			Author: w.Buyer.ID, Seller: w.Seller.ID, From: event.Of("member", w.Seller.ID),
		})
		return err
	})
	says(w, talk, w.Buyer.ID)
	return talk
}

func says(w *town.Town, talk conversation.Conversation, who id.Member) {
	w.Write(func(tx *db.Tx) error {
		_, err := conversation.Write(tx, conversation.Writing{Conversation: talk.ID, Author: who, Text: "Good morning"})
		return err
	})
}

// owed is how long Sam has for an answer.
func owed(w *town.Town, talk conversation.Conversation) string {
	var until time.Time
	w.Read(func(tx *db.Tx) error {
		now, err := conversation.Get(tx, talk.ID, w.Seller.ID)
		if err != nil {
			return err
		}
		until, err = conversation.AnswerBy(tx, now)
		return err
	})
	if until.IsZero() {
		return "nothing"
	}
	return fmt.Sprint(until.Sub(w.Clock.Now()))
}
