package intake

import (
	"encoding/csv"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"guildhall/catalogue"
	"guildhall/fault"
	"guildhall/money"
)

// servicesPerSeller is the most that one made-up seller offers; the policy's
// newbie_max_services holds besides.
const servicesPerSeller = 20

// Gigs reads the two files of a list of gigs: gigs.csv with a line for each,
// gig_packages.csv with three packages for each. The lists name no sellers and
// describe nothing: a seller is made for each group of country, since, level
// and languages, and the description from the packages' texts.
type Gigs struct {
	GigsFile     string
	PackagesFile string

	packages map[string][]gigPackage
	sold     map[string]int // by group of sellers
}

type gigPackage struct {
	tier, price, days, revisions, text string
}

// tierOf maps the file's words to ours.
var tierOf = map[string]catalogue.Tier{
	"basic": catalogue.Economy, "standard": catalogue.Standard, "premium": catalogue.Business,
}

// Name is the source's name.
func (g *Gigs) Name() string { return "gigs" }

// Lines reads the packages into memory, then the gigs one by one.
func (g *Gigs) Lines(each func(Line) error) error {
	g.packages, g.sold = map[string][]gigPackage{}, map[string]int{}
	if err := readCSV(g.PackagesFile, g.keep); err != nil {
		return err
	}
	return readCSV(g.GigsFile, func(r row) error { return each(g.line(r)) })
}

func (g *Gigs) keep(r row) error {
	if r.broken == nil {
		gig := r.get("gig_id")
		g.packages[gig] = append(g.packages[gig], gigPackage{
			tier: r.get("tier"), price: r.get("price_usd"), days: r.get("delivery_days"),
			revisions: r.get("revisions_minus1_is_unlimited"), text: r.get("description"),
		})
	}
	return nil
}

func (g *Gigs) line(r row) Line {
	line := Line{Number: r.number, Key: r.get("gig_id"), Broken: r.broken}
	if line.Broken != nil {
		return line
	}
	line.Seller = g.seller(r)
	line.Category = []string{r.get("category"), r.get("subcategory")}
	line.Offer = catalogue.Offer{
		Title: upperFirst(r.get("title")), Language: "en", Tags: tags(r.get("tags")), Rights: true,
	}
	if line.Broken = g.fill(&line.Offer, line.Key); line.Broken != nil {
		return line
	}
	if rating := r.get("rating"); rating != "" {
		count, _ := strconv.ParseInt(r.get("reviews_count"), 10, 64)
		line.Figures = catalogue.Elsewhere{Source: r.get("source"), Rating: rating, Feedback: count}
	}
	return line
}

// fill adds the packages and makes the description from their texts.
func (g *Gigs) fill(offer *catalogue.Offer, gig string) *fault.Fault {
	byTier := map[catalogue.Tier]gigPackage{}
	for _, p := range g.packages[gig] {
		byTier[tierOf[p.tier]] = p
	}
	var text strings.Builder
	for _, tier := range catalogue.Tiers {
		p, ok := byTier[tier]
		if !ok {
			return fault.Invalid("import_package_missing", "tier", string(tier)).At("packages")
		}
		made, wrong := packageOf(tier, p.price, p.days, p.revisions, p.text)
		if wrong != nil {
			return wrong
		}
		offer.Packages = append(offer.Packages, made)
		fmt.Fprintf(&text, "%s: %s\n\n", upperFirst(string(tier)), strings.TrimSpace(p.text))
	}
	offer.Description = strings.TrimSpace(text.String())
	return nil
}

// packageOf reads one package's fields. No stated revisions are none.
func packageOf(tier catalogue.Tier, price, days, revisions, text string) (catalogue.Package, *fault.Fault) {
	amount, err := money.Parse(price, "USD")
	if wrong, ok := fault.As(err); ok {
		return catalogue.Package{}, wrong.At(string(tier) + "_price")
	}
	lead, err := strconv.ParseFloat(days, 64)
	if err != nil || lead < 0 || lead > catalogue.LeadDaysMax {
		return catalogue.Package{}, fault.Invalid("import_days", "most", catalogue.LeadDaysMax).At(string(tier) + "_days")
	}
	rounds := 0
	if revisions != "" {
		if rounds, err = strconv.Atoi(revisions); err != nil {
			return catalogue.Package{}, fault.Invalid("import_revisions").At(string(tier) + "_revisions")
		}
	}
	return catalogue.Package{
		Tier: tier, Price: amount, Lead: time.Duration(lead * 24 * float64(time.Hour)), Revisions: rounds,
		Description: shortened(strings.Join(strings.Fields(text), " "), catalogue.LineMax),
	}, nil
}

// seller makes one seller of a group, and a further one for each 20 services.
func (g *Gigs) seller(r row) Seller {
	country, since := r.get("seller_country"), r.get("seller_member_since")
	group := strings.Join([]string{country, since, r.get("seller_level"), r.get("seller_languages")}, "|")
	nth := g.sold[group] / servicesPerSeller
	g.sold[group]++
	key := group + "|" + strconv.Itoa(nth)
	return Seller{Key: key, Login: loginFor(country, key), Language: "en", Country: country}
}

// loginFor makes a login that reads as no number and no name: the country and
// eight letters from the key.
func loginFor(country, key string) string {
	sum := fnv.New64a()
	io.WriteString(sum, key) // never fails
	bits, letters := sum.Sum64(), make([]byte, 9)
	for i := range letters {
		letters[i] = "bcdfghjklmnpqrtvwxz"[bits%19]
		bits /= 19
	}
	slug := catalogue.Slug(country)
	return slug[:min(len(slug), 18)] + "-" + string(letters)
}

func upperFirst(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

func shortened(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

// tags splits a list and leaves out what repeats or is too long for a tag.
func tags(list string) []string {
	var kept []string
	seen := map[string]bool{}
	for _, tag := range strings.Split(list, ";") {
		tag = strings.TrimSpace(tag)
		folded := strings.ToLower(tag)
		if tag == "" || seen[folded] || len([]rune(tag)) > catalogue.TagMax || len(kept) == catalogue.TagsMax {
			continue
		}
		seen[folded] = true
		kept = append(kept, tag)
	}
	return kept
}

// row is one line of a CSV file with its header's names.
type row struct {
	number int
	at     map[string]int
	fields []string
	broken *fault.Fault
}

func (r row) get(name string) string {
	if i, ok := r.at[name]; ok && i < len(r.fields) {
		return strings.TrimSpace(r.fields[i])
	}
	return ""
}

// readCSV calls each for every line after the header. A broken line comes with
// its fault; reading goes on behind it.
func readCSV(path string, each func(row) error) error {
	from, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("intake: %w", err)
	}
	defer from.Close()
	reader := csv.NewReader(from)
	header, err := reader.Read()
	if err != nil {
		return fmt.Errorf("intake: %s has no header line: %w", path, err)
	}
	at := map[string]int{}
	for i, name := range header {
		at[strings.TrimPrefix(strings.TrimSpace(name), "\ufeff")] = i
	}
	for {
		fields, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		made, err := rowOf(reader, at, fields, err)
		if err != nil {
			return err
		}
		if err := each(made); err != nil {
			return err
		}
	}
}

func rowOf(reader *csv.Reader, at map[string]int, fields []string, err error) (row, error) {
	var parse *csv.ParseError
	switch {
	case err == nil:
		number, _ := reader.FieldPos(0)
		return row{number: number, at: at, fields: fields}, nil
	case errors.As(err, &parse):
		return row{number: parse.StartLine, at: at, fields: fields, broken: fault.Invalid("import_line_broken", "line", parse.Line)}, nil
	}
	return row{}, fmt.Errorf("intake: %w", err)
}
