package verify

import (
	"errors"
	"fmt"
	"time"

	"guildhall/db"
	"guildhall/event"
)

const (
	entriesAtOnce = 1000
	sealLag       = time.Minute // of running time, until a new entry must be sealed
)

// diary checks every entry of every subject against its hash, and the sealed
// log against all of them (invariant 2).
func diary(tx *db.Tx) ([]Finding, error) {
	var findings []Finding
	report := func(subject string, err error) {
		findings = append(findings, Finding{Invariant: 2, Subject: subject, Detail: err.Error()})
	}
	for seq := int64(0); ; {
		entries, err := event.After(tx, seq, entriesAtOnce)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if err := event.VerifyOne(e); err != nil {
				report(e.Subject.String(), err)
			}
			seq = e.Seq
		}
		if len(entries) < entriesAtOnce {
			break
		}
	}
	if err := event.VerifySeals(tx); err != nil {
		report("sealed log", err)
	}
	unsealed, err := lag(tx)
	if unsealed != nil {
		report("sealed log", unsealed)
	}
	return findings, err
}

// lag looks for entries that the house had time to seal and did not. It goes
// by the last heartbeat: a database at rest is not late.
func lag(tx *db.Tx) (late error, err error) {
	seal, err := event.LastSeal(tx)
	if err != nil {
		return nil, err
	}
	n, err := db.Value[int64](tx, `
		SELECT count(*) FROM events e, (SELECT began, seen FROM uptimes ORDER BY began DESC LIMIT 1) u
		WHERE (e.seq IS NULL OR e.seq > $1) AND e.at >= u.began AND e.at < u.seen - $2`, seal.Size, sealLag)
	if err != nil && !errors.Is(err, db.ErrNoRow) {
		return nil, err
	}
	if n > 0 {
		return fmt.Errorf("%d entries older than %v are not sealed", n, sealLag), nil
	}
	return nil, nil
}
