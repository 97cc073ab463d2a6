package account_test

import (
	"testing"

	"guildhall/account"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
	"guildhall/search"
	"guildhall/town"
)

func asks(place *town.Town, member id.Member) func(*db.Tx) error {
	return func(tx *db.Tx) error {
		return account.AskIdentity(tx, member, "Sam Seller", file.Taken{
			ID: id.New[id.FileKind](tx.Now()), Name: "passport.pdf", Type: "application/pdf", Bytes: 9,
		})
	}
}

func refusedAs(t *testing.T, place *town.Town, code, field string, fn func(*db.Tx) error) {
	t.Helper()
	wantFault(t, place.Try(fn), code, field)
}

func judges(j account.Judging) func(*db.Tx) error {
	return func(tx *db.Tx) error {
		_, err := account.JudgeIdentity(tx, j)
		return err
	}
}

// checked reads a member's check, and how many documents are kept.
func checked(place *town.Town, member id.Member) (check account.Identity, documents int) {
	place.Read(func(tx *db.Tx) (err error) {
		if check, err = account.IdentityOf(tx, member); err != nil {
			return err
		}
		files, err := file.Of(tx, account.IdentityFiles(member))
		documents = len(files)
		return err
	})
	return check, documents
}

// verifiedFound counts the services that the filter leaves.
func verifiedFound(place *town.Town) (n int64) {
	place.Read(func(tx *db.Tx) error {
		found, err := search.InDatabase().Find(tx, search.Query{Verified: true, Language: "en"})
		n = found.Total
		return err
	})
	return n
}

// TestVerifiedAfterAskingAndTheDocumentGoes is ACC-19, all the way to the
// filter of the search.
func TestVerifiedAfterAskingAndTheDocumentGoes(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		place.Shop()
		sam := place.Seller.ID
		place.Write(asks(place, sam))
		if check, documents := checked(place, sam); check.State != account.IdentityWaiting || documents != 1 || reread(place, sam).Verified() {
			t.Errorf("asked: %+v, %d documents", check, documents)
		}
		refusedAs(t, place, "identity_waits", "", asks(place, sam))
		refusedAs(t, place, "identity_own", "", judges(account.Judging{Member: sam, By: sam, Verified: true}))
		if n := verifiedFound(place); n != 0 {
			t.Errorf("%d services of verified sellers before the decision", n)
		}
		place.Write(judges(account.Judging{Member: sam, By: place.Finance.ID, Verified: true}))
		check, documents := checked(place, sam)
		if check.State != account.IdentityVerified || check.DecidedBy != place.Finance.ID || documents != 0 || !reread(place, sam).Verified() {
			t.Errorf("verified: %+v, %d documents", check, documents)
		}
		if n := verifiedFound(place); n != 1 {
			t.Errorf("%d services of verified sellers", n)
		}
		refusedAs(t, place, "identity_verified", "", asks(place, sam))
		refusedAs(t, place, "identity_verified", "", judges(account.Judging{Member: sam, By: place.Admin.ID, Verified: true}))
		if noted(place, "account.identity_asked") != 1 || noted(place, "account.identity_verified") != 1 {
			t.Error("the diary misses a step")
		}
	})
}

func TestVerificationIsRefusedWithAReasonAndTakenBack(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		place.Shop()
		sam, finance := place.Seller.ID, place.Finance.ID
		refusedAs(t, place, "identity_nothing", "", judges(account.Judging{Member: sam, By: finance, Reason: "unasked"}))
		refusedAs(t, place, "required", "reason", judges(account.Judging{Member: sam, By: finance, Verified: true})) // who did not ask: why?
		place.Write(asks(place, sam))
		refusedAs(t, place, "required", "reason", judges(account.Judging{Member: sam, By: finance}))
		place.Write(judges(account.Judging{Member: sam, By: finance, Reason: "blurred"}))
		if check, documents := checked(place, sam); check.State != account.IdentityRefused || check.Reason != "blurred" || documents != 0 {
			t.Errorf("refused: %+v, %d documents", check, documents)
		}
		place.Write(asks(place, sam))
		place.Write(judges(account.Judging{Member: sam, By: finance, Verified: true}))
		place.Write(judges(account.Judging{Member: sam, By: finance, Reason: "the passport was somebody else's"}))
		if reread(place, sam).Verified() || verifiedFound(place) != 0 {
			t.Error("a verification that was taken back still counts")
		}
		place.Write(judges(account.Judging{Member: sam, By: finance, Verified: true, Reason: "met in person"}))
		if !reread(place, sam).Verified() {
			t.Error("staff cannot verify whom they met")
		}
	})
}

func TestAskingNeedsANameAndADocument(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		err := place.Try(func(tx *db.Tx) error { return account.AskIdentity(tx, place.Seller.ID, " ", file.Taken{}) })
		refused, ok := fault.As(err)
		if !ok || len(refused.All()) != 2 {
			t.Errorf("an empty wish: %v", err)
		}
	})
}
