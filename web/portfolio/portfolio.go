// Package portfolio is the pages of the works that sellers show (REP-12).
package portfolio

import (
	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/file"
	"guildhall/id"
	"guildhall/order"
	"guildhall/portfolio"
	"guildhall/web/parts"
)

// uploadBytesMax bounds a form with a file: the policy's limit is per file.
const uploadBytesMax = 64 << 20

// Routes are the pages of works, for the table of all pages.
var Routes = []desk.Route{
	{Method: "GET", Pattern: "/portfolio", Right: account.SignedIn, Whose: desk.Own, Handle: Own},
	{Method: "POST", Pattern: "/portfolio", Right: account.Sell, Whose: desk.Own, Handle: Add, BodyBytesMax: uploadBytesMax},
	{Method: "POST", Pattern: "/portfolio/{id}/removal", Right: account.SignedIn, Whose: desk.WorkOwner, Handle: Remove},
	{Method: "GET", Pattern: "/orders/{id}/work", Right: account.Sell, Whose: desk.OrderParty, Handle: Choose},
	{Method: "POST", Pattern: "/orders/{id}/work", Right: account.Sell, Whose: desk.OrderParty, Handle: Publish},
	{Method: "GET", Pattern: "/works/{id}", Right: account.Anyone, Handle: Show},
	{Method: "GET", Pattern: "/members/{login}/works", Right: account.Anyone, Handle: OfMember},
}

// worksMany is how much one page of works shows.
const worksMany = 48

// ownMost bounds the page of one's own.
const ownMost = 200

// ownPage is a seller's portfolio, with what can be added to it.
type ownPage struct {
	v        *desk.Visit
	Works    []portfolio.Work
	Ready    []order.Order
	Services []catalogue.Service // that a work from elsewhere can stand on
	Hidden   []catalogue.Service // that too few works hide
	Form     *desk.Form
}

// Own is GET /portfolio.
func Own(v *desk.Visit) error {
	p, err := openOwn(v)
	if err != nil {
		return err
	}
	return v.Render(showOwn(p))
}

func openOwn(v *desk.Visit) (*ownPage, error) {
	p := &ownPage{v: v}
	return p, v.Read(func(tx *db.Tx) error {
		var err error
		if p.Works, err = portfolio.Own(tx, v.Member.ID, id.Work{}, ownMost); err != nil {
			return err
		}
		if p.Ready, err = portfolio.Ready(tx, v.Member.ID); err != nil {
			return err
		}
		services, err := catalogue.BySeller(tx, v.Member.ID)
		for _, s := range services {
			if s.Stored == catalogue.Live || s.Stored == catalogue.Paused {
				p.Services = append(p.Services, s)
			}
			for _, cause := range s.Causes {
				if cause == catalogue.CausePortfolio {
					p.Hidden = append(p.Hidden, s)
				}
			}
		}
		return err
	})
}

// Add is POST /portfolio: a work from elsewhere.
func Add(v *desk.Visit) error {
	f := v.Form()
	wish := portfolio.Publishing{
		Seller: v.Member.ID, Service: desk.FormID[id.ServiceKind](f, "service"), Title: f.Text("title", 4*portfolio.TitleMax),
		Video: catalogue.VideoID(f.Text("video", 200)), Rights: f.Flag("rights"),
	}
	taken, err := take(v, f)
	if err != nil {
		return err
	}
	if !f.Bad() {
		_, err = v.Once(func(tx *db.Tx) (string, error) {
			if !taken.ID.IsZero() {
				kept, err := file.Attach(tx, taken, portfolio.Files(v.Member.ID), v.Member.ID)
				if err != nil {
					return "", err
				}
				wish.File = kept.ID
			}
			made, err := portfolio.Publish(tx, wish)
			return string(made.State), err
		})
		if err := f.Take(err); err != nil {
			return err
		}
	}
	if f.Bad() {
		p, err := openOwn(v)
		if err != nil {
			return err
		}
		p.Form = f
		return v.Render(showOwn(p))
	}
	v.Notice("portfolio.added")
	return v.Redirect("/portfolio")
}

// take stores the file of the form at once, outside any transaction; none was
// sent: zero.
func take(v *desk.Visit, f *desk.Form) (file.Taken, error) {
	upload := f.Upload("file")
	if upload == nil {
		return file.Taken{}, nil
	}
	opened, err := upload.Open()
	if err != nil {
		return file.Taken{}, err
	}
	defer opened.Close()
	taken, err := v.Files.Take(opened, upload.Filename, v.At, file.Limits{BytesMax: v.Rules.Policy.FileMax, Types: v.Rules.Policy.FileTypes})
	return taken, f.Take(err)
}

// Remove is POST /portfolio/{id}/removal: the seller takes a work down.
func Remove(v *desk.Visit) error {
	which, err := desk.PathID[id.WorkKind](v, "id")
	if err != nil {
		return err
	}
	if err := v.Write(func(tx *db.Tx) error { return portfolio.TakeDown(tx, which, v.Member.ID) }); err != nil {
		return err
	}
	v.Notice("portfolio.removed")
	return v.Redirect("/portfolio")
}

// choosePage asks which part of a delivery is shown.
type choosePage struct {
	v         *desk.Visit
	Order     order.Order
	Side      order.Side
	Delivered portfolio.Delivered
	May       bool
	Form      *desk.Form
}

// Choose is GET /orders/{id}/work; buyers have their say on the order's page.
func Choose(v *desk.Visit) error {
	p, err := openChoice(v)
	if err != nil {
		return err
	}
	if p.Side != order.Seller {
		return v.Redirect("/orders/" + p.Order.ID.String())
	}
	return v.Render(showChoice(p))
}

// openChoice reads an order of the visitor with what was delivered.
func openChoice(v *desk.Visit) (*choosePage, error) {
	which, err := desk.PathID[id.OrderKind](v, "id")
	if err != nil {
		return nil, err
	}
	p := &choosePage{v: v}
	return p, v.Read(func(tx *db.Tx) error {
		if p.Order, p.Side, err = order.Party(tx, which, v.Member.ID); err != nil {
			return err
		}
		if p.Delivered, err = portfolio.DeliveredIn(tx, p.Order); err != nil {
			return err
		}
		p.May, err = portfolio.May(tx, p.Order)
		return err
	})
}

// Publish is POST /orders/{id}/work.
func Publish(v *desk.Visit) error {
	p, err := openChoice(v)
	if err != nil {
		return err
	}
	f := v.Form()
	wish := portfolio.Publishing{
		Seller: v.Member.ID, Order: p.Order.ID, Title: f.Text("title", 4*portfolio.TitleMax), Rights: f.Flag("rights"),
	}
	if chosen := f.Value("file"); catalogue.IsVideo(chosen) {
		wish.Video = chosen
	} else {
		wish.File = desk.FormID[id.FileKind](f, "file")
	}
	if !f.Bad() {
		_, err = v.Once(func(tx *db.Tx) (string, error) {
			made, err := portfolio.Publish(tx, wish)
			return string(made.State), err
		})
		if err := f.Take(err); err != nil {
			return err
		}
	}
	if f.Bad() {
		p.Form = f
		return v.Render(showChoice(p))
	}
	v.Notice("portfolio.added")
	return v.Redirect("/portfolio")
}

// workPage is one work, for everybody.
type workPage struct {
	v       *desk.Visit
	Work    portfolio.Work
	Seller  account.Member
	Service catalogue.Service // zero where it stands on no page that can be reached
}

// Show is GET /works/{id}.
func Show(v *desk.Visit) error {
	which, err := desk.PathID[id.WorkKind](v, "id")
	if err != nil {
		return err
	}
	p := &workPage{v: v}
	err = v.Read(func(tx *db.Tx) error {
		if p.Work, err = portfolio.Get(tx, which); err != nil {
			return err
		}
		if p.Seller, err = account.Get(tx, p.Work.Seller); err != nil || p.Work.Service.IsZero() {
			return err
		}
		service, err := catalogue.Get(tx, p.Work.Service)
		if err == nil && service.Reachable() {
			p.Service = service
		}
		return err
	})
	if err != nil {
		return err
	}
	return v.Render(showWork(p))
}

// memberPage is what a seller shows, page by page.
type memberPage struct {
	v      *desk.Visit
	Seller account.Member
	Works  []portfolio.Work
	Newest string // where the first page is; empty: this is it
	Older  string // where the next is; empty: this is the last
}

func (p *workPage) serviceHref() string {
	return "/services/" + catalogue.Slug(p.Service.Title) + "-" + p.Service.ID.String()
}

// OfMember is GET /members/{login}/works.
func OfMember(v *desk.Visit) error {
	p := &memberPage{v: v}
	behind, wrong := id.Parse[id.WorkKind](v.Query("work"))
	if wrong == nil {
		p.Newest = v.R.URL.Path
	}
	err := v.Read(func(tx *db.Tx) error {
		var err error
		if p.Seller, err = account.ByLogin(tx, v.Path("login")); err != nil {
			return err
		}
		p.Works, err = portfolio.OfSeller(tx, p.Seller.ID, behind, worksMany+1)
		return err
	})
	if err != nil {
		return err
	}
	if len(p.Works) > worksMany {
		p.Works = p.Works[:worksMany]
		p.Older = v.R.URL.Path + "?work=" + p.Works[worksMany-1].ID.String()
	}
	return v.Render(showMember(p))
}

// servicesInput offers the services a work can stand on.
func (p *ownPage) servicesInput() parts.Input {
	in := parts.Input{Name: "service", Label: p.v.Say.T("portfolio.service"), Hint: p.v.Say.T("portfolio.service_hint"), Optional: true}
	in.Options = []parts.Option{{Label: p.v.Say.T("portfolio.service_none")}}
	for _, s := range p.Services {
		in.Options = append(in.Options, parts.Option{Value: s.ID.String(), Label: s.Title})
	}
	return parts.Ask(p.v.Say, p.Form, in)
}

func (p *ownPage) ask(in parts.Input) parts.Input { return parts.Ask(p.v.Say, p.Form, in) }

func titleInput(v *desk.Visit, f *desk.Form, value string) parts.Input {
	in := parts.Input{Name: "title", Label: v.Say.T("portfolio.title_field"), Value: value, Required: true, LengthMax: portfolio.TitleMax}
	return parts.Ask(v.Say, f, in)
}

func rightsInput(v *desk.Visit, f *desk.Form) parts.Input {
	return parts.Ask(v.Say, f, parts.Input{Name: "rights", Label: v.Say.T("portfolio.rights")})
}

// stateMood is the look of a state's word.
func stateMood(state portfolio.State) string {
	switch state {
	case portfolio.Shown:
		return "good"
	case portfolio.Rejected:
		return "harm"
	}
	return "wanted"
}

func youtube(video string) string { return "https://www.youtube.com/watch?v=" + video }
