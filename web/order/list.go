package order

import (
	"io"
	"net/url"
	"strings"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/rulebook"
	"guildhall/web/parts"
)

// listRows is how many orders one page of the list has.
const listRows = 30

// wordsMax bounds what is searched for, in characters.
const wordsMax = 100

// list is "My orders" (ORD-34): one side of a member's business, by what needs
// doing.
type list struct {
	v      *desk.Visit
	Side   order.Side
	Tab    order.Tab
	Words  string
	Counts map[order.Tab]int64
	Rows   []row
	Next   id.Order // where the following page starts; zero when there is none
}

// row is one order of the list.
type row struct {
	order.Order
	Other account.Member
	Duty  told // the nearest deadline; no text when none runs
	Mine  bool
}

// List shows the reader's orders.
func List(v *desk.Visit) error {
	l := asked(v)
	after, _ := id.Parse[id.OrderKind](v.Query("after")) // nonsense starts at the beginning
	if err := v.Read(func(tx *db.Tx) error { return l.read(tx, after) }); err != nil {
		return err
	}
	return v.Render(listPage(l))
}

// asked reads which orders are wanted.
func asked(v *desk.Visit) *list {
	f := v.Form()
	return &list{v: v, Side: sideAsked(v), Tab: tabAsked(f.Value("tab")), Words: f.Text("q", wordsMax)}
}

func (l *list) filter() order.Filter {
	return order.Filter{Member: l.v.Member.ID, Side: l.Side, Tab: l.Tab, Words: l.Words}
}

// Download saves all orders of the list, whatever page of it is shown (ORD-34).
func Download(v *desk.Visit) error {
	l, form := asked(v), order.CSV
	if v.Query("form") == order.JSONLines {
		form = order.JSONLines
	}
	name, contentType := order.ExportName(l.Side, form)
	return v.Stream(contentType, name, func(w io.Writer) error {
		return order.Export(v.Read, w, l.filter(), form, v.Site.Currency)
	})
}

// sideAsked is the side in the address, else the one the member looks at.
func sideAsked(v *desk.Visit) order.Side {
	switch v.Query("side") {
	case "buying":
		return order.Buyer
	case "selling":
		return order.Seller
	}
	if v.Member.Side == account.Selling {
		return order.Seller
	}
	return order.Buyer
}

func tabAsked(asked string) order.Tab {
	for _, tab := range order.Tabs {
		if string(tab) == asked {
			return tab
		}
	}
	return order.TabAll
}

func (l *list) read(tx *db.Tx, after id.Order) error {
	var err error
	filter := l.filter()
	if l.Counts, err = order.CountTabs(tx, filter); err != nil {
		return err
	}
	filter.After, filter.Limit = after, listRows+1
	orders, err := order.List(tx, filter)
	if err != nil {
		return err
	}
	if len(orders) > listRows {
		orders = orders[:listRows]
		l.Next = orders[listRows-1].ID
	}
	for _, o := range orders {
		other, err := account.Get(tx, o.Member(l.Side.Other()))
		if err != nil {
			return err
		}
		rules, err := rulebook.At(tx, o.PolicyVersion)
		if err != nil {
			return err
		}
		l.Rows = append(l.Rows, l.row(o, other, &rules.Policy))
	}
	return nil
}

func (l *list) row(o order.Order, other account.Member, rules *policy.Policy) row {
	p := &page{v: l.v, Order: o, Side: l.Side, Buyer: l.v.Member, Seller: other, Now: l.v.At}
	if l.Side == order.Seller {
		p.Buyer, p.Seller = other, l.v.Member
	}
	made := row{Order: o, Other: other, Mine: p.mine()}
	if ahead := o.Ahead(rules); len(ahead) > 0 {
		made.Duty = told{Text: p.duty(ahead[0]), Until: ahead[0].Until}
	}
	return made
}

// tabs are the views of the list, each with its count; empty ones but the
// current, "waiting for me" and "all" are left out.
func (l *list) tabs() []parts.Link {
	var links []parts.Link
	for _, tab := range order.Tabs {
		n := l.Counts[tab]
		if n == 0 && tab != l.Tab && tab != order.TabWaiting && tab != order.TabAll {
			continue
		}
		links = append(links, parts.Link{Href: l.address(tab, id.Order{}), Label: l.v.Say.T("orderpage.tab." + string(tab)), Count: int(n), Here: tab == l.Tab})
	}
	return links
}

func (l *list) sides() []parts.Link {
	return []parts.Link{
		{Href: "/orders?side=buying", Label: l.v.Say.T("orderpage.list.buying"), Here: l.Side == order.Buyer},
		{Href: "/orders?side=selling", Label: l.v.Say.T("orderpage.list.selling"), Here: l.Side == order.Seller},
	}
}

func (l *list) sideName() string {
	if l.Side == order.Seller {
		return "selling"
	}
	return "buying"
}

func (l *list) address(tab order.Tab, after id.Order) string {
	q := url.Values{"side": {l.sideName()}, "tab": {string(tab)}}
	if l.Words != "" {
		q.Set("q", l.Words)
	}
	if !after.IsZero() {
		q.Set("after", after.String())
	}
	return "/orders?" + q.Encode()
}

// download is the address of the list as a file.
func (l *list) download(form string) string {
	return strings.Replace(l.address(l.Tab, id.Order{}), "/orders?", "/orders/download?form="+form+"&", 1)
}

func (l *list) nextPage() string {
	if l.Next.IsZero() {
		return ""
	}
	return l.address(l.Tab, l.Next)
}

// empty tells what to do where the list has nothing.
func (l *list) empty() (title, text, button, href string) {
	s := l.v.Say
	switch {
	case l.Words != "":
		return s.T("orderpage.list.none_found"), s.T("orderpage.list.none_found_text"), s.T("orderpage.list.all"), "/orders?side=" + l.sideName()
	case l.Tab != order.TabAll:
		return s.T("orderpage.list.none_here"), "", s.T("orderpage.list.all"), "/orders?side=" + l.sideName()
	case l.Side == order.Seller:
		return s.T("orderpage.list.none_sold"), s.T("orderpage.list.none_sold_text"), s.T("orderpage.list.offer"), "/services/mine"
	}
	return s.T("orderpage.list.none_bought"), s.T("orderpage.list.none_bought_text"), s.T("orderpage.list.look"), "/services"
}
