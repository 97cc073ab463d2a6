package api

import (
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
)

// frontOperations are what the front page tells (CAT-23, ACC-18).
var frontOperations = []Operation{
	op("GET /front", "getFront", account.Anyone, desk.Nobodys, getFront),
}

// Front is how lively it is here, and what is most ordered lately.
type Front struct {
	Services  int64      `json:"services" doc:"that can be found"`
	Online    int64      `json:"online" doc:"members, now"`
	LastOrder *time.Time `json:"last_order,omitempty"`
	Popular   []Card     `json:"popular" nullable:"false"`
}

func getFront(c *Call, _ *struct{}) (Front, error) {
	return read(c, func(tx *db.Tx) (Front, error) {
		found, err := c.Front(tx)
		if err != nil {
			return Front{}, err
		}
		cards, err := c.cards(tx, found.Wanted)
		return Front{found.Services, found.Online, moment(found.LastOrder), cards}, err
	})
}
