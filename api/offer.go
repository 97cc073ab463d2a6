package api

import (
	"time"

	"guildhall/catalogue"
	"guildhall/id"
)

// Offer is what a seller states about a service (CAT-5), as the API writes it.
// A draft may be unfinished, so nothing is required here; what keeps it from
// being handed in is told then, field by field.
type Offer struct {
	Category     string              `json:"category,omitempty"`
	Title        string              `json:"title,omitempty" maxLength:"400"`
	Description  string              `json:"description,omitempty" maxLength:"20000"`
	Volume       string              `json:"volume,omitempty" maxLength:"2000"`
	Language     string              `json:"language,omitempty" maxLength:"20"`
	Tags         []string            `json:"tags,omitempty" maxItems:"50"`
	Attributes   map[string][]string `json:"attributes,omitempty"`
	Packages     []Package           `json:"packages,omitempty" maxItems:"3"`
	Rows         []PackageRow        `json:"rows,omitempty" maxItems:"50"`
	Options      []Option            `json:"options,omitempty" maxItems:"100"`
	Instructions string              `json:"instructions,omitempty" maxLength:"20000"`
	Questions    []Question          `json:"questions,omitempty" maxItems:"50"`
	FAQ          []FAQ               `json:"faq,omitempty" maxItems:"50"`
	Images       []string            `json:"images,omitempty" maxItems:"50"`
	Files        []string            `json:"files,omitempty" maxItems:"50"`
	Video        string              `json:"video,omitempty" maxLength:"200"`
	Rights       bool                `json:"rights"`
}

// Package is one thing that can be bought; a single one without a tier is sold
// by the unit. Revisions of -1 are without limit.
type Package struct {
	Tier        string `json:"tier,omitempty" enum:"economy,standard,business"`
	Description string `json:"description,omitempty" maxLength:"2000"`
	Price       Money  `json:"price"`
	Lead        int64  `json:"lead_seconds" minimum:"0" maximum:"63072000"`
	Revisions   int    `json:"revisions" minimum:"-1" maximum:"1000"`
}

// PackageRow is one line of the package table.
type PackageRow struct {
	Label  string   `json:"label" maxLength:"1000"`
	Values []string `json:"values" minItems:"3" maxItems:"3"`
}

// Option is a paid extra. An express one takes its time away.
type Option struct {
	Code    string `json:"code" maxLength:"60"`
	Title   string `json:"title" maxLength:"1000"`
	Price   Money  `json:"price"`
	Lead    int64  `json:"lead_seconds" minimum:"0" maximum:"63072000"`
	Express bool   `json:"express,omitempty"`
	Most    int    `json:"most" minimum:"1" maximum:"1000"`
}

// Question is one thing the seller needs from the buyer to start.
type Question struct {
	Code     string   `json:"code" maxLength:"60"`
	Text     string   `json:"text" maxLength:"1000"`
	Kind     string   `json:"kind" enum:"text,choice,file"`
	Required bool     `json:"required,omitempty"`
	Choices  []string `json:"choices,omitempty" maxItems:"50"`
}

// FAQ is a question people ask, with its answer.
type FAQ struct {
	Question string `json:"question" maxLength:"1000"`
	Answer   string `json:"answer" maxLength:"5000"`
}

// offer writes a stored offer.
func (c *Call) offer(o catalogue.Offer) Offer {
	made := Offer{
		Title: o.Title, Description: o.Description, Volume: o.Volume, Language: o.Language, Tags: o.Tags,
		Attributes: o.Attributes, Instructions: o.Instructions, Images: names(o.Images), Files: names(o.Files),
		Video: o.Video, Rights: o.Rights,
	}
	if !o.Category.IsZero() {
		made.Category = o.Category.String()
	}
	for _, p := range o.Packages {
		made.Packages = append(made.Packages, Package{string(p.Tier), p.Description, c.money(p.Price), seconds(p.Lead), p.Revisions})
	}
	for _, r := range o.Rows {
		made.Rows = append(made.Rows, PackageRow{r.Label, r.Values[:]})
	}
	for _, x := range o.Options {
		made.Options = append(made.Options, Option{x.Code, x.Title, c.money(x.Price), seconds(x.Lead), x.Express, x.Most})
	}
	for _, q := range o.Questions {
		made.Questions = append(made.Questions, Question{q.Code, q.Text, string(q.Kind), q.Required, q.Choices})
	}
	for _, a := range o.FAQ {
		made.FAQ = append(made.FAQ, FAQ{a.Question, a.Answer})
	}
	return made
}

// stated reads an offer that was sent.
func (c *Call) stated(o Offer) (catalogue.Offer, error) {
	made := catalogue.Offer{
		Title: o.Title, Description: o.Description, Volume: o.Volume, Language: o.Language, Tags: o.Tags,
		Attributes: o.Attributes, Instructions: o.Instructions, Video: o.Video, Rights: o.Rights,
	}
	err := firstOf(
		func() (err error) { made.Category, err = optional[id.CategoryKind](o.Category); return err },
		func() (err error) { made.Images, err = ids[id.FileKind](o.Images); return err },
		func() (err error) { made.Files, err = ids[id.FileKind](o.Files); return err },
		func() (err error) { made.Packages, err = c.packages(o.Packages); return err },
		func() (err error) { made.Options, err = c.options(o.Options); return err },
	)
	for _, r := range o.Rows {
		made.Rows = append(made.Rows, catalogue.Row{Label: r.Label, Values: [3]string(r.Values)})
	}
	for _, q := range o.Questions {
		made.Questions = append(made.Questions, catalogue.Question{
			Code: q.Code, Text: q.Text, Kind: catalogue.QuestionKind(q.Kind), Required: q.Required, Choices: q.Choices,
		})
	}
	for _, a := range o.FAQ {
		made.FAQ = append(made.FAQ, catalogue.Answer{Question: a.Question, Answer: a.Answer})
	}
	return made, err
}

func (c *Call) packages(sent []Package) ([]catalogue.Package, error) {
	var made []catalogue.Package
	for _, p := range sent {
		price, err := c.amount(p.Price, "packages.price")
		if err != nil {
			return nil, err
		}
		made = append(made, catalogue.Package{
			Tier: catalogue.Tier(p.Tier), Description: p.Description, Price: price,
			Lead: time.Duration(p.Lead) * time.Second, Revisions: p.Revisions,
		})
	}
	return made, nil
}

func (c *Call) options(sent []Option) ([]catalogue.Option, error) {
	var made []catalogue.Option
	for _, o := range sent {
		price, err := c.amount(o.Price, "options.price")
		if err != nil {
			return nil, err
		}
		made = append(made, catalogue.Option{
			Code: o.Code, Title: o.Title, Price: price, Lead: time.Duration(o.Lead) * time.Second, Express: o.Express, Most: o.Most,
		})
	}
	return made, nil
}

// firstOf runs the steps until one fails.
func firstOf(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func names[K any](list []id.Of[K]) []string {
	var all []string
	for _, one := range list {
		all = append(all, one.String())
	}
	return all
}

func ids[K any](list []string) ([]id.Of[K], error) {
	var all []id.Of[K]
	for _, name := range list {
		one, err := id.Parse[K](name)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// optional reads an id that may be left out.
func optional[K any](name string) (id.Of[K], error) {
	if name == "" {
		return id.Of[K]{}, nil
	}
	return id.Parse[K](name)
}
