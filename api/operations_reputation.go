package api

import (
	"time"

	"guildhall/account"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/reputation"
)

// reputationOperations are figures: the public sums of a member, and the
// asker's own with the orders behind them (REP-14, REP-15).
var reputationOperations = []Operation{
	op("GET /members/{login}/reputation", "getReputation", account.Anyone, desk.Nobodys, getReputation),
	op("GET /account/reputation", "getOwnReputation", account.SignedIn, desk.Own, getOwnReputation),
}

// Reputation is what a member's orders come to. Shares are parts of 1.
type Reputation struct {
	Level          string  `json:"level"`
	Stars          float64 `json:"stars,omitempty" doc:"of 5; missing: nobody has judged yet"`
	Liked          int64   `json:"liked"`
	Disliked       int64   `json:"disliked"`
	Completed      int64   `json:"completed"`
	Successful     float64 `json:"successfully_completed"`
	OnTime         float64 `json:"on_time"`
	Responsibility float64 `json:"responsibility"`
	OrderRating    float64 `json:"order_rating"`
	Overall        float64 `json:"overall_rating"`
	Lead           int64   `json:"mean_lead_seconds,omitempty"`
	Wait           int64   `json:"mean_seconds_until_start,omitempty"`
	Reply          int64   `json:"usual_reply_seconds,omitempty"`
	Buyer          *Bought `json:"buyer,omitempty" doc:"missing where it is not shown to the asker"`
}

// Bought is a member's standing as a buyer (REP-10).
type Bought struct {
	Purchases int64 `json:"purchases"`
	Level     int   `json:"level"`
	Super     bool  `json:"super_buyer"`
}

// OwnReputation is a seller's record, opened.
type OwnReputation struct {
	Reputation
	Loss     float64           `json:"negative_or_failed"`
	Before   Reputation        `json:"without_last_event"`
	Last     *time.Time        `json:"last_event,omitempty"`
	Next     string            `json:"next_level,omitempty"`
	Missing  int64             `json:"orders_until_next_level,omitempty"`
	Failures int64             `json:"failures_until_level_is_lost,omitempty"`
	Orders   []ReputationOrder `json:"orders"`
	Services []ReputationRank  `json:"services"`
}

// ReputationOrder is one ended order behind the figures.
type ReputationOrder struct {
	Order     id.Order  `json:"order"`
	Number    string    `json:"number"`
	Title     string    `json:"title"`
	Ended     time.Time `json:"ended"`
	Completed bool      `json:"completed"`
	Cause     string    `json:"cause,omitempty"`
	Late      bool      `json:"late"`
	OnTime    bool      `json:"delivered_on_time"`
	Liked     *bool     `json:"liked,omitempty"`
	Stars     int64     `json:"stars,omitempty"`
	Returned  bool      `json:"returning_buyer"`
	Burden    float64   `json:"counts_against_responsibility"`
	Loss      float64   `json:"counts_against_level"`
}

// ReputationRank is where one service stands, and what that is made of.
type ReputationRank struct {
	Service    id.Service `json:"service"`
	Rank       float64    `json:"rank"`
	Rating     float64    `json:"rating_part"`
	Conversion float64    `json:"conversion_part"`
	TopPart    float64    `json:"top_rated_part"`
	Fresh      float64    `json:"fresh_part"`
	New        float64    `json:"new_part"`
	TopRated   bool       `json:"top_rated"`
	Newcomer   bool       `json:"newcomer"`
	Views      int64      `json:"views"`
	Placed     int64      `json:"orders_placed"`
	Computed   time.Time  `json:"computed"`
}

func share(s reputation.Share) float64 { return float64(s) / float64(reputation.Whole) }

func (c *Call) reputation(f reputation.Figures) Reputation {
	return Reputation{
		Level: string(f.Level), Stars: float64(f.Tenths(&c.Rules.Policy)) / 10, Liked: f.Liked, Disliked: f.Tally.Disliked,
		Completed: f.Completed, Successful: share(f.Successful()), OnTime: share(f.Punctual()),
		Responsibility: share(f.Responsibility), OrderRating: share(f.OrderRating), Overall: share(f.Overall),
		Lead: seconds(f.MeanLead()), Wait: seconds(f.MeanWait()),
	}
}

// beside adds what the figures of sales do not tell.
func (c *Call) beside(tx *db.Tx, r *Reputation, member id.Member) error {
	usual, err := conversation.UsualReply(tx, member)
	if err != nil {
		return err
	}
	r.Reply = seconds(usual)
	bought, err := reputation.BuyerFor(tx, member, &c.Rules.Policy)
	if err != nil {
		return err
	}
	shown, err := reputation.BuyerShownTo(tx, member, c.Member.ID, bought.Purchases)
	if shown {
		r.Buyer = &Bought{bought.Purchases, bought.Level, bought.Super}
	}
	return err
}

func getReputation(c *Call, _ *struct{}) (Reputation, error) {
	return read(c, func(tx *db.Tx) (Reputation, error) {
		m, err := account.ByLogin(tx, c.Path("login"))
		if err == nil && m.Standing == account.Banned {
			err = fault.Missing()
		}
		if err != nil {
			return Reputation{}, err
		}
		f, err := reputation.FiguresFor(tx, m.ID)
		if err != nil {
			return Reputation{}, err
		}
		made := c.reputation(f)
		return made, c.beside(tx, &made, m.ID)
	})
}

func getOwnReputation(c *Call, _ *struct{}) (OwnReputation, error) {
	return read(c, func(tx *db.Tx) (OwnReputation, error) {
		o, err := reputation.Open(tx, c.Member.ID)
		if err != nil {
			return OwnReputation{}, err
		}
		made := OwnReputation{
			Reputation: c.reputation(o.Figures), Before: c.reputation(o.Before), Loss: share(o.Loss), Last: moment(o.Last.At),
			Next: string(o.Outlook.Next), Missing: o.Outlook.Missing, Failures: o.Outlook.Failures,
			Orders: []ReputationOrder{}, Services: []ReputationRank{},
		}
		for _, e := range o.Orders {
			made.Orders = append(made.Orders, reputationOrder(e, &o))
		}
		for _, r := range o.Services {
			_, parts, _, err := reputation.PartsOf(tx, r.Service.Service)
			if err != nil {
				return OwnReputation{}, err
			}
			made.Services = append(made.Services, reputationRank(r, parts))
		}
		return made, c.beside(tx, &made.Reputation, c.Member.ID)
	})
}

func reputationOrder(e reputation.Entry, o *reputation.Opened) ReputationOrder {
	made := ReputationOrder{
		Order: e.Order, Number: e.Number, Title: e.Title, Ended: e.EndedAt, Completed: e.Completed, Cause: string(e.Cause),
		Late: e.Late, OnTime: e.Delivered && e.OnTime, Stars: e.Stars, Returned: e.Returned,
		Burden: share(e.Burden(&o.Policy)), Loss: share(e.Loss(&o.Policy)),
	}
	if e.Judged {
		made.Liked = &e.Liked
	}
	return made
}

func reputationRank(r reputation.Ranked, parts reputation.Parts) ReputationRank {
	return ReputationRank{
		Service: r.Service.Service, Rank: share(r.Rank), Rating: share(parts.Rating), Conversion: share(parts.Conversion),
		TopPart: share(parts.TopRated), Fresh: share(parts.Fresh), New: share(parts.New),
		TopRated: r.TopRated, Newcomer: r.Newcomer, Views: r.Views, Placed: r.Placed, Computed: r.At,
	}
}
