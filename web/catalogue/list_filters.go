package catalogue

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"guildhall/catalogue"
	"guildhall/money"
	"guildhall/policy"
	"guildhall/search"
	"guildhall/web/parts"
)

// group is one filter with its values.
type group struct {
	Title   string
	One     bool // of its values, or none
	Choices []choice
}

// choice is one value of a filter and how many services it leaves.
type choice struct {
	Name, Value, Label string
	Count              int64
	Set                bool
}

func (c choice) id() string { return "by-" + c.Name + "-" + c.Value }

// quiet reports that choosing it would leave nothing.
func (c choice) quiet() bool { return c.Count == 0 && !c.Set }

// groups are the filters of this list, those first that only its category has.
// Values nobody has are left out, and filters that would change nothing; those
// of an attribute stay in their places.
func (p *listPage) groups() []group {
	var own []group
	for _, attribute := range p.Attributes {
		own = append(own, p.attributeGroup(attribute))
	}
	own = slices.DeleteFunc(own, func(g group) bool { return !slices.ContainsFunc(g.Choices, func(c choice) bool { return !c.quiet() }) })
	all := []group{p.levelGroup(), p.ratingGroup(), p.feedbackGroup(), p.onlyGroup(), p.languageGroup()}
	return append(own, slices.DeleteFunc(all, p.idle)...)
}

// idle reports that no value of a filter would change anything.
func (p *listPage) idle(g group) bool {
	return !slices.ContainsFunc(g.Choices, func(c choice) bool {
		return c.Value != "" && (c.Set || c.Count != p.Found.Total)
	})
}

func (p *listPage) attributeGroup(a catalogue.Attribute) group {
	g := group{Title: a.Name}
	name, counts := attributePrefix+a.Code, p.Found.Counts.Attributes[a.Code]
	for _, value := range attributeValues(a) {
		g.Choices = append(g.Choices, choice{
			Name: name, Value: value, Label: p.valueLabel(a, value), Count: counts[value],
			Set: slices.Contains(p.Address.query.Attributes[a.Code], value),
		})
	}
	return g
}

func (p *listPage) valueLabel(a catalogue.Attribute, value string) string {
	switch a.Kind {
	case catalogue.YesNo:
		return p.v.Say.T("catalogue.yes")
	case catalogue.NumberRange:
		for _, span := range a.Spans() {
			if span.Code() == value && span.Least == span.Most {
				return p.v.Say.Number(span.Least)
			} else if span.Code() == value {
				return p.v.Say.T("catalogue.span", "least", span.Least, "most", span.Most)
			}
		}
	}
	return a.Label(value)
}

// levels are the seller's, the highest first.
var levels = []policy.Level{policy.LevelProfessional, policy.LevelAdvanced, policy.LevelNewbie}

func (p *listPage) levelGroup() group {
	g := group{Title: p.v.Say.T("catalogue.by.level")}
	for _, level := range levels {
		g.add(choice{
			Name: byLevel, Value: string(level), Label: p.v.Say.T("catalogue.level." + string(level)),
			Count: p.Found.Counts.Levels[string(level)], Set: slices.Contains(p.Address.query.Levels, string(level)),
		})
	}
	return g
}

// add keeps a value that leaves something or is set.
func (g *group) add(c choice) {
	if !c.quiet() {
		g.Choices = append(g.Choices, c)
	}
}

func (p *listPage) ratingGroup() group {
	g := group{Title: p.v.Say.T("catalogue.by.rating"), One: true}
	for _, step := range search.RatingSteps {
		g.add(choice{
			Name: byRating, Value: ratingText(step), Label: p.v.Say.T("catalogue.stars", "stars", ratingText(step)),
			Count: p.Found.Counts.Ratings[step], Set: p.Address.query.RatingMin == step,
		})
	}
	return g.orAny(p, byRating, p.Address.query.RatingMin == 0)
}

func (p *listPage) feedbackGroup() group {
	g := group{Title: p.v.Say.T("catalogue.by.feedback"), One: true}
	for _, step := range search.FeedbackSteps {
		g.add(choice{
			Name: byFeedback, Value: strconv.FormatInt(step, 10), Label: p.v.Say.T("catalogue.feedbacks", "count", step),
			Count: p.Found.Counts.Feedback[step], Set: p.Address.query.Feedback == step,
		})
	}
	return g.orAny(p, byFeedback, p.Address.query.Feedback == 0)
}

// orAny puts the way out of a single choice in front.
func (g group) orAny(p *listPage, name string, set bool) group {
	if len(g.Choices) > 0 {
		g.Choices = slices.Insert(g.Choices, 0, choice{Name: name, Label: p.v.Say.T("catalogue.any"), Set: set})
	}
	return g
}

func (p *listPage) onlyGroup() group {
	q, counts := p.Address.query, p.Found.Counts
	g := group{Title: p.v.Say.T("catalogue.by.only")}
	g.add(choice{Name: byTopRated, Value: yes, Label: p.v.Say.T("catalogue.only.top_rated"), Count: counts.TopRated, Set: q.TopRated})
	g.add(choice{Name: byOnline, Value: yes, Label: p.v.Say.T("catalogue.only.online"), Count: counts.Online, Set: q.Online})
	g.add(choice{Name: byVerified, Value: yes, Label: p.v.Say.T("catalogue.only.verified"), Count: counts.Verified, Set: q.Verified})
	return g
}

func (p *listPage) languageGroup() group {
	g := group{Title: p.v.Say.T("catalogue.by.language")}
	names := display.Languages(language.Make(p.v.Say.Language()))
	for _, code := range p.languages() {
		g.add(choice{
			Name: byLanguage, Value: code, Label: languageName(names, code), Count: p.Found.Counts.Languages[code],
			Set: slices.Contains(p.Address.query.Languages, code),
		})
	}
	return g
}

// languages are those that services are in, and those that were chosen: one
// that leaves nothing has to be there to be taken off.
func (p *listPage) languages() []string {
	counts, all := p.Found.Counts.Languages, slices.Clone(p.Address.query.Languages)
	for code := range counts {
		if !slices.Contains(all, code) {
			all = append(all, code)
		}
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	return all
}

// languageName is a language's name in the reader's own.
func languageName(names display.Namer, code string) string {
	tag, err := language.Parse(code)
	if err != nil {
		return code
	}
	return cmp.Or(names.Name(tag), code)
}

// chips are the filters that are set, each with the way to take it off.
func (p *listPage) chips() []parts.Link {
	var links []parts.Link
	add := func(label, href string) { links = append(links, parts.Link{Label: label, Href: href}) }
	a, q, s := p.Address, p.Address.query, p.v.Say
	if q.PriceMin > 0 {
		add(s.T("catalogue.chip.price_from", "price", q.PriceMin), a.with(byPriceFrom, ""))
	}
	if q.PriceMax > 0 {
		add(s.T("catalogue.chip.price_to", "price", q.PriceMax), a.with(byPriceTo, ""))
	}
	if days := a.values.Get(byDaysFrom); days != "" {
		add(s.T("catalogue.chip.days_from", "days", days), a.with(byDaysFrom, ""))
	}
	if q.LeadMax > 0 {
		add(s.T("catalogue.chip.days_to", "span", q.LeadMax), a.with(byDaysTo, ""))
	}
	for _, g := range p.groups() {
		for _, c := range g.Choices {
			if c.Set && c.Value != "" {
				add(p.chipLabel(g, c), a.without(c.Name, c.Value))
			}
		}
	}
	return links
}

// chipLabel names a value so that it is understood by itself.
func (p *listPage) chipLabel(g group, c choice) string {
	if c.Label == p.v.Say.T("catalogue.yes") {
		return g.Title
	}
	for _, a := range p.Attributes {
		if c.Name == attributePrefix+a.Code {
			return g.Title + ": " + c.Label
		}
	}
	return c.Label
}

// histogram is a drawing of how many services have which price or lead time.
type histogram struct {
	Words string // what the drawing shows, for those who do not see it
	Bars  []search.Bar
	From  int64 // the chosen range; 0: open
	To    int64
}

func (p *listPage) prices() histogram {
	bars, s := p.Found.Counts.Prices, p.v.Say
	h := histogram{Bars: bars, From: int64(p.Address.query.PriceMin), To: int64(p.Address.query.PriceMax)}
	if len(bars) > 0 {
		most := h.mode()
		h.Words = s.T("catalogue.prices_words", "least", money.Amount(bars[0].Least), "most", money.Amount(bars[len(bars)-1].Most),
			"from", money.Amount(most.Least), "to", money.Amount(most.Most))
	}
	return h
}

func (p *listPage) leads() histogram {
	bars, s := p.Found.Counts.Leads, p.v.Say
	h := histogram{Bars: bars, From: int64(p.Address.query.LeadMin), To: int64(p.Address.query.LeadMax)}
	if len(bars) > 0 {
		h.Words = s.T("catalogue.leads_words", "least", daysOf(bars[0].Most), "most", daysOf(bars[len(bars)-1].Least), "usual", daysOf(h.mode().Most))
	}
	return h
}

// daysOf is how many days, each begun one counting, a lead time takes.
func daysOf(lead int64) int64 {
	const day = int64(24 * time.Hour)
	return min((lead+day-1)/day, catalogue.LeadDaysMax)
}

// mode is the bar most services stand in.
func (h histogram) mode() search.Bar {
	return slices.MaxFunc(h.Bars, func(a, b search.Bar) int { return int(a.Count - b.Count) })
}

// The drawing's size, in units of its own.
const (
	barWide     = 10
	barsHigh    = 40
	barLeastHi  = 2 // so that one service is seen
	barsLeastMo = 6 // bars, so that a few do not look like a wall
)

func (h histogram) box() string {
	return "0 0 " + strconv.Itoa(max(len(h.Bars), barsLeastMo)*barWide) + " " + strconv.Itoa(barsHigh)
}

func (h histogram) x(i int) string { return strconv.Itoa(i*barWide + 1) }

func (h histogram) high(b search.Bar) int64 {
	if b.Count == 0 {
		return 0
	}
	return max(b.Count*barsHigh/h.mode().Count, barLeastHi)
}

func (h histogram) height(b search.Bar) string { return strconv.FormatInt(h.high(b), 10) }
func (h histogram) y(b search.Bar) string      { return strconv.FormatInt(barsHigh-h.high(b), 10) }

// inside reports whether the bar is in the chosen range.
func (h histogram) inside(b search.Bar) bool {
	return (h.From == 0 || b.Most >= h.From) && (h.To == 0 || b.Least <= h.To)
}
