package cart

import (
	"errors"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/id"
)

// SeenMax bounds what is remembered of a member's looks.
const SeenMax = 30

// Saw remembers that a member looked at a service, unless they do not want that.
func Saw(tx *db.Tx, member id.Member, service id.Service, at time.Time) error {
	off, err := SeenOff(tx, member)
	if err != nil || off {
		return err
	}
	if err := tx.Exec(`INSERT INTO seen (member, service, at) VALUES ($1, $2, $3)
		ON CONFLICT (member, service) DO UPDATE SET at = excluded.at WHERE seen.at < excluded.at`, member, service, at); err != nil {
		return err
	}
	return tx.Exec(`DELETE FROM seen WHERE member = $1 AND service NOT IN
		(SELECT service FROM seen WHERE member = $1 ORDER BY at DESC, service LIMIT $2)`, member, SeenMax)
}

// Seen reads what the member looked at, the last first; what strangers cannot
// reach any more is left out.
func Seen(tx *db.Tx, member id.Member, limit int) ([]id.Service, error) {
	seen, err := db.All(tx, scanService, `SELECT service FROM seen WHERE member = $1 ORDER BY at DESC, service`, member)
	if err != nil {
		return nil, err
	}
	open, err := catalogue.StillOpen(tx, seen)
	return open[:min(len(open), limit)], err
}

// ForgetSeen forgets all of it.
func ForgetSeen(tx *db.Tx, member id.Member) error {
	return tx.Exec(`DELETE FROM seen WHERE member = $1`, member)
}

// SwitchSeen turns remembering off, which forgets what there is, or on again.
func SwitchSeen(tx *db.Tx, member id.Member, off bool) error {
	if !off {
		return tx.Exec(`DELETE FROM seen_not WHERE member = $1`, member)
	}
	if err := tx.Exec(`INSERT INTO seen_not (member, since) VALUES ($1, $2) ON CONFLICT (member) DO NOTHING`, member, tx.Now()); err != nil {
		return err
	}
	return ForgetSeen(tx, member)
}

// SeenOff reports whether the member does not want it remembered.
func SeenOff(tx *db.Tx, member id.Member) (bool, error) {
	_, err := db.Value[time.Time](tx, `SELECT since FROM seen_not WHERE member = $1`, member)
	if errors.Is(err, db.ErrNoRow) {
		return false, nil
	}
	return err == nil, err
}
