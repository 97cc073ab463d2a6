package api

import (
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/file"
	"guildhall/id"
	"guildhall/order"
	"guildhall/portfolio"
)

// readyOperations tell a seller what can be shown with the buyers' consent
// (REP-12, ORD-26).
var readyOperations = []Operation{
	op("GET /portfolio/ready", "listReadyOrders", account.SignedIn, desk.Own, listReadyOrders).most(portfolio.ReadyMax),
	op("GET /orders/{order}/work", "getPublishable", account.Sell, desk.OrderParty, getPublishable),
}

// ReadyOrder is an order of which a work can be published and is not.
type ReadyOrder struct {
	Order   id.Order   `json:"order"`
	Number  string     `json:"number"`
	Title   string     `json:"title"`
	Service id.Service `json:"service"`
	Ended   time.Time  `json:"ended"`
}

func listReadyOrders(c *Call, _ *struct{}) (List[ReadyOrder], error) {
	return read(c, func(tx *db.Tx) (List[ReadyOrder], error) {
		rows, err := portfolio.Ready(tx, c.Member.ID)
		return List[ReadyOrder]{Items: each(rows, func(o order.Order) ReadyOrder {
			return ReadyOrder{o.ID, o.Number, o.Title, o.Service, o.EndedAt}
		})}, err
	})
}

// Publishable is what of an order its seller can show.
type Publishable struct {
	May    bool     `json:"may" doc:"the asker sold it, the buyer agreed, the category asks for works, and none of the order is shown"`
	Files  []File   `json:"files" nullable:"false"`
	Videos []string `json:"youtube" nullable:"false"`
}

func getPublishable(c *Call, _ *struct{}) (Publishable, error) {
	return read(c, func(tx *db.Tx) (Publishable, error) {
		o, side, err := c.open(tx)
		if err != nil {
			return Publishable{}, err
		}
		found, err := portfolio.DeliveredIn(tx, o)
		if err != nil {
			return Publishable{}, err
		}
		may, err := portfolio.May(tx, o)
		return Publishable{
			May: may && side == order.Seller, Files: each(found.Files, func(f file.File) File { return fileOf(f) }), Videos: append([]string{}, found.Videos...),
		}, err
	})
}
