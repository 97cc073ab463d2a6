package api

import (
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/id"
	"guildhall/order"
)

// Agreement is the service as it was bought (ORD-4).
type Agreement struct {
	Version id.ServiceVersion `json:"service_version"`
	Policy  int64             `json:"policy"`
	Offer   Offer             `json:"offer"`
}

func getAgreement(c *Call, _ *struct{}) (Agreement, error) {
	return read(c, func(tx *db.Tx) (Agreement, error) {
		o, _, err := c.open(tx)
		if err != nil {
			return Agreement{}, err
		}
		v, err := catalogue.GetVersion(tx, o.ServiceVersion)
		return Agreement{v.ID, o.PolicyVersion, c.offer(v.Offer)}, err
	})
}

type moreAsked struct {
	Body struct {
		Seen
		Units   int      `json:"units,omitempty" minimum:"0" maximum:"1000"`
		Options []Chosen `json:"options,omitempty" maxItems:"20"`
	}
}

// buyMore adds units or options at the order's own prices (ORD-21).
func buyMore(c *Call, in *moreAsked) (Order, error) {
	more := order.More{Units: in.Body.Units}
	for _, o := range in.Body.Options {
		more.Options = append(more.Options, catalogue.OptionChoice{Code: o.Code, Quantity: o.Quantity})
	}
	return once(c, func(tx *db.Tx) (Order, error) {
		o, side, err := c.open(tx)
		if err != nil {
			return Order{}, err
		}
		command := c.command(o, side, order.BuyMore)
		command.Version = in.Body.Version
		out, err := order.AddMore(tx, command, more)
		if err != nil {
			return Order{}, err
		}
		return c.whole(tx, out.After, side)
	})
}
