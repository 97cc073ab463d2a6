package cart

import (
	"guildhall/account"
	"guildhall/desk"
)

// Routes are the pages of what one means to buy, for the table of all pages.
var Routes = []desk.Route{
	{Method: "GET", Pattern: "/favourites", Right: account.Favour, Whose: desk.Own, Handle: Favourites},
	{Method: "GET", Pattern: "/favourites/new", Right: account.Favour, Handle: NewFavourite},
	{Method: "POST", Pattern: "/favourites", Right: account.Favour, Whose: desk.Own, Handle: Keep},
	{Method: "POST", Pattern: "/favourites/moves", Right: account.Favour, Whose: desk.Own, Handle: Sort},
	{Method: "POST", Pattern: "/favourites/comparison", Right: account.Buy, Whose: desk.Own, Handle: Gather},
	{Method: "POST", Pattern: "/favourites/lists", Right: account.Favour, Whose: desk.Own, Handle: MakeList},
	{Method: "POST", Pattern: "/favourites/lists/{id}/name", Right: account.Favour, Whose: desk.FavouritesOwner, Handle: RenameList},
	{Method: "POST", Pattern: "/favourites/lists/{id}/ending", Right: account.Favour, Whose: desk.FavouritesOwner, Handle: EndList},
	{Method: "GET", Pattern: "/seen", Right: account.Anyone, Handle: Seen},
	{Method: "POST", Pattern: "/seen/clearing", Right: account.Anyone, Handle: ForgetSeen},
	{Method: "POST", Pattern: "/seen/switch", Right: account.Anyone, Handle: SwitchSeen},
	{Method: "GET", Pattern: "/cart", Right: account.Favour, Whose: desk.Own, Handle: Show},
	{Method: "POST", Pattern: "/cart", Right: account.Favour, Whose: desk.Own, Handle: Add},
	{Method: "GET", Pattern: "/cart/new", Right: account.Favour, Handle: New},
	{Method: "POST", Pattern: "/cart/changes", Right: account.Favour, Whose: desk.Own, Handle: Change},
	{Method: "POST", Pattern: "/cart/agreements", Right: account.Favour, Whose: desk.Own, Handle: Agree},
	{Method: "POST", Pattern: "/cart/removals", Right: account.Favour, Whose: desk.Own, Handle: Remove},
	{Method: "GET", Pattern: "/cart/checkout", Right: account.Buy, Whose: desk.Own, Handle: ShowCheckout},
	{Method: "POST", Pattern: "/cart/checkout", Right: account.Buy, Whose: desk.Own, Handle: CheckOut},
	{Method: "GET", Pattern: "/comparisons", Right: account.SignedIn, Whose: desk.Own, Handle: Comparisons},
	{Method: "GET", Pattern: "/comparisons/new", Right: account.Buy, Whose: desk.Own, Handle: ShowCompare},
	{Method: "POST", Pattern: "/comparisons", Right: account.Buy, Whose: desk.Own, Handle: Compare},
	{Method: "GET", Pattern: "/comparisons/{id}", Right: account.SignedIn, Whose: desk.ComparisonOwner, Handle: ShowComparison},
	{Method: "GET", Pattern: "/services/{id}/statistics", Right: account.SignedIn, Whose: desk.ServiceOwner, Handle: ShowStatistics},
}
