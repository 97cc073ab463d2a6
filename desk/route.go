package desk

import (
	"net/http"

	"guildhall/account"
)

// Object names whose thing an address is about. The door checks it again; here
// it is written down so that the role test knows what to try.
type Object string

// Whose objects addresses name.
const (
	Nobodys           Object = ""             // public, or no object at all
	Own               Object = "own"          // the asker's own, not named in the address
	OrderParty        Object = "order"        // an order of the asker
	ServiceOwner      Object = "service"      // a service the asker offers
	ConversationParty Object = "conversation" // a conversation the asker takes part in
	ReplyOwner        Object = "reply"        // a saved reply of the asker
	WorkOwner         Object = "work"         // a work of the asker's portfolio
	FileReader        Object = "file"         // a file under a holder the asker may read
	CheckoutOwner     Object = "checkout"     // a checkout the asker began
	TopUpOwner        Object = "top_up"       // a top-up of the asker
	WithdrawalOwner   Object = "withdrawal"   // a withdrawal of the asker
	NotificationOwner Object = "notification" // a notification to the asker
	SessionOwner      Object = "session"      // a session of the asker
	TokenOwner        Object = "token"        // an access token of the asker
	CartLineOwner     Object = "cart_line"    // a line of the asker's cart
	FavouritesOwner   Object = "favourites"   // a list of the asker's favourites
	ComparisonOwner   Object = "comparison"   // a comparison of the asker
	Staffs            Object = "staff"        // staff work; the right alone decides
)

// Route is one row of the table of pages: who may do what to whose thing.
type Route struct {
	Method, Pattern string
	Right           account.Right
	Whose           Object
	Handle          Handler
	BodyBytesMax    int64 // 0 stands for BodyBytesMax
}

// Handler builds the whole of what is served: the table of pages and whatever
// else is mounted beside it (the API, assets), behind the middleware.
func (d *Desk) Handler(routes []Route, mount ...func(*http.ServeMux)) http.Handler {
	mux := http.NewServeMux()
	for _, r := range routes {
		mux.Handle(r.Method+" "+r.Pattern, d.Page(r))
	}
	for _, add := range mount {
		add(mux)
	}
	mux.Handle("/", d.page(Route{Handle: missing}))
	return d.around(mux)
}

// Page makes one route a handler: the visit is opened, the right checked, and
// an error ended.
func (d *Desk) Page(r Route) http.Handler { return d.page(r) }

func (d *Desk) page(r Route) http.Handler {
	limit := r.BodyBytesMax
	if limit == 0 {
		limit = BodyBytesMax
	}
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		req.Body = http.MaxBytesReader(w, req.Body, limit)
		traceOf(req).pattern = r.Pattern
		v, err := d.open(w, req)
		if err == nil {
			err = v.admit(r)
		}
		if err == nil {
			err = r.Handle(v)
		}
		v.end(err)
	})
}
