package event

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"guildhall/db"
)

// The sealed log covers all numbered entries, of all subjects, by one Merkle
// tree (RFC 6962). Its root, kept elsewhere, proves later that no entry was
// changed, inserted or removed.

// Seal is the log's root at a size.
type Seal struct {
	Size int64
	Root [32]byte
	At   time.Time
}

// Grow seals the next numbered entries, at most limit, and answers how many.
func Grow(tx *db.Tx, limit int) (int, error) {
	last, err := LastSeal(tx)
	if err != nil {
		return 0, err
	}
	fresh, err := leaves(tx, last.Size, limit)
	if err != nil || len(fresh) == 0 {
		return 0, err
	}
	tree := stored{tx: tx, fresh: map[int64]tlog.Hash{}}
	for n, leaf := range fresh {
		if err := tree.add(last.Size+int64(n), leaf); err != nil {
			return 0, err
		}
	}
	size := last.Size + int64(len(fresh))
	root, err := tlog.TreeHash(size, tree)
	if err != nil {
		return 0, fmt.Errorf("event: seal: %w", err)
	}
	return len(fresh), tx.Exec(`INSERT INTO seals (size, root, at) VALUES ($1, $2, $3)`, size, [32]byte(root), tx.Now())
}

// LastSeal is the newest root; its zero value is that of an empty log.
func LastSeal(tx *db.Tx) (Seal, error) {
	seal, err := db.One(tx, scanSeal, `SELECT size, root, at FROM seals ORDER BY size DESC LIMIT 1`)
	if errors.Is(err, db.ErrNoRow) {
		return Seal{}, nil
	}
	return seal, err
}

func scanSeal(row db.Row) (Seal, error) {
	var s Seal
	err := row.Scan(&s.Size, &s.Root, &s.At)
	return s, err
}

// VerifySeals computes every root again from the entries as they are now. The
// error names the first seal that does not fit.
func VerifySeals(tx *db.Tx) error {
	seals, err := db.All(tx, scanSeal, `SELECT size, root, at FROM seals ORDER BY size`)
	if err != nil {
		return err
	}
	tree := stored{fresh: map[int64]tlog.Hash{}}
	size := int64(0)
	for _, seal := range seals {
		covered, err := leaves(tx, size, int(seal.Size-size))
		if err != nil {
			return err
		}
		if size+int64(len(covered)) != seal.Size {
			return fmt.Errorf("event: seal %d covers entries that are gone", seal.Size)
		}
		for n, leaf := range covered {
			if err := tree.add(size+int64(n), leaf); err != nil {
				return err
			}
		}
		size = seal.Size
		root, err := tlog.TreeHash(size, tree)
		if err != nil || root != seal.Root {
			return fmt.Errorf("event: the entries up to %d are not those that were sealed", size)
		}
	}
	return nil
}

// leaves are the hashes of the entries behind seq, without a gap. They are
// computed from the entries, so that an altered one shows.
func leaves(tx *db.Tx, seq int64, limit int) ([]tlog.Hash, error) {
	entries, err := After(tx, seq, limit)
	if err != nil {
		return nil, err
	}
	hashes := make([]tlog.Hash, len(entries))
	for i, e := range entries {
		if e.Seq != seq+int64(i)+1 {
			return nil, fmt.Errorf("event: entry %d is missing", seq+int64(i)+1)
		}
		text, err := Canonical(e)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(text)
		hashes[i] = tlog.RecordHash(sum[:])
	}
	return hashes, nil
}

// stored reads and writes the tree's hashes: those of this transaction from
// memory, older ones from the table. Without a transaction all are in memory.
type stored struct {
	tx    *db.Tx
	fresh map[int64]tlog.Hash
}

func (t stored) add(n int64, leaf tlog.Hash) error {
	hashes, err := tlog.StoredHashesForRecordHash(n, leaf, t)
	if err != nil {
		return fmt.Errorf("event: seal: %w", err)
	}
	first := tlog.StoredHashIndex(0, n)
	for i, hash := range hashes {
		place := first + int64(i)
		t.fresh[place] = hash
		if t.tx == nil {
			continue
		}
		err := t.tx.Exec(`INSERT INTO seal_hashes (place, hash) VALUES ($1, $2)`, place, [32]byte(hash))
		if err != nil {
			return err
		}
	}
	return nil
}

// ReadHashes implements tlog.HashReader.
func (t stored) ReadHashes(places []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(places))
	for i, place := range places {
		hash, there := t.fresh[place]
		if !there && t.tx != nil {
			read, err := db.Value[[32]byte](t.tx, `SELECT hash FROM seal_hashes WHERE place = $1`, place)
			if err != nil {
				return nil, err
			}
			hash = read
		}
		hashes[i] = hash
	}
	return hashes, nil
}
