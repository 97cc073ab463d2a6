package main

import (
	"encoding/csv"
	"errors"
	"os"
	"strconv"
	"strings"

	"github.com/schollz/progressbar/v3"

	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/intake"
	"guildhall/money"
	"guildhall/rulebook"
	"guildhall/say"
)

// importCommands bring what there was elsewhere.
type importCommands struct {
	Services importServicesCommand `cmd:"" help:"Bring services from files; what an earlier run brought is left as it is."`
}

type importServicesCommand struct {
	dataFlags
	Gigs     string `placeholder:"FILE" help:"A list of gigs, with --packages."`
	Packages string `placeholder:"FILE" help:"The packages of --gigs."`
	File     string `placeholder:"FILE" help:"Our own form instead, .csv or .jsonl: see docs/import.md."`
	Source   string `placeholder:"NAME" help:"Names where --file comes from, for figures from elsewhere."`
	PriceMin string `name:"price-min" placeholder:"AMOUNT" help:"The lowest price of categories that the import makes."`
	DryRun   bool   `name:"dry-run" help:"Go through everything, say what would happen, keep nothing."`
	Refused  string `default:"refused.csv" placeholder:"FILE" help:"Where lines that were not taken go, each with its reasons."`
	Preset   string `default:"services" enum:"services,direct" help:"The rules of an empty marketplace: services or direct."`
}

// Validate refuses a run without a file, or with two kinds of them.
func (c *importServicesCommand) Validate() error {
	switch {
	case c.File == "" && c.Gigs == "":
		return errors.New("name a file: --gigs with --packages, or --file")
	case c.File != "" && c.Gigs != "":
		return errors.New("--file and --gigs are two kinds of import: name one")
	case (c.Gigs == "") != (c.Packages == ""):
		return errors.New("--gigs and --packages belong together")
	}
	return nil
}

// Run imports, and says what became of the lines. Stopped or failed, it goes on
// where it was when it is started again.
func (c *importServicesCommand) Run(s *session) error {
	store, err := c.openReady(s.ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	err = store.Write(s.ctx, func(tx *db.Tx) error { return desk.Begin(tx, c.Preset) })
	if err != nil {
		return err
	}
	priceMin, err := c.lowest(s, store)
	if err != nil {
		return err
	}
	refused, err := openRefused(c.Refused)
	if err != nil {
		return err
	}
	bar := progressbar.NewOptions(-1, progressbar.OptionSetWriter(s.errs), progressbar.OptionShowCount(),
		progressbar.OptionShowIts(), progressbar.OptionSetItsString("services"), progressbar.OptionClearOnFinish())
	report, err := intake.Run(s.ctx, store, intake.Options{
		Source: c.source(), PriceMin: priceMin, DryRun: c.DryRun, Refused: refused.write,
		Progress: func(done int) { bar.Set(done) },
	})
	bar.Finish()
	c.tell(s, report)
	return errors.Join(err, refused.close())
}

// lowest reads --price-min in the marketplace's currency.
func (c *importServicesCommand) lowest(s *session, store *db.Store) (money.Amount, error) {
	if c.PriceMin == "" {
		return 0, nil
	}
	var amount money.Amount
	err := store.Read(s.ctx, func(tx *db.Tx) error {
		rules, err := rulebook.Current(tx)
		if err != nil {
			return err
		}
		amount, err = money.Parse(c.PriceMin, rules.Policy.Currency)
		return err
	})
	return amount, err
}

func (c *importServicesCommand) source() intake.Source {
	if c.File != "" {
		return &intake.Own{File: c.File, Source: c.Source}
	}
	return &intake.Gigs{GigsFile: c.Gigs, PackagesFile: c.Packages}
}

func (c *importServicesCommand) tell(s *session, r intake.Report) {
	what := "taken"
	if c.DryRun {
		what = "would be taken"
	}
	s.say("%d lines: %d %s, %d there already, %d refused; %d new sellers, %d new categories",
		r.Lines, r.Taken, what, r.Already, r.Refused, r.Sellers, r.Categories)
	for code, count := range r.Reasons {
		s.say("  %6d  %s", count, code)
	}
	if r.Refused > 0 {
		s.say("see %s", c.Refused)
	}
}

// refusedFile lists the lines that were not taken.
type refusedFile struct {
	file  *os.File
	lines *csv.Writer
	speak *say.Speaker
}

func openRefused(path string) (*refusedFile, error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	r := &refusedFile{file: file, lines: csv.NewWriter(file), speak: say.For("en", nil, "USD")}
	return r, r.lines.Write([]string{"line", "key", "codes", "reasons"})
}

func (r *refusedFile) write(refusal intake.Refusal) error {
	var codes, reasons []string
	for _, one := range refusal.Fault.All() {
		codes = append(codes, one.Code)
		reasons = append(reasons, r.reason(one))
	}
	return r.lines.Write([]string{strconv.Itoa(refusal.Line), refusal.Key, strings.Join(codes, " "), strings.Join(reasons, " ")})
}

func (r *refusedFile) reason(f *fault.Fault) string {
	if f.Field == "" {
		return r.speak.Fault(f)
	}
	return f.Field + ": " + r.speak.Fault(f)
}

func (r *refusedFile) close() error {
	r.lines.Flush()
	return errors.Join(r.lines.Error(), r.file.Close())
}
