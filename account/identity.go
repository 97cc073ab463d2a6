package account

import (
	"errors"
	"io"
	"strings"
	"time"

	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
	"guildhall/search"
)

// IdentityState is where the check of a member's identity stands (ACC-19).
type IdentityState string

// The states; a member who never asked has none.
const (
	IdentityWaiting  IdentityState = "waiting"
	IdentityVerified IdentityState = "verified"
	IdentityRefused  IdentityState = "refused" // or taken back
)

// Identity is the check of a member's identity: what was shown, and what staff
// found. The document goes with the decision; the decision stays.
type Identity struct {
	Member    id.Member
	State     IdentityState
	LegalName string
	Document  id.File // zero once it is decided
	AskedAt   time.Time
	DecidedAt time.Time
	DecidedBy id.Member
	Reason    string // why not, for its member; or how it was checked
}

// Limits of a check: characters, and bytes of the document.
const (
	LegalNameMax     = 200
	IdentityWhyMax   = 1000
	IdentityBytesMax = 8 << 20
)

// identityTypes are what proves an identity: a picture of it, or a scan.
var identityTypes = []string{"jpg", "jpeg", "png", "pdf"}

// IdentityFiles is what holds the document of a member's check. Its member and
// who judges it may read it, nobody else.
func IdentityFiles(member id.Member) file.Holder { return file.HolderOf("identity", member) }

// TakeIdentity judges and keeps the bytes of a document, outside of any
// transaction. Faults, at "document": as file.Store.Take.
func TakeIdentity(files *file.Store, from io.Reader, name string, at time.Time) (file.Taken, error) {
	taken, err := files.Take(from, name, at, file.Limits{BytesMax: IdentityBytesMax, Types: identityTypes})
	if refused, ok := fault.As(err); ok {
		return file.Taken{}, refused.At("document")
	}
	return taken, err
}

// AskIdentity puts a member's wish to be verified before the staff, with what
// proves the name.
//
// Faults: required or too_long at "legal_name", required at "document";
// identity_waits, identity_verified.
func AskIdentity(tx *db.Tx, member id.Member, legalName string, document file.Taken) error {
	legalName = strings.TrimSpace(legalName)
	err := fault.Join(needed("legal_name", legalName == ""), tooLong("legal_name", legalName, LegalNameMax),
		needed("document", document.ID.IsZero()))
	if err != nil {
		return err
	}
	was, err := IdentityOf(tx, member)
	switch {
	case err != nil:
		return err
	case was.State == IdentityWaiting:
		return fault.Conflict("identity_waits")
	case was.State == IdentityVerified:
		return fault.Conflict("identity_verified")
	}
	kept, err := file.Attach(tx, document, IdentityFiles(member), member)
	if err != nil {
		return err
	}
	asked := Identity{Member: member, State: IdentityWaiting, LegalName: legalName, Document: kept.ID, AskedAt: tx.Now()}
	if err := putIdentity(tx, asked, was.State); err != nil {
		return err
	}
	return note(tx, member, "account.identity_asked", nil)
}

func needed(field string, missing bool) *fault.Fault {
	if !missing {
		return nil
	}
	return fault.Invalid("required").At(field)
}

// Judging is what staff, or a provider, found of a member's identity.
type Judging struct {
	Member   id.Member
	By       id.Member
	Verified bool
	Reason   string // needed to refuse, and to verify somebody who did not ask
}

// JudgeIdentity verifies a member, refuses it, or takes it back, and drops the
// document. Staff may verify who did not ask: they met, or a provider said so.
// Nobody judges themselves. The right is the desk's to check.
//
// Faults: not_found, identity_own, identity_verified, identity_nothing;
// required or too_long at "reason".
func JudgeIdentity(tx *db.Tx, j Judging) (Identity, error) {
	j.Reason = strings.TrimSpace(j.Reason)
	if j.Member == j.By {
		return Identity{}, fault.Denied("identity_own")
	}
	if _, err := Get(tx, j.Member); err != nil {
		return Identity{}, err
	}
	check, err := IdentityOf(tx, j.Member)
	if err != nil {
		return Identity{}, err
	}
	was, document := check.State, check.Document
	switch {
	case j.Verified && was == IdentityVerified:
		return Identity{}, fault.Conflict("identity_verified")
	case !j.Verified && was != IdentityWaiting && was != IdentityVerified:
		return Identity{}, fault.Conflict("identity_nothing")
	case j.Reason == "" && (!j.Verified || was != IdentityWaiting):
		return Identity{}, fault.Invalid("required").At("reason")
	}
	if long := tooLong("reason", j.Reason, IdentityWhyMax); long != nil {
		return Identity{}, long
	}
	check.Member, check.State, check.Document = j.Member, IdentityRefused, id.File{}
	if j.Verified {
		check.State = IdentityVerified
	}
	check.DecidedAt, check.DecidedBy, check.Reason = tx.Now(), j.By, j.Reason
	if err := putIdentity(tx, check, was); err != nil {
		return Identity{}, err
	}
	if !document.IsZero() {
		if err := file.Drop(tx, document); err != nil {
			return Identity{}, err
		}
	}
	return check, check.tell(tx)
}

// tell writes what was decided where it is read: the account, the search, the
// diary.
func (i Identity) tell(tx *db.Tx) error {
	verified, at := i.State == IdentityVerified, time.Time{}
	if verified {
		at = i.DecidedAt
	}
	if err := tx.ExecOne(fault.Missing(), `UPDATE members SET verified_at = $1 WHERE id = $2`, at, i.Member); err != nil {
		return err
	}
	if err := search.SetVerified(tx, i.Member, verified); err != nil {
		return err
	}
	return event.Note(tx, event.Entry{
		Subject: event.Of("member", i.Member), Kind: "account.identity_" + string(i.State), Rule: "ACC-19", Actor: i.DecidedBy, At: tx.Now(),
	})
}

// putIdentity stores a check; of two made at once from the same state the later
// one starts again.
func putIdentity(tx *db.Tx, i Identity, was IdentityState) error {
	return tx.ExecOne(db.ErrAgain, `INSERT INTO identity_checks (member_id, state, legal_name, document, asked_at, decided_at, decided_by, reason)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (member_id) DO UPDATE SET state = excluded.state, legal_name = excluded.legal_name, document = excluded.document,
			asked_at = excluded.asked_at, decided_at = excluded.decided_at, decided_by = excluded.decided_by, reason = excluded.reason
		WHERE identity_checks.state = $9`,
		i.Member, i.State, i.LegalName, i.Document, i.AskedAt, i.DecidedAt, i.DecidedBy, i.Reason, was)
}

const selectIdentity = `SELECT member_id, state, legal_name, document, asked_at, decided_at, decided_by, reason FROM identity_checks`

func scanIdentity(row db.Row) (Identity, error) {
	var i Identity
	return i, row.Scan(&i.Member, &i.State, &i.LegalName, &i.Document, &i.AskedAt, &i.DecidedAt, &i.DecidedBy, &i.Reason)
}

// IdentityOf reads the check of a member; a zero one where there was none.
func IdentityOf(tx *db.Tx, member id.Member) (Identity, error) {
	found, err := db.One(tx, scanIdentity, selectIdentity+` WHERE member_id = $1`, member)
	if errors.Is(err, db.ErrNoRow) {
		return Identity{}, nil
	}
	return found, err
}

// IdentitiesWaiting lists checks that wait for staff, longest first.
func IdentitiesWaiting(tx *db.Tx, limit int) ([]Identity, error) {
	return db.All(tx, scanIdentity, selectIdentity+` WHERE state = 'waiting' ORDER BY asked_at, member_id LIMIT $1`, limit)
}

// IdentitiesDecided lists the latest decisions.
func IdentitiesDecided(tx *db.Tx, limit int) ([]Identity, error) {
	return db.All(tx, scanIdentity, selectIdentity+` WHERE state <> 'waiting'
		ORDER BY decided_at DESC, member_id LIMIT $1`, limit)
}
