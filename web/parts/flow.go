package parts

import (
	"github.com/a-h/templ"

	"guildhall/money"
)

// Flow says where an order's money is: what the buyer still has or got back,
// what waits in escrow, what the seller was paid.
type Flow struct {
	Buyer, Escrow, Seller money.Amount
	BuyerName, SellerName string
	Back                  bool   // the money went back to the buyer
	Outside               bool   // custody none: the two pay each other outside
	Words                 string // the one sentence under the picture
}

// stationX are the middles of the three stations in the drawing.
var stationX = [3]int{57, 170, 283}

func (f Flow) class(station int) string {
	amount := [3]money.Amount{f.Buyer, f.Escrow, f.Seller}[station]
	switch {
	case amount == 0 || f.Outside:
		return "station"
	case station == 1:
		return "station here"
	}
	return "station done"
}

// way tells how the line after the station is drawn: travelled, travelled
// back, or still ahead.
func (f Flow) way(after int) string {
	switch {
	case f.Outside:
		return ""
	case after == 0 && f.Back:
		return "back"
	case after == 0 && (f.Escrow > 0 || f.Seller > 0):
		return "gone"
	case after == 1 && f.Seller > 0:
		return "gone"
	}
	return ""
}

// drawing of each station, in a circle of radius 30 around the origin.
func (f Flow) drawing(station int) templ.Component {
	switch station {
	case 0:
		return templ.Raw(`<path class="drawing" d="M-9-5a9 9 0 1 1 18 0 9 9 0 0 1-18 0zM-16 17a16 16 0 0 1 32 0"/>`)
	case 1:
		return templ.Raw(`<path class="drawing" d="M-16-2v-3a9 9 0 0 1 9-9H7a9 9 0 0 1 9 9v3M-17-2h34v13a3 3 0 0 1-3 3h-28a3 3 0 0 1-3-3zM-4-2v4a4 4 0 0 0 8 0v-4"/>`)
	}
	return templ.Raw(`<path class="drawing" d="M-14-6 0-15 14-6M-11-6V14M11-6V14M-15 14H15M-5 14V5a5 5 0 0 1 10 0v9"/>`)
}

// coinX is where the coin lies: beside the station that holds the most.
func (f Flow) coinX() int {
	switch {
	case f.Escrow > 0:
		return stationX[1] + 21
	case f.Seller > f.Buyer:
		return stationX[2] + 21
	}
	return stationX[0] + 21
}
