package catalogue

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"guildhall/account"
	wanted "guildhall/cart"
	"guildhall/catalogue"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
	"guildhall/policy"
	"guildhall/portfolio"
	"guildhall/reputation"
	"guildhall/web/cart"
	"guildhall/web/parts"
)

// similarMany is how many neighbours a service page shows.
const similarMany = 4

// worksMany is how many works of its seller a service page shows.
const worksMany = 12

// servicePage is everything the page of a service shows (CAT-24).
type servicePage struct {
	v          *desk.Visit
	Service    catalogue.Service
	Version    catalogue.ServiceVersion
	Offer      catalogue.Offer
	Path       []catalogue.Category
	Attributes []catalogue.Attribute
	Seller     account.Member
	Profile    account.Profile
	Reply      time.Duration // the seller's usual one; zero: not known yet
	Works      []portfolio.Work
	Elsewhere  *catalogue.Elsewhere
	Kept       map[id.File]file.File // what the service holds
	Record     reputation.Ranked     // of this service, zero before there is one
	Done       int64                 // orders of it completed
	Queue      int64                 // orders of it under way
	Feedback   parts.Feedback        // what buyers said of it
	Standing   reputation.Figures    // of the seller
	Similar    []parts.Tile
	Chosen     catalogue.Tier
	Preview    bool // the seller looks at what is not live yet
	Favourite  bool // of the one who looks
	Recent     []parts.Tile
	Refused    string // why it cannot be ordered; empty when it can
}

// Show is GET /services/{slug}: the live version, for everybody. Its seller
// sees it whatever its state.
func Show(v *desk.Visit) error {
	service, err := parts.ServiceID(v.Path("slug"))
	if err != nil {
		return err
	}
	p := &servicePage{v: v}
	if err := v.Read(func(tx *db.Tx) error { return p.readLive(tx, service) }); err != nil {
		return err
	}
	if right := Address(p.Service.ID, p.Offer.Title); v.R.URL.Path != right {
		return v.Redirect(withQuery(right, v))
	}
	if slices.Contains(p.Service.Causes, catalogue.CauseUnlisted) { // reachable, and found nowhere (CAT-10)
		unindexed(v)
	}
	cart.Looked(v, p.Service)
	return v.Render(showService(p))
}

func withQuery(path string, v *desk.Visit) string {
	if v.R.URL.RawQuery == "" {
		return path
	}
	return path + "?" + v.R.URL.RawQuery
}

// Preview is GET /services/{id}/preview: what is being prepared, as buyers
// will see it (CAT-8), for its seller only.
func Preview(v *desk.Visit) error {
	service, err := desk.PathID[id.ServiceKind](v, "id")
	if err != nil {
		return err
	}
	p := &servicePage{v: v, Preview: true}
	err = v.Read(func(tx *db.Tx) error {
		if p.Service, err = own(tx, v, service); err != nil {
			return err
		}
		if p.Offer, err = catalogue.Editing(tx, service); err != nil {
			return err
		}
		rules, err := catalogue.RulesFor(tx, p.Offer.Category, v.Rules.Policy)
		if err != nil {
			return err
		}
		p.Offer = rules.Resolve(p.Offer)
		return p.readAround(tx)
	})
	if err != nil {
		return err
	}
	return v.Render(showService(p))
}

// own reads a service of the visitor; not_found for another's.
func own(tx *db.Tx, v *desk.Visit, service id.Service) (catalogue.Service, error) {
	s, err := catalogue.Get(tx, service)
	if err == nil && s.Seller != v.Member.ID {
		return catalogue.Service{}, fault.Missing()
	}
	return s, err
}

func (p *servicePage) readLive(tx *db.Tx, service id.Service) error {
	var err error
	if p.Service, err = catalogue.Get(tx, service); err != nil {
		return err
	}
	if p.Service.Live.IsZero() || !p.Service.Reachable() && p.Service.Seller != p.v.Member.ID {
		return fault.Missing()
	}
	if p.Version, err = catalogue.GetVersion(tx, p.Service.Live); err != nil {
		return err
	}
	p.Offer = p.Version.Offer
	if err := p.readAround(tx); err != nil {
		return err
	}
	if err := p.readRecord(tx); err != nil {
		return err
	}
	if err := p.readMine(tx); err != nil {
		return err
	}
	return p.readOrderable(tx)
}

// readMine reads what the page knows of the one who looks: the heart, and what
// they looked at before.
func (p *servicePage) readMine(tx *db.Tx) error {
	kept, err := wanted.Among(tx, p.v.Member.ID, []id.Service{p.Service.ID})
	if err != nil {
		return err
	}
	p.Favourite = kept[p.Service.ID]
	p.Recent, err = cart.Recent(tx, p.v, p.Service.ID)
	return err
}

// readAround reads what stands around an offer: its place in the tree, its
// seller, its neighbours.
func (p *servicePage) readAround(tx *db.Tx) error {
	var err error
	if !p.Offer.Category.IsZero() {
		if p.Path, err = catalogue.Path(tx, p.Offer.Category); err != nil {
			return err
		}
	}
	if p.Attributes, err = catalogue.AttributesOf(tx, p.Path); err != nil {
		return err
	}
	if p.Seller, err = account.Get(tx, p.Service.Seller); err != nil {
		return err
	}
	if p.Profile, err = account.GetProfile(tx, p.Service.Seller); err != nil {
		return err
	}
	if p.Reply, err = conversation.UsualReply(tx, p.Service.Seller); err != nil {
		return err
	}
	if p.Works, err = portfolio.OfService(tx, p.Service.ID, id.Work{}, worksMany+1); err != nil {
		return err
	}
	if p.Kept, err = keptFiles(tx, p.Service.ID); err != nil {
		return err
	}
	figures, err := catalogue.FiguresElsewhere(tx, p.Service.ID)
	if err == nil {
		p.Elsewhere = &figures
	} else if !errors.Is(err, fault.Missing()) {
		return err
	}
	p.Chosen = p.chosen()
	return p.readSimilar(tx)
}

// readSimilar finds the service's neighbours.
func (p *servicePage) readSimilar(tx *db.Tx) error {
	if len(p.Path) == 0 || p.Preview {
		return nil
	}
	others, err := p.v.Similar(tx, p.Service.ID, p.Offer, similarMany)
	if err != nil {
		return err
	}
	tree, err := catalogue.Tree(tx, p.v.Say.Language())
	if err != nil {
		return err
	}
	if p.Similar, err = parts.ReadTiles(tx, tree, others); err != nil {
		return err
	}
	return cart.Hearts(tx, p.v, p.Similar)
}

func (p *servicePage) readOrderable(tx *db.Tx) error {
	quote, err := catalogue.QuoteFor(tx, catalogue.QuoteAsk{
		Version: p.Version.ID, Buyer: p.v.Member.ID, Units: 1, Package: string(p.Chosen),
	})
	if err != nil {
		return err
	}
	if quote.Refusal != nil && quote.Refusal.Sort != fault.SortSignIn {
		p.Refused = p.v.Say.Fault(quote.Refusal)
	}
	return nil
}

// chosen is the package asked for in the address, else the middle one.
func (p *servicePage) chosen() catalogue.Tier {
	if _, ok := p.Offer.Package(catalogue.Tier(p.v.Query("package"))); ok {
		return catalogue.Tier(p.v.Query("package"))
	}
	if _, ok := p.Offer.Package(catalogue.Standard); ok {
		return catalogue.Standard
	}
	return catalogue.Single
}

// sum is what the chosen package costs and takes, by itself.
func (p *servicePage) sum() catalogue.Sum {
	rules := p.v.Rules.Policy
	terms := catalogue.Terms{UnitLeadShare: rules.UnitLeadShare, LeadFloor: rules.LeadFloor}
	sum, err := p.Offer.Add(p.Chosen, 1, nil, terms)
	if err != nil {
		return catalogue.Sum{} // an unfinished draft: the box shows nothing to pay
	}
	return sum
}

func (p *servicePage) due() time.Time { return p.v.At.Add(p.sum().Lead) }

func (p *servicePage) tierName(tier catalogue.Tier) string {
	if tier == catalogue.Single {
		return p.v.Say.T("catalogue.unit")
	}
	return p.v.Say.T("catalogue.tier." + string(tier))
}

func (p *servicePage) days(d time.Duration) string { return p.v.Say.Span(d) }

func (p *servicePage) revisions(n int) string {
	if n == catalogue.Unlimited {
		return p.v.Say.T("catalogue.revisions_unlimited")
	}
	return p.v.Say.T("catalogue.revisions", "count", n)
}

func minutes(d time.Duration) string { return strconv.FormatInt(int64(d/time.Minute), 10) }

// optionType is a box where one can be had, a number where several.
func optionType(o catalogue.Option) string {
	if o.Most > 1 {
		return "number"
	}
	return "checkbox"
}

// optionLead says what an option does to the lead time.
func (p *servicePage) optionLead(o catalogue.Option) string {
	switch {
	case o.Express:
		return p.v.Say.T("catalogue.option_sooner", "span", o.Lead)
	case o.Lead > 0:
		return p.v.Say.T("catalogue.option_later", "span", o.Lead)
	}
	return ""
}

func (p *servicePage) signedLead(o catalogue.Option) string {
	if o.Express {
		return "-" + minutes(o.Lead)
	}
	return minutes(o.Lead)
}

// stated lists the attributes the seller filled in, in words.
func (p *servicePage) stated() []parts.Fact {
	var facts []parts.Fact
	for _, attribute := range p.Attributes {
		values := p.Offer.Attributes[attribute.Code]
		if len(values) == 0 {
			continue
		}
		facts = append(facts, parts.Fact{Name: attribute.Name, Value: p.valueWords(attribute, values)})
	}
	return facts
}

func (p *servicePage) valueWords(a catalogue.Attribute, values []string) string {
	if a.Kind == catalogue.YesNo {
		return p.v.Say.T("catalogue." + values[0])
	}
	text := ""
	for i, value := range values {
		if i > 0 {
			text += ", "
		}
		text += a.Label(value)
	}
	return text
}

func (p *servicePage) crumbs() []parts.Link {
	links := []parts.Link{{Href: "/services", Label: p.v.Say.T("catalogue.all_title")}}
	for _, category := range p.Path {
		links = append(links, parts.Link{Href: "/categories/" + category.Slug, Label: category.Name})
	}
	return links
}

func (p *servicePage) trail() string {
	if len(p.Path) == 0 {
		return ""
	}
	return p.Path[0].Name
}

// mine reports whether the seller looks at their own service.
func (p *servicePage) mine() bool { return p.v.Member.ID == p.Service.Seller }

func (p *servicePage) edit() string { return "/services/" + p.Service.ID.String() + "/edit" }

func (p *servicePage) statistics() string {
	return "/services/" + p.Service.ID.String() + "/statistics"
}

func (p *servicePage) ask() string { return "/conversations/new?service=" + p.Service.ID.String() }

// sellerCopy says what the money does until the work is accepted.
func (p *servicePage) safety() string {
	if p.v.Rules.Policy.Custody == policy.CustodyNone {
		return p.v.Say.T("catalogue.safe_none")
	}
	return p.v.Say.T("catalogue.safe_escrow")
}
