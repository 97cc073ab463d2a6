package api

import (
	"time"

	"guildhall/account"
	"guildhall/cart"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/footfall"
	"guildhall/id"
)

// favouriteOperations are about favourites and their lists (CAT-25), and what
// was looked at lately.
var favouriteOperations = []Operation{
	op("GET /account/favourites", "listFavourites", account.SignedIn, desk.Own, listFavourites).most(cart.FavouritesMax),
	op("PUT /account/favourites/{service}", "keepFavourite", account.Favour, desk.Nobodys, keepFavourite),
	op("DELETE /account/favourites/{service}", "letFavouriteGo", account.Favour, desk.Nobodys, letFavouriteGo),
	op("PUT /account/favourites/{service}/list", "sortFavourite", account.Favour, desk.Nobodys, sortFavourite),
	op("GET /account/favourite-lists", "listFavouriteLists", account.SignedIn, desk.Own, listFavouriteLists).most(cart.ListsMax),
	op("POST /account/favourite-lists", "makeFavouriteList", account.Favour, desk.Own, makeFavouriteList).creating(),
	op("PUT /account/favourite-lists/{list}", "renameFavouriteList", account.Favour, desk.FavouritesOwner, renameFavouriteList),
	op("DELETE /account/favourite-lists/{list}", "endFavouriteList", account.Favour, desk.FavouritesOwner, endFavouriteList),
	op("GET /account/seen", "listSeen", account.SignedIn, desk.Own, listSeen),
	op("DELETE /account/seen", "forgetSeen", account.Favour, desk.Own, forgetSeen),
	op("PUT /account/seen", "switchSeen", account.Favour, desk.Own, switchSeen),
}

// statisticsOperations are what a service's visitors did (CAT-28).
var statisticsOperations = []Operation{
	op("GET /services/{service}/statistics", "getStatistics", account.SignedIn, desk.ServiceOwner, getStatistics),
}

// Favourite is a service that the member keeps, as it stands now. What was
// taken away is not repeated: it has no card.
type Favourite struct {
	Service id.Service `json:"service"`
	State   string     `json:"state"`
	Orders  bool       `json:"orderable"`
	List    string     `json:"list,omitempty"`
	Added   time.Time  `json:"added"`
	Card    *Card      `json:"card,omitempty"`
}

type favouritesAsked struct {
	List string `query:"list" format:"uuid"`
}

func listFavourites(c *Call, in *favouritesAsked) (List[Favourite], error) {
	list, err := optional[id.FavouriteListKind](in.List)
	if err != nil {
		return List[Favourite]{}, err
	}
	return read(c, func(tx *db.Tx) (List[Favourite], error) { return c.favourites(tx, list) })
}

func (c *Call) favourites(tx *db.Tx, list id.FavouriteList) (List[Favourite], error) {
	made := List[Favourite]{Items: []Favourite{}}
	rows, err := cart.Favourites(tx, c.Member.ID, list)
	if err != nil {
		return made, err
	}
	kept := each(rows, func(f cart.Favourite) id.Service { return f.Service })
	services, err := catalogue.Several(tx, kept)
	if err != nil {
		return made, err
	}
	cards, err := c.cardsOf(tx, kept)
	for _, row := range rows {
		service := services[row.Service]
		one := Favourite{Service: row.Service, State: string(service.State()), Orders: service.Orderable(), Added: row.Added}
		if card, live := cards[row.Service]; live && (service.Reachable() || service.Stored == catalogue.Paused) {
			one.Card = &card
		}
		if !row.List.IsZero() {
			one.List = row.List.String()
		}
		made.Items = append(made.Items, one)
	}
	return made, err
}

// favourite changes something about the favourite of the address, and answers
// all of them.
func (c *Call) favourite(change func(*db.Tx, id.Service) error) (List[Favourite], error) {
	service, err := id.Parse[id.ServiceKind](c.Path("service"))
	if err != nil {
		return List[Favourite]{}, err
	}
	return write(c, func(tx *db.Tx) (List[Favourite], error) {
		if err := change(tx, service); err != nil {
			return List[Favourite]{}, err
		}
		return c.favourites(tx, id.FavouriteList{})
	})
}

func keepFavourite(c *Call, _ *struct{}) (List[Favourite], error) {
	return c.favourite(func(tx *db.Tx, service id.Service) error { return cart.Keep(tx, c.Member.ID, service) })
}

func letFavouriteGo(c *Call, _ *struct{}) (List[Favourite], error) {
	return c.favourite(func(tx *db.Tx, service id.Service) error { return cart.LetGo(tx, c.Member.ID, service) })
}

type sorting struct {
	Body struct {
		List string `json:"list,omitempty" format:"uuid"`
	}
}

func sortFavourite(c *Call, in *sorting) (List[Favourite], error) {
	list, err := optional[id.FavouriteListKind](in.Body.List)
	if err != nil {
		return List[Favourite]{}, err
	}
	return c.favourite(func(tx *db.Tx, service id.Service) error { return cart.Sort(tx, c.Member.ID, service, list) })
}

// FavouriteList is a named list of favourites.
type FavouriteList struct {
	ID    id.FavouriteList `json:"id"`
	Name  string           `json:"name"`
	Count int              `json:"count"`
}

func listFavouriteLists(c *Call, _ *struct{}) (List[FavouriteList], error) {
	return read(c, c.favouriteLists)
}

func (c *Call) favouriteLists(tx *db.Tx) (List[FavouriteList], error) {
	rows, err := cart.Lists(tx, c.Member.ID)
	return listOf(rows, len(rows), func(l cart.List) FavouriteList { return FavouriteList(l) }, nil), err
}

type naming struct {
	Body struct {
		Name string `json:"name" maxLength:"200"`
	}
}

func makeFavouriteList(c *Call, in *naming) (FavouriteList, error) {
	return once(c, func(tx *db.Tx) (FavouriteList, error) {
		made, err := cart.MakeList(tx, c.Member.ID, in.Body.Name)
		return FavouriteList(made), err
	})
}

func renameFavouriteList(c *Call, in *naming) (FavouriteList, error) {
	list, err := id.Parse[id.FavouriteListKind](c.Path("list"))
	if err != nil {
		return FavouriteList{}, err
	}
	return write(c, func(tx *db.Tx) (FavouriteList, error) {
		renamed, err := cart.RenameList(tx, c.Member.ID, list, in.Body.Name)
		return FavouriteList(renamed), err
	})
}

func endFavouriteList(c *Call, _ *struct{}) (List[FavouriteList], error) {
	list, err := id.Parse[id.FavouriteListKind](c.Path("list"))
	if err != nil {
		return List[FavouriteList]{}, err
	}
	return write(c, func(tx *db.Tx) (List[FavouriteList], error) {
		if err := cart.EndList(tx, c.Member.ID, list); err != nil {
			return List[FavouriteList]{}, err
		}
		return c.favouriteLists(tx)
	})
}

// Remembered is what the member looked at lately, the last first, and whether
// that is remembered.
type Remembered struct {
	On       bool   `json:"remembered"`
	Services []Card `json:"services" nullable:"false"`
}

func listSeen(c *Call, _ *struct{}) (Remembered, error) { return read(c, c.seen) }

func (c *Call) seen(tx *db.Tx) (Remembered, error) {
	off, err := cart.SeenOff(tx, c.Member.ID)
	if err != nil {
		return Remembered{}, err
	}
	services, err := cart.Seen(tx, c.Member.ID, cart.SeenMax)
	if err != nil {
		return Remembered{}, err
	}
	cards, err := c.cards(tx, services)
	return Remembered{On: !off, Services: cards}, err
}

func forgetSeen(c *Call, _ *struct{}) (Remembered, error) {
	return write(c, func(tx *db.Tx) (Remembered, error) {
		if err := cart.ForgetSeen(tx, c.Member.ID); err != nil {
			return Remembered{}, err
		}
		return c.seen(tx)
	})
}

type remembering struct {
	Body struct {
		Remember bool `json:"remember"`
	}
}

func switchSeen(c *Call, in *remembering) (Remembered, error) {
	return write(c, func(tx *db.Tx) (Remembered, error) {
		if err := cart.SwitchSeen(tx, c.Member.ID, !in.Body.Remember); err != nil {
			return Remembered{}, err
		}
		return c.seen(tx)
	})
}

// Statistics are a service's figures of the last weeks, and what may keep
// people from buying it (CAT-30).
type Statistics struct {
	Weeks      []StatisticsWeek `json:"weeks" nullable:"false"`
	Sum        StatisticsSum    `json:"sum"`
	Opening    float64          `json:"opening" doc:"share of the times in a list that led to the page"`
	Conversion float64          `json:"conversion" doc:"share of views that became orders"`
	Place      float64          `json:"usual_place,omitempty"`
	Reasons    []string         `json:"reasons" nullable:"false" doc:"why people may not be buying, in the order a buyer meets them"`
	Facts      StatisticsFacts  `json:"facts"`
}

// StatisticsFacts are what the reasons follow from, beside the figures.
type StatisticsFacts struct {
	OnShow     bool    `json:"on_show"`
	Price      Money   `json:"price_from"`
	Usual      Money   `json:"usual_price" doc:"the middle one of its neighbours'"`
	Neighbours int     `json:"neighbours"`
	Stars      float64 `json:"stars,omitempty"`
	Judged     int64   `json:"feedback"`
}

// StatisticsSum is what was seen and ordered.
type StatisticsSum struct {
	Shown  int64 `json:"shown_in_lists"`
	Opened int64 `json:"opened_from_lists"`
	Views  int64 `json:"views"`
	Orders int64 `json:"orders"`
}

// StatisticsWeek is that in seven days.
type StatisticsWeek struct {
	Begins time.Time `json:"begins"`
	StatisticsSum
}

func getStatistics(c *Call, _ *struct{}) (Statistics, error) {
	return read(c, func(tx *db.Tx) (Statistics, error) {
		service, err := c.ownService(tx)
		if err != nil {
			return Statistics{}, err
		}
		found, err := footfall.Of(tx, service.ID)
		if err != nil {
			return Statistics{}, err
		}
		facts, err := footfall.FactsOf(tx, service, &c.Rules.Policy)
		made := Statistics{
			Sum: sumOf(found.Sum, found.Orders), Opening: found.Opening(), Conversion: found.Conversion(), Place: found.Sum.Place(),
			Reasons: texts(footfall.Reasons(found, facts)),
			Facts: StatisticsFacts{
				facts.OnShow, c.money(facts.Price), c.money(facts.Usual), facts.Neighbours, float64(facts.Rating) / 10, facts.Judged,
			},
		}
		for _, w := range found.Weeks {
			made.Weeks = append(made.Weeks, StatisticsWeek{w.Begins, sumOf(w.Viewed, w.Orders)})
		}
		return made, err
	})
}

func sumOf(v catalogue.Viewed, orders int64) StatisticsSum {
	return StatisticsSum{v.Shown, v.Opened, v.Views, orders}
}
