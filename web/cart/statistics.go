package cart

import (
	"fmt"
	"strconv"
	"strings"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/footfall"
	"guildhall/id"
	"guildhall/money"
	"guildhall/web/parts"
)

// statisticsPage is what a service's visitors did (CAT-28), and why nobody may
// be buying (CAT-30); for its seller only.
type statisticsPage struct {
	v       *desk.Visit
	Service catalogue.Service
	footfall.Statistics
	Facts   footfall.Facts
	Reasons []footfall.Reason
}

// ShowStatistics is GET /services/{id}/statistics.
func ShowStatistics(v *desk.Visit) error {
	which, err := desk.PathID[id.ServiceKind](v, "id")
	if err != nil {
		return err
	}
	p := &statisticsPage{v: v}
	if err := v.Read(func(tx *db.Tx) error { return p.read(tx, which) }); err != nil {
		return err
	}
	return v.Render(statisticsView(p))
}

func (p *statisticsPage) read(tx *db.Tx, which id.Service) error {
	var err error
	if p.Service, err = catalogue.Get(tx, which); err != nil {
		return err
	}
	if p.Service.Seller != p.v.Member.ID {
		return fault.Missing()
	}
	if p.Statistics, err = footfall.Of(tx, which); err != nil {
		return err
	}
	if p.Facts, err = footfall.FactsOf(tx, p.Service, &p.v.Rules.Policy); err != nil {
		return err
	}
	p.Reasons = footfall.Reasons(p.Statistics, p.Facts)
	return nil
}

func (p *statisticsPage) percent(share float64) string {
	return p.v.Say.Percent(money.Rate(share * float64(money.Whole)))
}

func (p *statisticsPage) sums() []parts.Fact {
	s := p.v.Say
	place := s.T("statistics.no_place")
	if p.Sum.Shown > 0 {
		place = strconv.FormatFloat(p.Sum.Place(), 'f', 1, 64)
	}
	return []parts.Fact{
		{Name: s.T("statistics.shown"), Value: s.Number(p.Sum.Shown)},
		{Name: s.T("statistics.place"), Value: place},
		{Name: s.T("statistics.opened"), Value: s.Number(p.Sum.Opened)},
		{Name: s.T("statistics.views"), Value: s.Number(p.Sum.Views)},
		{Name: s.T("statistics.orders"), Value: s.Number(p.Orders)},
		{Name: s.T("statistics.conversion"), Value: p.percent(p.Conversion()), Sum: true},
	}
}

// advice is one reason in words, with what to do.
type advice struct {
	Title, Text, Act, Href string
}

func (p *statisticsPage) advice() []advice {
	edit := "/services/" + p.Service.ID.String() + "/edit"
	list := make([]advice, len(p.Reasons))
	for i, reason := range p.Reasons {
		key := "statistics.why." + string(reason)
		list[i] = advice{
			Title: p.v.Say.T(key),
			Text: p.v.Say.T(key+".text", "shown", p.Sum.Shown, "opening", p.percent(p.Opening()), "views", p.Sum.Views,
				"price", p.Facts.Price, "usual", p.Facts.Usual, "neighbours", p.Facts.Neighbours, "judged", p.Facts.Judged),
			Act: p.v.Say.T("statistics.edit"), Href: edit,
		}
		if reason == footfall.NotOnShow {
			list[i].Act, list[i].Href = p.v.Say.T("statistics.mine"), "/services/mine"
		}
	}
	return list
}

// chart is one row of thirteen columns.
type chart struct {
	Title string
	Bars  []column
}

type column struct {
	X, Y, High int
	Words      string
}

// The chart's sizes, in units of its drawing.
const (
	columnStep = 28
	columnTall = 80
	chartHigh  = 104

	columnsLeast = 4
)

func (p *statisticsPage) charts() []chart {
	return []chart{
		p.chart("statistics.views", func(w footfall.Week) int64 { return w.Views }),
		p.chart("statistics.orders", func(w footfall.Week) int64 { return w.Orders }),
	}
}

func (p *statisticsPage) chart(key string, size func(footfall.Week) int64) chart {
	c := chart{Title: p.v.Say.T(key)}
	var most int64 = columnsLeast // one order is no tower
	for _, w := range p.Weeks {
		most = max(most, size(w))
	}
	for i, w := range p.Weeks {
		high := int(size(w) * columnTall / most)
		c.Bars = append(c.Bars, column{
			X: i*columnStep + 4, Y: chartHigh - 20 - high, High: high, Words: p.week(w) + ": " + p.v.Say.Number(size(w)),
		})
	}
	return c
}

// words are the chart for those who listen.
func (c chart) words() string {
	var words strings.Builder
	words.WriteString(c.Title)
	for _, bar := range c.Bars {
		words.WriteString("; " + bar.Words)
	}
	return words.String()
}

func (c chart) box() string { return fmt.Sprintf("0 0 %d %d", footfall.Weeks*columnStep, chartHigh) }

// week names a week by its first day.
func (p *statisticsPage) week(w footfall.Week) string { return p.v.Say.Day(w.Begins) }

// latestFirst are the weeks as the table shows them.
func (p *statisticsPage) latestFirst() []footfall.Week {
	list := make([]footfall.Week, len(p.Weeks))
	for i, w := range p.Weeks {
		list[len(list)-1-i] = w
	}
	return list
}
