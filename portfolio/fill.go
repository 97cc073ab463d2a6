package portfolio

import (
	"errors"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
	"guildhall/order"
	"guildhall/rulebook"
)

// Fill is how far a service's works keep up with its orders (CAT-14).
type Fill struct {
	Asked     bool  // its category asks for works
	Agreed    int64 // of its last portfolio_orders completed orders whose buyer agreed
	Published int64 // of those, with a work that is shown or waits for a moderator
	Hides     bool
}

// FillOf counts a service's works. A work that waits for a moderator counts:
// its seller has done their part.
func FillOf(tx *db.Tx, service catalogue.Service) (Fill, error) {
	var f Fill
	var err error
	if service.Category.IsZero() {
		return f, nil
	}
	if f.Asked, err = asks(tx, service.Category); err != nil || !f.Asked {
		return f, err
	}
	rules, err := rulebook.Current(tx)
	if err != nil {
		return f, err
	}
	p := &rules.Policy
	agreed, err := order.Agreed(tx, service.Seller, service.ID, p.PortfolioOrders)
	if err != nil {
		return f, err
	}
	f.Agreed = int64(len(agreed))
	for _, which := range agreed {
		n, err := db.Value[int64](tx, `SELECT count(*) FROM works WHERE order_id = $1 AND state IN ('waiting', 'shown')`, which)
		if err != nil {
			return f, err
		}
		f.Published += n
	}
	f.Hides = f.Agreed >= int64(p.PortfolioFrom) && f.Published*int64(money.Whole) < f.Agreed*int64(p.PortfolioFill)
	return f, nil
}

// Keeping weighs services by their works when the policy or a category asks
// for more or fewer (CAT-14).
var Keeping = catalogue.Weighing{
	Cause: catalogue.CausePortfolio,
	List: `SELECT service FROM (SELECT DISTINCT service FROM orders
			WHERE portfolio = 'agreed' AND service > $1 ORDER BY service LIMIT $2) AS agreed
		UNION SELECT service FROM (SELECT service FROM service_causes
			WHERE cause = 'portfolio' AND service > $1 ORDER BY service LIMIT $2) AS hidden
		ORDER BY 1 LIMIT $2`,
	Each: func(tx *db.Tx, which [16]byte) error { return weigh(tx, id.Service(which)) },
}

// weigh hides or shows a service as its works are now, while nobody else does.
func weigh(tx *db.Tx, service id.Service) error {
	if err := catalogue.HoldService(tx, service); errors.Is(err, fault.Missing()) {
		return nil // a draft that was thrown away
	} else if err != nil {
		return err
	}
	s, err := catalogue.Get(tx, service)
	if err != nil || s.Stored == catalogue.Removed {
		return err
	}
	fill, err := FillOf(tx, s)
	if err != nil {
		return err
	}
	if fill.Hides {
		return catalogue.WithholdService(tx, service, catalogue.CausePortfolio, "", time.Time{})
	}
	return catalogue.ReleaseService(tx, service, catalogue.CausePortfolio)
}

func weighOf(tx *db.Tx, w Work) error {
	if w.Order.IsZero() {
		return nil
	}
	return weigh(tx, w.Service)
}

// Take reads the diary: a buyer's consent or refusal, a service in another
// category, a category that asks for works or no longer does.
func Take(tx *db.Tx, e event.Entry) error {
	switch e.Kind {
	case "agree_portfolio", "refuse_portfolio":
		return takeConsent(tx, id.Order(e.Subject.ID))
	case "service.approved", "service.published", "service.edit_approved", "service.changed", "service.restored":
		return weigh(tx, id.Service(e.Subject.ID))
	case "category.portfolio_set":
		return Keeping.Again(tx)
	}
	return nil
}

// takeConsent takes a work down whose buyer refuses: it has not been shown since
// the refusal (see shownSQL), and is not kept for another day.
func takeConsent(tx *db.Tx, which id.Order) error {
	o, err := order.Get(tx, which)
	if err != nil {
		return err
	}
	if o.Portfolio == order.ConsentRefused {
		works, err := db.All(tx, scanWork, selectWorks+` WHERE w.order_id = $1 AND w.state IN ('waiting', 'shown')`, which)
		if err != nil {
			return err
		}
		for _, w := range works {
			if err := move(tx, w, Withdrawn, o.Buyer, "work.refused"); err != nil {
				return err
			}
		}
	}
	return weigh(tx, o.Service)
}
