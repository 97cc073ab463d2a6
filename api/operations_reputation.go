package api

import (
	"time"

	"guildhall/account"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/policy"
	"guildhall/reputation"
)

// reputationOperations are figures: the public sums of a member, and the
// asker's own with what is behind them (REP-14, REP-15).
var reputationOperations = []Operation{
	op("GET /members/{login}/reputation", "getReputation", account.Anyone, desk.Nobodys, getReputation),
	op("GET /account/reputation", "getOwnReputation", account.SignedIn, desk.Own, getOwnReputation),
	op("GET /account/reputation/{figure}/orders", "listReputationOrders", account.SignedIn, desk.Nobodys, listReputationOrders),
}

// Reputation is what a member's orders come to. Shares are parts of 1; what
// nothing is known of yet is missing.
type Reputation struct {
	Level          string   `json:"level"`
	Stars          *float64 `json:"stars,omitempty" doc:"of 5; missing: nobody has judged yet"`
	Liked          int64    `json:"liked"`
	Disliked       int64    `json:"disliked"`
	Completed      int64    `json:"completed"`
	Successful     *float64 `json:"successfully_completed,omitempty"`
	OnTime         *float64 `json:"on_time,omitempty"`
	Responsibility *float64 `json:"responsibility,omitempty"`
	OrderRating    *float64 `json:"order_rating,omitempty"`
	Overall        *float64 `json:"overall_rating,omitempty"`
	Lead           int64    `json:"mean_lead_seconds,omitempty"`
	Wait           int64    `json:"mean_seconds_until_start,omitempty"`
	Reply          int64    `json:"usual_reply_seconds,omitempty"`
	Buyer          *Bought  `json:"buyer,omitempty" doc:"missing where it is not shown to the asker"`
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
	Figures  []ReputationFigure `json:"figures"`
	Last     *ReputationEvent   `json:"last_event,omitempty"`
	Next     string             `json:"next_level,omitempty"`
	Missing  int64              `json:"orders_until_next_level,omitempty"`
	Failures int64              `json:"failures_until_level_is_lost,omitempty"`
	Answers  []ReputationAnswer `json:"answers" doc:"what the usual reply time comes from, newest first"`
	Services []ReputationRank   `json:"services"`
}

// ReputationFigure is one figure with its rule.
type ReputationFigure struct {
	Figure string           `json:"figure"`
	Unit   string           `json:"unit" doc:"share: a part of 1; stars: of 5; seconds; orders: a number of them; yes_no; level"`
	Is     ReputationValue  `json:"is"`
	Before ReputationValue  `json:"without_last_event"`
	Rule   string           `json:"rule"`
	Made   []ReputationPart `json:"made_of,omitempty" doc:"of overall: the figures it is the mean of"`
}

// ReputationValue is what a figure comes to.
type ReputationValue struct {
	Value *float64 `json:"value,omitempty" doc:"missing: nothing is known yet"`
	Yes   *bool    `json:"yes,omitempty" doc:"of yes_no"`
	Level string   `json:"level,omitempty" doc:"of level"`
	Of    int64    `json:"of,omitempty" doc:"so many orders, of reply so many answers"`
}

// ReputationPart is one figure in the overall rating.
type ReputationPart struct {
	Figure string  `json:"figure"`
	Share  float64 `json:"share" doc:"as it enters, with the start that everybody has"`
	Weight float64 `json:"weight"`
}

// ReputationEvent is what changed the figures last.
type ReputationEvent struct {
	Kind   string    `json:"kind"`
	At     time.Time `json:"at"`
	Order  id.Order  `json:"order"`
	Number string    `json:"number"`
	Title  string    `json:"title"`
}

// ReputationAnswer is one answer to a new message.
type ReputationAnswer struct {
	Conversation id.Conversation `json:"conversation"`
	Asked        time.Time       `json:"asked"`
	Seconds      int64           `json:"seconds"`
}

// ReputationOrder is one ended order behind a figure.
type ReputationOrder struct {
	Order     id.Order   `json:"order"`
	Number    string     `json:"number"`
	Title     string     `json:"title"`
	Service   id.Service `json:"service"`
	Ended     time.Time  `json:"ended"`
	Completed bool       `json:"completed"`
	Cause     string     `json:"cause,omitempty"`
	Late      bool       `json:"late"`
	Delivered bool       `json:"delivered"`
	OnTime    bool       `json:"delivered_on_time"`
	Lead      int64      `json:"lead_seconds,omitempty"`
	Wait      int64      `json:"seconds_until_start,omitempty"`
	Liked     *bool      `json:"liked,omitempty"`
	Stars     int64      `json:"stars,omitempty"`
	Returned  bool       `json:"returning_buyer" doc:"told with order_rating"`
	Burden    float64    `json:"counts_against_responsibility"`
	Loss      float64    `json:"counts_against_level"`
}

// ReputationRank is where one service stands, and what that is made of.
type ReputationRank struct {
	Service    id.Service            `json:"service"`
	Rank       float64               `json:"rank"`
	Before     float64               `json:"rank_without_last_event"`
	Rating     float64               `json:"rating_part"`
	Conversion float64               `json:"conversion_part"`
	TopPart    float64               `json:"top_rated_part"`
	Fresh      float64               `json:"fresh_part"`
	New        float64               `json:"new_part"`
	TopRated   bool                  `json:"top_rated"`
	Conditions []ReputationCondition `json:"top_rated_conditions"`
	Newcomer   bool                  `json:"newcomer"`
	Orders     int64                 `json:"orders_ended"`
	Pleased    int64                 `json:"completed_with_positive_feedback"`
	Disliked   int64                 `json:"disliked"`
	Views      int64                 `json:"views"`
	Placed     int64                 `json:"orders_placed"`
	Computed   time.Time             `json:"computed"`
}

// ReputationCondition is one of those for the mark of top-rated (REP-9).
type ReputationCondition struct {
	Condition string `json:"condition"`
	Met       bool   `json:"met"`
}

func share(s reputation.Share) float64 { return float64(s) / float64(reputation.Whole) }

// known is a share, where anything is known of it.
func known(of int64, s reputation.Share) *float64 {
	if of == 0 {
		return nil
	}
	value := share(s)
	return &value
}

func publicReputation(f reputation.Figures) Reputation {
	made := Reputation{
		Level: string(f.Level), Liked: f.Liked, Disliked: f.Tally.Disliked, Completed: f.Completed,
		Successful: known(f.Concluded(), f.Successful()), OnTime: known(f.Timed, f.Punctual()),
		Responsibility: known(f.ResponsibilityOf, f.Responsibility), OrderRating: known(int64(f.OrderRatingOf), f.OrderRating),
		Overall: known(f.Ended, f.Overall), Lead: seconds(f.MeanLead()), Wait: seconds(f.MeanWait()),
	}
	if f.Tally.All() > 0 {
		stars := float64(f.Stars) / 10
		made.Stars = &stars
	}
	return made
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
		made := publicReputation(f)
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
			Reputation: publicReputation(o.Figures), Last: lastEvent(o.Last), Next: string(o.Outlook.Next),
			Missing: o.Outlook.Missing, Failures: o.Outlook.Failures,
			Figures: []ReputationFigure{}, Answers: []ReputationAnswer{}, Services: []ReputationRank{},
		}
		for _, r := range o.Readings {
			made.Figures = append(made.Figures, c.reputationFigure(r, &o))
		}
		for _, a := range o.Answers {
			made.Answers = append(made.Answers, ReputationAnswer{a.Conversation, a.AskedAt, seconds(a.Span)})
		}
		for _, r := range o.Services {
			made.Services = append(made.Services, reputationRank(r))
		}
		return made, c.beside(tx, &made.Reputation, c.Member.ID)
	})
}

func lastEvent(e reputation.Event) *ReputationEvent {
	if e.Kind == "" {
		return nil
	}
	return &ReputationEvent{e.Kind, e.At, e.Order.Order, e.Order.Number, e.Order.Title}
}

func (c *Call) reputationFigure(r reputation.Reading, o *reputation.Opened) ReputationFigure {
	key, args := r.Name.Rule(&o.Policy)
	made := ReputationFigure{
		Figure: string(r.Name), Unit: string(r.Unit), Rule: c.Say.T(key, args...),
		Is: reputationValue(r.Unit, r.Is), Before: reputationValue(r.Unit, r.Before),
	}
	if r.Name == reputation.Overall {
		for _, part := range o.OverallParts(&o.Policy) {
			made.Made = append(made.Made, ReputationPart{part.Name, share(part.Share), share(part.Weight)})
		}
	}
	return made
}

func reputationValue(unit reputation.Unit, r reputation.Reckoned) ReputationValue {
	made := ReputationValue{Level: string(r.Level), Of: r.Of}
	value := float64(r.Value)
	switch {
	case !r.Known || unit == reputation.UnitLevel:
		return made
	case unit == reputation.UnitYesNo:
		yes := r.Value > 0
		made.Yes = &yes
		return made
	case unit == reputation.UnitShare:
		value = share(reputation.Share(r.Value))
	case unit == reputation.UnitStars:
		value /= 10
	case unit == reputation.UnitSpan:
		value = float64(seconds(time.Duration(r.Value)))
	}
	made.Value = &value
	return made
}

// BehindPage is which orders behind a figure are wanted.
type BehindPage struct {
	Service string `query:"service" format:"uuid" doc:"with the figure service: whose orders"`
	Limit   int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
	After   string `query:"after" maxLength:"200"`
}

func listReputationOrders(c *Call, in *BehindPage) (List[ReputationOrder], error) {
	after, err := behind[id.OrderKind](Page{in.Limit, in.After})
	if err != nil {
		return List[ReputationOrder]{}, err
	}
	asked := reputation.Asked{Figure: reputation.Figure(c.Path("figure")), After: after, Limit: in.Limit + 1}
	if err := asked.Service.UnmarshalText([]byte(in.Service)); err != nil {
		return List[ReputationOrder]{}, fault.Missing()
	}
	return read(c, func(tx *db.Tx) (List[ReputationOrder], error) {
		rows, p, err := reputation.Behind(tx, c.Member.ID, asked)
		return listOf(rows, in.Limit, func(e reputation.Entry) ReputationOrder { return reputationOrder(e, &p) },
			func(e reputation.Entry) string { return e.Order.String() }), err
	})
}

func reputationOrder(e reputation.Entry, p *policy.Policy) ReputationOrder {
	made := ReputationOrder{
		Order: e.Order, Number: e.Number, Title: e.Title, Service: e.Service, Ended: e.EndedAt, Completed: e.Completed,
		Cause: string(e.Cause), Late: e.Late, Delivered: e.Delivered, OnTime: e.Delivered && e.OnTime,
		Lead: seconds(e.Lead), Wait: seconds(e.Wait), Stars: e.Stars, Returned: e.Returned,
		Burden: share(e.Burden(p)), Loss: share(e.Loss(p)),
	}
	if e.Judged {
		made.Liked = &e.Liked
	}
	return made
}

func reputationRank(r reputation.OpenedRank) ReputationRank {
	made := ReputationRank{
		Service: r.Service.Service, Rank: share(r.Rank), Before: share(r.Before), Rating: share(r.Parts.Rating),
		Conversion: share(r.Parts.Conversion), TopPart: share(r.Parts.TopRated), Fresh: share(r.Parts.Fresh), New: share(r.Parts.New),
		TopRated: r.TopRated, Newcomer: r.Newcomer, Orders: r.Service.Orders, Pleased: r.Pleased, Disliked: r.Disliked,
		Views: r.Views, Placed: r.Placed, Computed: r.At,
	}
	for _, one := range r.Conditions {
		made.Conditions = append(made.Conditions, ReputationCondition{one.Name, one.Met})
	}
	return made
}
