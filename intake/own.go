package intake

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"guildhall/catalogue"
	"guildhall/fault"
)

// Own reads our own form: CSV when the file's name ends so, JSON lines
// otherwise (docs/import.md).
type Own struct {
	File   string
	Source string // names where it comes from; empty is "file"
}

// Name is the source's name.
func (o *Own) Name() string {
	if o.Source == "" {
		return "file"
	}
	return o.Source
}

// Lines reads the file line by line.
func (o *Own) Lines(each func(Line) error) error {
	if strings.HasSuffix(o.File, ".csv") {
		return readCSV(o.File, func(r row) error { return each(ownLine(r)) })
	}
	return o.jsonLines(each)
}

// lineBytesMax bounds one JSON line.
const lineBytesMax = 1 << 20

func (o *Own) jsonLines(each func(Line) error) error {
	from, err := os.Open(o.File)
	if err != nil {
		return fmt.Errorf("intake: %w", err)
	}
	defer from.Close()
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, lineBytesMax)
	for number := 1; lines.Scan(); number++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		if err := each(jsonLine(number, lines.Bytes())); err != nil {
			return err
		}
	}
	return lines.Err()
}

// jsonForm is one JSON line. Amounts are decimal text, times are days.
type jsonForm struct {
	Key          string              `json:"key"`
	Seller       string              `json:"seller"`
	Category     []string            `json:"category"`
	Title        string              `json:"title"`
	Description  string              `json:"description"`
	Volume       string              `json:"volume"`
	Language     string              `json:"language"`
	Tags         []string            `json:"tags"`
	Attributes   map[string][]string `json:"attributes"`
	Instructions string              `json:"instructions"`
	Unit         *jsonPackage        `json:"unit"`
	Packages     *struct {
		Economy  jsonPackage `json:"economy"`
		Standard jsonPackage `json:"standard"`
		Business jsonPackage `json:"business"`
	} `json:"packages"`
	Questions []catalogue.Question `json:"questions"`
	FAQ       []catalogue.Answer   `json:"faq"`
	Elsewhere catalogue.Elsewhere  `json:"elsewhere"`
}

type jsonPackage struct {
	Price       string      `json:"price"`
	Days        json.Number `json:"days"`
	Revisions   json.Number `json:"revisions"`
	Description string      `json:"description"`
}

func jsonLine(number int, text []byte) Line {
	var s jsonForm
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&s); err != nil {
		return Line{Number: number, Broken: fault.Invalid("import_line_broken", "line", number)}
	}
	line := Line{Number: number, Key: s.Key, Category: s.Category, Seller: ownSeller(s.Seller, s.Language), Figures: s.Elsewhere}
	line.Offer = catalogue.Offer{
		Title: s.Title, Description: s.Description, Volume: s.Volume, Language: s.Language, Tags: s.Tags, Attributes: s.Attributes,
		Instructions: s.Instructions, Questions: s.Questions, FAQ: s.FAQ, Rights: true,
	}
	line.Broken = s.packages(&line.Offer)
	return line.complete()
}

func (s jsonForm) packages(offer *catalogue.Offer) *fault.Fault {
	if s.Unit != nil {
		return offerPackage(offer, catalogue.Single, *s.Unit)
	}
	if s.Packages == nil {
		return fault.Invalid("import_package_missing", "tier", "unit").At("packages")
	}
	for i, p := range []jsonPackage{s.Packages.Economy, s.Packages.Standard, s.Packages.Business} {
		if wrong := offerPackage(offer, catalogue.Tiers[i], p); wrong != nil {
			return wrong
		}
	}
	return nil
}

func offerPackage(offer *catalogue.Offer, tier catalogue.Tier, p jsonPackage) *fault.Fault {
	made, wrong := packageOf(tier, p.Price, p.Days.String(), p.Revisions.String(), p.Description)
	if wrong == nil {
		offer.Packages = append(offer.Packages, made)
	}
	return wrong
}

// ownLine reads a CSV line of our own form.
func ownLine(r row) Line {
	line := Line{Number: r.number, Key: r.get("key"), Broken: r.broken}
	if line.Broken != nil {
		return line
	}
	line.Seller = ownSeller(r.get("seller"), r.get("language"))
	for _, name := range strings.Split(r.get("category"), ">") {
		line.Category = append(line.Category, strings.TrimSpace(name))
	}
	line.Offer = catalogue.Offer{
		Title: r.get("title"), Description: r.get("description"), Volume: r.get("volume"),
		Language: r.get("language"), Tags: tags(r.get("tags")), Instructions: r.get("instructions"), Rights: true,
	}
	line.Broken = csvPackages(r, &line.Offer)
	return line.complete()
}

func csvPackages(r row, offer *catalogue.Offer) *fault.Fault {
	tiers := catalogue.Tiers[:]
	if r.get("unit_price") != "" {
		tiers = []catalogue.Tier{catalogue.Single}
	}
	for _, tier := range tiers {
		prefix := string(tier)
		if tier == catalogue.Single {
			prefix = "unit"
		}
		made, wrong := packageOf(tier, r.get(prefix+"_price"), r.get(prefix+"_days"), r.get(prefix+"_revisions"), r.get(prefix+"_text"))
		if wrong != nil {
			return wrong
		}
		offer.Packages = append(offer.Packages, made)
	}
	return nil
}

func ownSeller(login, language string) Seller {
	return Seller{Key: strings.ToLower(login), Login: login, Language: language}
}

// complete refuses a line without the names that everything else hangs on.
func (line Line) complete() Line {
	switch {
	case line.Broken != nil:
	case line.Key == "":
		line.Broken = fault.Invalid("required").At("key")
	case line.Seller.Login == "":
		line.Broken = fault.Invalid("required").At("seller")
	}
	return line
}
