package parts

import (
	"net/url"
	"strconv"

	"guildhall/id"
	"guildhall/order"
)

// OptionField is the prefix of an option's quantity in the placing form.
const OptionField = "option."

// PlacingPage is the address of the placing page with what is chosen, and with
// the brief that was typed for it in a checkout, if any.
func PlacingPage(choice order.Placing, typed id.Checkout) string {
	q := url.Values{"version": {choice.Version.String()}, "units": {strconv.Itoa(choice.Units)}}
	if choice.Package != "" {
		q.Set("package", choice.Package)
	}
	for _, o := range choice.Options {
		q.Set(OptionField+o.Code, strconv.Itoa(o.Quantity))
	}
	if !typed.IsZero() {
		q.Set("checkout", typed.String())
	}
	return "/orders/new?" + q.Encode()
}
