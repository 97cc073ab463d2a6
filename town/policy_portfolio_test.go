package town_test

import (
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/file"
	"guildhall/id"
	"guildhall/order"
	"guildhall/portfolio"
	"guildhall/town"
)

// portfolioWatches are the values of works that are shown.
var portfolioWatches = []watch{
	{"portfolio_fill", "80%", in(func(w *town.Town) string { return shows(w, true, true, false, false) })},
	{"portfolio_orders", "4", in(func(w *town.Town) string { return shows(w, true, true, true, false, false, false) })},
	{"portfolio_from", "6", in(func(w *town.Town) string { return shows(w, false, false, false, false) })},
	{"picture_moderation", "after", in(func(w *town.Town) string {
		return string(publishes(w, agreedOrder(w, w.Shop())).State)
	})},
}

// shows tells how a service stands whose orders have, the oldest first, their
// work published or not.
func shows(w *town.Town, published ...bool) string {
	service := w.Shop()
	for _, shown := range published {
		o := agreedOrder(w, service)
		if shown {
			publishes(w, o)
		}
		w.Clock.Advance(hour)
	}
	w.Follow(portfolio.Take)
	return stateOf(w, service)
}

// agreedOrder is one of a drawing that Bea lets Sam show.
func agreedOrder(w *town.Town, service catalogue.Service) id.Order {
	made := id.New[id.OrderKind](w.Clock.Now())
	w.Write(func(tx *db.Tx) error {
		_, err := order.Place(tx, order.Placing{ID: made, Buyer: w.Buyer.ID, Version: service.Live, Units: 1, Package: "economy", At: tx.Now()})
		if err != nil {
			return err
		}
		drawing, err := file.Attach(tx, file.Taken{
			ID: id.New[id.FileKind](tx.Now()), Name: "house.png", Type: "image/png", Bytes: 1, Width: 40, Height: 30,
		}, file.HolderOf("order", made), w.Seller.ID)
		if err != nil {
			return err
		}
		for _, c := range []order.Command{
			{Actor: w.Seller.ID, Side: order.Seller, Verb: order.Start},
			{Actor: w.Seller.ID, Side: order.Seller, Verb: order.Deliver, Text: "Here", Attachments: []id.File{drawing.ID}},
			{Actor: w.Buyer.ID, Side: order.Buyer, Verb: order.Accept},
			{Actor: w.Buyer.ID, Side: order.Buyer, Verb: order.AgreePortfolio},
		} {
			c.Order, c.At = made, tx.Now()
			if _, err := order.Act(tx, c); err != nil {
				return err
			}
		}
		return nil
	})
	return made
}

func publishes(w *town.Town, of id.Order) (work portfolio.Work) {
	w.Write(func(tx *db.Tx) error {
		o, err := order.Get(tx, of)
		if err != nil {
			return err
		}
		delivered, err := portfolio.DeliveredIn(tx, o)
		if err != nil {
			return err
		}
		work, err = portfolio.Publish(tx, portfolio.Publishing{
			Seller: w.Seller.ID, Order: of, Title: "A house", File: delivered.Files[0].ID, Rights: true,
		})
		return err
	})
	return work
}
