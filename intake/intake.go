// Package intake brings services from files into the catalogue (OPR-8), through
// the catalogue's own door and all its checks. A line that breaks a rule is
// refused with its number and the reason, and the others go on; what was
// brought is remembered by its key, so an import can be stopped and started
// again. docs/import.md describes the forms.
package intake

import (
	"context"
	"errors"
	"fmt"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
	"guildhall/rulebook"
	"guildhall/screen"
)

// Line is one service of a file, in the words of our own form.
type Line struct {
	Number   int    // in the file, from 1; the first line is the header's
	Key      string // names the service within its source
	Seller   Seller
	Category []string // names from the top down
	Offer    catalogue.Offer
	Figures  catalogue.Elsewhere // empty when the file brings none
	Broken   *fault.Fault        // why the line itself cannot be read
}

// Seller is who offers it.
type Seller struct {
	Key      string // one account for each
	Login    string
	Language string
	Country  string
}

// Source is a file being read, line by line.
type Source interface {
	Name() string // goes into the record of what was brought, and into figures from elsewhere
	// Lines calls each for every line. A line that cannot be read comes with
	// Broken set; an error means that reading cannot go on.
	Lines(each func(Line) error) error
}

// Options steer an import.
type Options struct {
	Source   Source
	PriceMin money.Amount // of categories that the import makes; 0 leaves it to the policy
	DryRun   bool         // go through everything and keep nothing
	Refused  func(Refusal) error
	Progress func(done int)
}

// Refusal is a line that was not taken.
type Refusal struct {
	Line  int
	Key   string
	Fault *fault.Fault // with those of further fields in Also
}

// Report counts what became of the lines.
type Report struct {
	Lines      int
	Taken      int
	Already    int // brought by an earlier run
	Refused    int
	Sellers    int // made by this run
	Categories int // likewise
	Reasons    map[string]int
}

// batchLines is how many lines share a transaction: enough that its price
// does not show, few enough that nobody waits for the writer.
const batchLines = 64

// agent is how the import signs in the diary.
const agent = "import"

// Run imports a file. It answers how far it got also when it fails or ctx ends.
func Run(ctx context.Context, store *db.Store, o Options) (Report, error) {
	r := &run{store: store, options: o, report: Report{Reasons: map[string]int{}}}
	if err := r.readRules(ctx); err != nil {
		return r.report, err
	}
	err := o.Source.Lines(func(line Line) error {
		r.batch = append(r.batch, line)
		if len(r.batch) < batchLines {
			return nil
		}
		return r.flush(ctx)
	})
	if err == nil {
		err = r.flush(ctx)
	}
	return r.report, err
}

// readRules reads the policy in force once. Reading it outside the batches
// also lets the rulebook keep it, which a writing transaction must not do.
func (r *run) readRules(ctx context.Context) error {
	return r.store.Read(ctx, func(tx *db.Tx) error {
		rules, err := rulebook.Current(tx)
		r.rules = rules
		return err
	})
}

type run struct {
	store   *db.Store
	rules   rulebook.Version
	options Options
	batch   []Line
	report  Report
}

// errDry ends a dry run's transaction, so that nothing of it stays.
var errDry = errors.New("intake: dry run")

// errCareful ends a batch that met a fault: it is brought again carefully.
var errCareful = errors.New("intake: a line of the batch is refused")

// flush brings the batch in one transaction. It is tried without a savepoint
// around each line first, since nearly all batches are faultless and
// savepoints are a good part of the cost.
func (r *run) flush(ctx context.Context) error {
	if len(r.batch) == 0 {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	made, err := r.bringBatch(ctx, false)
	if errors.Is(err, errCareful) {
		made, err = r.bringBatch(ctx, true)
	}
	if err != nil && !errors.Is(err, errDry) {
		return err
	}
	return r.settle(made)
}

// bringBatch brings the batch. The function may run twice, so what it counts
// is kept in one piece of its own.
func (r *run) bringBatch(ctx context.Context, careful bool) (*brought, error) {
	var made *brought
	err := r.store.Write(ctx, func(tx *db.Tx) error {
		made = &brought{tx: tx, rules: r.rules, source: r.options.Source.Name(), priceMin: r.options.PriceMin, careful: careful}
		for _, line := range r.batch {
			if err := made.line(line); err != nil {
				return fmt.Errorf("intake: line %d: %w", line.Number, err)
			}
		}
		if r.options.DryRun {
			return errDry
		}
		return nil
	})
	return made, err
}

func (r *run) settle(made *brought) error {
	r.report.Lines += len(r.batch)
	r.report.Taken += made.taken
	r.report.Already += made.already
	r.report.Sellers += made.sellers
	r.report.Categories += made.categories
	r.report.Refused += len(made.refused)
	r.batch = r.batch[:0]
	for _, refusal := range made.refused {
		r.report.Reasons[refusal.Fault.Code]++
		if r.options.Refused != nil {
			if err := r.options.Refused(refusal); err != nil {
				return err
			}
		}
	}
	if r.options.Progress != nil {
		r.options.Progress(r.report.Lines)
	}
	return nil
}

// brought is one batch in its transaction.
type brought struct {
	tx         *db.Tx
	rules      rulebook.Version
	source     string
	priceMin   money.Amount
	careful    bool // each line under a savepoint of its own
	taken      int
	already    int
	sellers    int
	categories int
	refused    []Refusal
}

// line brings one line, or notes why not. Only what is no fault of the line
// ends the batch.
func (b *brought) line(line Line) error {
	if line.Broken != nil {
		b.refuse(line, line.Broken)
		return nil
	}
	_, known, err := b.find("service", line.Key)
	if err != nil {
		return err
	}
	if known {
		b.already++
		return nil
	}
	was := *b
	if b.careful {
		err = b.tx.Attempt(func(*db.Tx) error { return b.bring(line) })
	} else {
		err = b.bring(line)
	}
	refused, isFault := fault.As(err)
	switch {
	case isFault && !b.careful && refused.Sort != fault.SortAway:
		return errCareful
	case err == nil:
		b.taken++
		return nil
	case isFault && refused.Sort != fault.SortAway:
		b.sellers, b.categories = was.sellers, was.categories // rolled back with the line
		b.refuse(line, refused)
		return nil
	}
	return err
}

func (b *brought) refuse(line Line, f *fault.Fault) {
	b.refused = append(b.refused, Refusal{Line: line.Number, Key: line.Key, Fault: f})
}

func (b *brought) bring(line Line) error {
	seller, err := b.seller(line.Seller)
	if err != nil {
		return err
	}
	if line.Offer.Category, err = b.category(line.Category); err != nil {
		return err
	}
	service, err := catalogue.Begin(b.tx, seller, line.Offer)
	if err != nil {
		return err
	}
	for _, verb := range []catalogue.Verb{catalogue.Submit, catalogue.Approve} {
		if service.Stored == catalogue.Live {
			break
		}
		service, err = catalogue.Act(b.tx, catalogue.Command{Service: service.ID, Version: service.Pending, Agent: agent, Verb: verb})
		if err != nil {
			return err
		}
	}
	if line.Figures != (catalogue.Elsewhere{}) {
		if err := catalogue.SetElsewhere(b.tx, service.ID, line.Figures); err != nil {
			return err
		}
	}
	return b.remember("service", line.Key, service.ID)
}

// seller finds or makes the account of a seller. It has no password: its owner
// takes it over by a reset, once they have proved an address to staff.
func (b *brought) seller(s Seller) (id.Member, error) {
	found, known, err := b.find("seller", s.Key)
	if err != nil || known {
		return id.Member(found), err
	}
	if wrong := screen.Login(s.Login, b.rules.Policy.LoginLengthMin, b.rules.Policy.LoginLengthMax); wrong != nil {
		return id.Member{}, wrong.At("seller")
	}
	made, err := account.Install(b.tx, account.Registration{
		Login: s.Login, Email: s.Login + "@" + noAddress, Language: s.Language, Zone: "UTC",
	})
	if err != nil {
		return id.Member{}, err
	}
	b.sellers++
	return made.ID, b.remember("seller", s.Key, made.ID)
}

// noAddress is a domain that can never receive mail (RFC 2606).
const noAddress = "imported.invalid"

// category finds the category by its names from the top down, and makes what
// is missing, with a free price.
func (b *brought) category(names []string) (id.Category, error) {
	if len(names) == 0 {
		return id.Category{}, fault.Invalid("required").At("category")
	}
	var parent catalogue.Category
	slug := ""
	for _, name := range names {
		slug = joinSlug(slug, catalogue.Slug(name))
		at, err := catalogue.CategoryBySlug(b.tx, slug)
		if errors.Is(err, fault.Missing()) {
			at, err = b.plant(parent, name, slug)
		}
		if err != nil {
			return id.Category{}, err
		}
		parent = at
	}
	return parent.ID, nil
}

func joinSlug(above, slug string) string {
	if above == "" {
		return slug
	}
	return above + "-" + slug
}

func (b *brought) plant(parent catalogue.Category, name, slug string) (catalogue.Category, error) {
	made := catalogue.Category{
		ID: id.New[id.CategoryKind](b.tx.Now()), Parent: parent.ID, Slug: slug, Name: name,
		Icon: parent.Icon, Pricing: catalogue.Pricing{Rule: catalogue.PriceFree, Min: b.priceMin},
	}
	b.categories++
	return made, catalogue.SaveCategory(b.tx, made)
}

func (b *brought) find(kind, key string) ([16]byte, bool, error) {
	made, err := db.Value[id.Event](b.tx, `SELECT made FROM imports WHERE source = $1 AND kind = $2 AND key = $3`, b.source, kind, key)
	if errors.Is(err, db.ErrNoRow) {
		return [16]byte{}, false, nil
	}
	return made, err == nil, err
}

func (b *brought) remember(kind, key string, made [16]byte) error {
	return b.tx.Exec(`INSERT INTO imports (source, kind, key, made, at) VALUES ($1, $2, $3, $4, $5)`,
		b.source, kind, key, made[:], b.tx.Now())
}
