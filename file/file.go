// Package file keeps what members upload: bytes on disk under a random id,
// with a row that names their holder (TLK-4).
//
// A file goes two steps. Take, outside any transaction, judges the content,
// re-encodes pictures, syncs the bytes to disk. Attach writes the row in the
// caller's transaction. Bytes without a row are nobody's and are swept away.
// Who may read a file is the business of its holder's package.
package file

import (
	"errors"
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
)

// Holder is what a file belongs to: "service", "conversation", "order", … and
// its id.
type Holder struct {
	Kind string
	ID   [16]byte
}

// HolderOf names a holder.
func HolderOf[K any](kind string, of id.Of[K]) Holder { return Holder{Kind: kind, ID: of} }

// File is one kept file.
type File struct {
	ID     id.File
	Holder Holder
	Owner  id.Member // who uploaded it
	Name   string    // as uploaded, made safe, with the ending of its content
	Type   string    // media type, by content
	Bytes  int64
	SHA256 [32]byte // of the bytes as kept
	Width  int      // of pictures, else 0
	Height int
	At     time.Time
}

// Picture reports whether the file is a picture that was drawn anew here and
// has a thumbnail: safe to show in a page.
func (f File) Picture() bool { return f.Width > 0 }

// Attach writes the row of a taken file: from now on it belongs to holder.
func Attach(tx *db.Tx, t Taken, holder Holder, owner id.Member) (File, error) {
	f := File{
		ID: t.ID, Holder: holder, Owner: owner, Name: t.Name, Type: t.Type, Bytes: t.Bytes,
		SHA256: t.SHA256, Width: t.Width, Height: t.Height, At: tx.Now(),
	}
	return f, tx.Exec(`INSERT INTO files (id, holder_kind, holder, owner, name, type, bytes, sha256, width, height, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		f.ID, f.Holder.Kind, f.Holder.ID[:], f.Owner, f.Name, f.Type, f.Bytes, f.SHA256[:], f.Width, f.Height, f.At)
}

const columns = `id, holder_kind, holder, owner, name, type, bytes, sha256, width, height, at`

func scan(row db.Row) (File, error) {
	var f File
	var holder, sum []byte
	err := row.Scan(&f.ID, &f.Holder.Kind, &holder, &f.Owner, &f.Name, &f.Type, &f.Bytes, &sum, &f.Width, &f.Height, &f.At)
	copy(f.Holder.ID[:], holder)
	copy(f.SHA256[:], sum)
	return f, err
}

// Get reads a file's row; fault.Missing when there is none.
func Get(tx *db.Tx, file id.File) (File, error) {
	f, err := db.One(tx, scan, `SELECT `+columns+` FROM files WHERE id = $1`, file)
	if errors.Is(err, db.ErrNoRow) {
		return File{}, fault.Missing()
	}
	return f, err
}

// Of lists a holder's files, oldest first.
func Of(tx *db.Tx, holder Holder) ([]File, error) {
	return db.All(tx, scan, `SELECT `+columns+` FROM files WHERE holder_kind = $1 AND holder = $2 ORDER BY at, id`,
		holder.Kind, holder.ID[:])
}

// Hand passes a file on: what was kept with a wish goes to what became of it.
// Fault: not_found when from does not hold it.
func Hand(tx *db.Tx, file id.File, from, to Holder) error {
	return tx.ExecOne(fault.Missing(), `UPDATE files SET holder_kind = $1, holder = $2
		WHERE id = $3 AND holder_kind = $4 AND holder = $5`, to.Kind, to.ID[:], file, from.Kind, from.ID[:])
}

// Drop forgets a file: its row goes now, its bytes with the next sweep (Strays).
func Drop(tx *db.Tx, file id.File) error { return tx.Exec(`DELETE FROM files WHERE id = $1`, file) }

// Held answers the named files, in that order, when all of them belong to the
// holder and were uploaded by owner; fault.Missing otherwise. Doors call it
// before they store references that came in a form.
func Held(tx *db.Tx, holder Holder, owner id.Member, files []id.File) ([]File, error) {
	var held []File
	for _, file := range files {
		f, err := Get(tx, file)
		if err != nil {
			return nil, err
		}
		if f.Holder != holder || f.Owner != owner {
			return nil, fault.Missing()
		}
		held = append(held, f)
	}
	return held, nil
}
