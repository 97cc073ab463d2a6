package catalogue

import (
	"time"

	"guildhall/id"
	"guildhall/money"
)

// Tier names one of a service's three packages; a service sold by the unit
// has the one tier Single.
type Tier string

// The tiers, in the order they are shown.
const (
	Single   Tier = ""
	Economy  Tier = "economy"
	Standard Tier = "standard"
	Business Tier = "business"
)

// Tiers are the three packages in their order.
var Tiers = [3]Tier{Economy, Standard, Business}

// Unlimited is the number of revisions without an end.
const Unlimited = -1

// Limits of an offer's parts. What the operator may change is policy.
const (
	TitleMax       = 100 // characters
	TitleMin       = 8
	DescriptionMax = 5000
	DescriptionMin = 40
	VolumeMax      = 300
	TagsMax        = 15
	TagMax         = 40
	ImagesMax      = 8
	FilesMax       = 8
	FAQMax         = 12
	QuestionsMax   = 15
	RowsMax        = 12
	LineMax        = 300 // a row, a question, an option's title
	AnswerMax      = 1000
	LeadDaysMax    = 365
	RevisionsMax   = 99
	UnitsMax       = 1000 // of one order
	QuantityMax    = 100  // of one option
)

// Offer is everything a seller states about a service (CAT-5). A draft holds
// an unfinished one; a version holds a checked one with its prices resolved.
type Offer struct {
	Category     id.Category         `json:"category"`
	Title        string              `json:"title"`
	Description  string              `json:"description"`
	Volume       string              `json:"volume"` // what one unit contains
	Language     string              `json:"language"`
	Tags         []string            `json:"tags,omitempty"`
	Attributes   map[string][]string `json:"attributes,omitempty"` // attribute code -> choice codes, a number, or "yes"
	Packages     []Package           `json:"packages"`             // one of tier Single, or the three
	Rows         []Row               `json:"rows,omitempty"`       // contents of the packages side by side
	Options      []Option            `json:"options,omitempty"`
	Instructions string              `json:"instructions,omitempty"`
	Questions    []Question          `json:"questions,omitempty"`
	FAQ          []Answer            `json:"faq,omitempty"`
	Images       []id.File           `json:"images,omitempty"`
	Files        []id.File           `json:"files,omitempty"`
	Video        string              `json:"video,omitempty"` // a YouTube video's id
	Rights       bool                `json:"rights"`          // the seller confirms having them (CAT-29)
}

// Package is one thing that can be bought: a unit or one of three packages.
type Package struct {
	Tier        Tier          `json:"tier"`
	Description string        `json:"description,omitempty"`
	Price       money.Amount  `json:"price"` // of one, minor units
	Lead        time.Duration `json:"lead_ns"`
	Revisions   int           `json:"revisions"` // Unlimited for no end
}

// Row is one line of the package table: a label and what each tier has.
type Row struct {
	Label  string    `json:"label"`
	Values [3]string `json:"values"`
}

// Option is a paid extra (CAT-7).
type Option struct {
	Code    string        `json:"code"` // stable within the service
	Title   string        `json:"title"`
	Price   money.Amount  `json:"price"`   // of one, to the buyer
	Lead    time.Duration `json:"lead_ns"` // added for each one; what express takes away
	Express bool          `json:"express"` // shortens the lead time instead of adding to it, once
	Most    int           `json:"most"`    // how many can be bought; at least 1
}

// QuestionKind is what answers a question of the instructions.
type QuestionKind string

// The closed list of question kinds (CAT-5).
const (
	AskText   QuestionKind = "text"
	AskChoice QuestionKind = "choice"
	AskFile   QuestionKind = "file"
)

// Question is one thing the seller needs from the buyer to start.
type Question struct {
	Code     string       `json:"code"` // stable within the service
	Text     string       `json:"text"`
	Kind     QuestionKind `json:"kind"`
	Required bool         `json:"required"`
	Choices  []string     `json:"choices,omitempty"` // of AskChoice
}

// Answer is one frequently asked question.
type Answer struct {
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

// Package finds a tier's package.
func (o Offer) Package(tier Tier) (Package, bool) {
	for _, p := range o.Packages {
		if p.Tier == tier {
			return p, true
		}
	}
	return Package{}, false
}

// Option finds an option by its code.
func (o Offer) Option(code string) (Option, bool) {
	for _, option := range o.Options {
		if option.Code == code {
			return option, true
		}
	}
	return Option{}, false
}

// ByUnit reports whether the offer is sold by the unit and not in packages.
func (o Offer) ByUnit() bool { return len(o.Packages) == 1 && o.Packages[0].Tier == Single }

// PriceFrom is the lowest price of the offer, zero when it has none yet.
func (o Offer) PriceFrom() money.Amount {
	var least money.Amount
	for i, p := range o.Packages {
		if i == 0 || p.Price < least {
			least = p.Price
		}
	}
	return least
}

// LeadFrom is the shortest lead time of the offer's packages.
func (o Offer) LeadFrom() time.Duration {
	var least time.Duration
	for i, p := range o.Packages {
		if i == 0 || p.Lead < least {
			least = p.Lead
		}
	}
	return least
}
