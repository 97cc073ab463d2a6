package footfall

import (
	"slices"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/id"
	"guildhall/money"
	"guildhall/policy"
	"guildhall/reputation"
)

// Reason is why a service may not be bought (CAT-30).
type Reason string

// The closed list of reasons, in the order a buyer meets them.
const (
	NotOnShow  Reason = "not_on_show"  // not in the catalogue now
	HardlySeen Reason = "hardly_seen"  // lists hardly show it
	NotOpened  Reason = "not_opened"   // shown, but not opened
	NotOrdered Reason = "not_ordered"  // opened, but not ordered
	Dear       Reason = "dear"         // against its neighbours
	Rated      Reason = "rated_poorly" // the seller, by their buyers
	Unrated    Reason = "unrated"      // nobody has judged the seller yet
)

// Facts are what the reasons follow from, beside the statistics.
type Facts struct {
	OnShow     bool
	Price      money.Amount // the lowest
	Usual      money.Amount // the middle one of its neighbours
	Neighbours int
	Rating     int64 // tenths of a star
	Judged     int64 // verdicts behind it
}

// From where on a figure says something, and what is poor.
const (
	shownFew       = 50  // times in lists, in the span
	shownEnough    = 200 // before openings say something
	viewsEnough    = 30  // before orders say something
	openingPoor    = 0.01
	conversionPoor = 0.01
	neighboursMin  = 5
	dearFrom       = 150 // percent of the usual price
	ratingPoor     = 40  // tenths
	judgedMin      = 3
	neighboursMax  = 100 // looked at
)

// Reasons answers "Why is nobody buying?"; none when nothing stands out.
func Reasons(s Statistics, f Facts) []Reason {
	var found []Reason
	for _, one := range []struct {
		reason Reason
		holds  bool
	}{
		{NotOnShow, !f.OnShow},
		{HardlySeen, f.OnShow && s.Sum.Shown < shownFew},
		{NotOpened, s.Sum.Shown >= shownEnough && s.Opening() < openingPoor},
		{NotOrdered, s.Sum.Views >= viewsEnough && s.Conversion() < conversionPoor},
		{Dear, f.Neighbours >= neighboursMin && f.Price*100 > f.Usual*dearFrom},
		{Rated, f.Judged >= judgedMin && f.Rating < ratingPoor},
		{Unrated, f.Judged == 0},
	} {
		if one.holds {
			found = append(found, one.reason)
		}
	}
	return found
}

// FactsOf reads them for a service.
func FactsOf(tx *db.Tx, s catalogue.Service, p *policy.Policy) (Facts, error) {
	f := Facts{OnShow: s.Shown()}
	record, err := reputation.FiguresFor(tx, s.Seller)
	if err != nil {
		return Facts{}, err
	}
	f.Rating, f.Judged = record.Tenths(p), record.Tally.All()
	own, err := catalogue.Cards(tx, []id.Service{s.ID})
	if err != nil || len(own) == 0 {
		return f, err
	}
	f.Price = own[0].Price
	beside, err := db.All(tx, func(row db.Row) (id.Service, error) {
		var service id.Service
		return service, row.Scan(&service)
	}, `SELECT id FROM services WHERE category = $1 AND state = 'live' AND id <> $2 AND seller <> $3 ORDER BY id DESC LIMIT $4`,
		s.Category, s.ID, s.Seller, neighboursMax)
	if err != nil {
		return Facts{}, err
	}
	if beside, err = catalogue.OnShow(tx, beside); err != nil {
		return Facts{}, err
	}
	cards, err := catalogue.Cards(tx, beside)
	f.Neighbours, f.Usual = len(cards), middle(cards)
	return f, err
}

// middle is the price that as many are above as below.
func middle(cards []catalogue.Card) money.Amount {
	if len(cards) == 0 {
		return 0
	}
	prices := make([]money.Amount, len(cards))
	for i, card := range cards {
		prices[i] = card.Price
	}
	slices.Sort(prices)
	return prices[len(prices)/2]
}
