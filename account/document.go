package account

import (
	"slices"
	"strings"
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
)

// DocumentKind names a legal document (LAW-1).
type DocumentKind string

// The documents every marketplace has from its first start, as drafts.
const (
	Terms   DocumentKind = "terms"
	Privacy DocumentKind = "privacy"
	RuleSet DocumentKind = "rules"
)

// DocumentKinds lists them in the order pages show them.
var DocumentKinds = []DocumentKind{Terms, Privacy, RuleSet}

// Document is one version. It never changes; a correction is a new version.
type Document struct {
	Kind      DocumentKind
	Number    int64
	Language  string
	Title     string
	Body      string // paragraphs divided by empty lines; "## " begins a heading
	Draft     bool   // shipped with the program and not yet read by the operator
	Published time.Time
	InForceAt time.Time
	By        id.Member
}

const documentColumns = `kind, number, language, title, body, draft, published_at, in_force_at, published_by`

func scanDocument(row db.Row) (Document, error) {
	var d Document
	return d, row.Scan(&d.Kind, &d.Number, &d.Language, &d.Title, &d.Body, &d.Draft, &d.Published, &d.InForceAt, &d.By)
}

// SeedDocuments publishes the drafts that have no version yet. It is called at
// every start and changes nothing after the first.
func SeedDocuments(tx *db.Tx) error {
	for _, draft := range drafts() {
		n, err := db.Value[int64](tx, `SELECT count(*) FROM documents WHERE kind = $1`, draft.Kind)
		if err != nil {
			return err
		}
		if n > 0 {
			continue
		}
		draft.Draft, draft.InForceAt = true, tx.Now()
		if err := insertDocument(tx, draft, 1); err != nil {
			return err
		}
	}
	return nil
}

// Publish makes a new version of a document, in force at InForceAt or at once;
// every member is told (TellDocuments). Number is the version it was written
// from, 0 where nobody looked. Faults: not_found, document_moved_on, required at
// "title" or "body", document_date at "in_force".
func Publish(tx *db.Tx, d Document) (Document, error) {
	if !slices.Contains(DocumentKinds, d.Kind) {
		return Document{}, fault.Missing()
	}
	if strings.TrimSpace(d.Title) == "" {
		return Document{}, fault.Invalid("required").At("title")
	}
	if strings.TrimSpace(d.Body) == "" {
		return Document{}, fault.Invalid("required").At("body")
	}
	last, err := db.Value[int64](tx, `SELECT COALESCE(MAX(number), 0) FROM documents WHERE kind = $1`, d.Kind)
	switch {
	case err != nil:
		return Document{}, err
	case d.Number != 0 && d.Number != last:
		return Document{}, fault.Conflict("document_moved_on", "number", last)
	case d.InForceAt.IsZero():
		d.InForceAt = tx.Now()
	case d.InForceAt.Before(tx.Now()):
		return Document{}, fault.Invalid("document_date").At("in_force")
	}
	d.Number, d.Draft, d.Language, d.Published = last+1, false, or(d.Language, "en"), tx.Now()
	if err := insertDocument(tx, d, d.Number); err != nil {
		return Document{}, err
	}
	return d, note(tx, d.By, "account.document_published", map[string]any{"kind": string(d.Kind), "number": d.Number})
}

func insertDocument(tx *db.Tx, d Document, number int64) error {
	return tx.Exec(`INSERT INTO documents (kind, number, language, title, body, draft, published_at, published_by, in_force_at, told)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $6)`,
		d.Kind, number, or(d.Language, "en"), d.Title, d.Body, d.Draft, tx.Now(), d.By, d.InForceAt)
}

// InForce reads the version of a document that is in force; fault.Missing for a
// kind that does not exist.
func InForce(tx *db.Tx, kind DocumentKind) (Document, error) {
	d, err := db.One(tx, scanDocument, `SELECT `+documentColumns+` FROM documents
		WHERE kind = $1 AND in_force_at <= $2 ORDER BY number DESC LIMIT 1`, kind, tx.Now())
	return d, missing(err)
}

// DocumentVersions lists all versions of a document, the newest first.
func DocumentVersions(tx *db.Tx, kind DocumentKind) ([]Document, error) {
	return db.All(tx, scanDocument, `SELECT `+documentColumns+` FROM documents
		WHERE kind = $1 ORDER BY number DESC`, kind)
}

// Acceptance is one version a member accepted (LAW-2).
type Acceptance struct {
	Kind         DocumentKind
	Number       int64
	Organisation string
	Capacity     string
	At           time.Time
}

// Acceptances lists what a member accepted, newest first.
func Acceptances(tx *db.Tx, member id.Member) ([]Acceptance, error) {
	return db.All(tx, func(row db.Row) (Acceptance, error) {
		var a Acceptance
		return a, row.Scan(&a.Kind, &a.Number, &a.Organisation, &a.Capacity, &a.At)
	}, `SELECT kind, number, organisation, capacity, at FROM acceptances
		WHERE member_id = $1 ORDER BY at DESC, kind, number DESC`, member)
}

// acceptInForce records that a member accepted the version of every document
// that is in force, for themselves or for an organisation.
func acceptInForce(tx *db.Tx, member id.Member, organisation, capacity string) error {
	return tx.Exec(`INSERT INTO acceptances (member_id, kind, number, organisation, capacity, at)
		SELECT $1, kind, MAX(number), $2, $3, $4 FROM documents WHERE in_force_at <= $4 GROUP BY kind
		ON CONFLICT (member_id, kind, number) DO NOTHING`, member, organisation, capacity, tx.Now())
}
