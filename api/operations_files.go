package api

import (
	"io"
	"mime"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
)

// uploadBytesMax bounds a request that carries a file; the file itself has the
// policy's bound.
const uploadBytesMax = 128 << 20

// fileOperations are about the files of an order, which its parties and staff
// alone may read (TLK-4).
var fileOperations = []Operation{
	op("GET /orders/{order}/files", "listOrderFiles", account.Deal, desk.OrderParty, inPages(listOrderFiles, func(f File) string { return f.ID.String() })),
	op("POST /orders/{order}/files", "uploadOrderFile", account.Deal, desk.OrderParty, uploadOrderFile).creating().atMost(uploadBytesMax),
	bytesOf("GET /orders/{order}/files/{file}", "downloadOrderFile", account.Deal, desk.OrderParty, downloadOrderFile),
}

// File is one kept file, without its bytes.
type File struct {
	ID     id.File `json:"id"`
	Name   string  `json:"name"`
	Type   string  `json:"type"`
	Bytes  int64   `json:"bytes"`
	SHA256 []byte  `json:"sha256"`
	Width  int     `json:"width,omitempty"`
	Height int     `json:"height,omitempty"`
}

func fileOf(f file.File) File {
	return File{f.ID, f.Name, f.Type, f.Bytes, f.SHA256[:], f.Width, f.Height}
}

func listOrderFiles(c *Call, _ *struct{}) (List[File], error) {
	return read(c, func(tx *db.Tx) (List[File], error) {
		o, _, err := c.open(tx)
		if err != nil {
			return List[File]{}, err
		}
		rows, err := file.Of(tx, file.HolderOf("order", o.ID))
		return listOf(rows, len(rows), fileOf, nil), err
	})
}

type upload struct {
	RawBody huma.MultipartFormFiles[struct {
		File huma.FormFile `form:"file" required:"true"`
	}]
}

// take keeps the uploaded bytes outside any transaction. What was taken stands
// for the body under the idempotency key.
func (c *Call) take(in *upload) (file.Taken, error) {
	sent := in.RawBody.Data().File
	defer sent.Close()
	p := c.Rules.Policy
	taken, err := c.Files.Take(sent, sent.Filename, c.At, file.Limits{BytesMax: p.FileMax, Types: p.FileTypes})
	if err != nil {
		return file.Taken{}, err
	}
	c.hash(append([]byte(taken.Name+"\n"), taken.SHA256[:]...))
	return taken, nil
}

func uploadOrderFile(c *Call, in *upload) (File, error) {
	if _, err := read(c, func(tx *db.Tx) (id.Order, error) { o, _, err := c.open(tx); return o.ID, err }); err != nil {
		return File{}, err // before a byte is kept
	}
	taken, err := c.take(in)
	if err != nil {
		return File{}, err
	}
	return once(c, func(tx *db.Tx) (File, error) {
		o, _, err := c.open(tx)
		if err != nil {
			return File{}, err
		}
		kept, err := file.Attach(tx, taken, file.HolderOf("order", o.ID), c.Member.ID)
		return fileOf(kept), err
	})
}

func downloadOrderFile(c *Call) error {
	which, err := id.Parse[id.FileKind](c.Path("file"))
	if err != nil {
		return err
	}
	f, err := read(c, func(tx *db.Tx) (file.File, error) {
		o, _, err := c.open(tx)
		if err != nil {
			return file.File{}, err
		}
		f, err := file.Get(tx, which)
		if err == nil && f.Holder != file.HolderOf("order", o.ID) {
			err = fault.Missing()
		}
		return f, err
	})
	if err != nil {
		return err
	}
	return c.attach(f)
}

// attach sends a file's bytes so that no browser shows or runs them.
func (c *Call) attach(f file.File) error {
	kept, err := c.Files.Open(f)
	if err != nil {
		return err
	}
	defer kept.Close()
	c.saving(f.Type, f.Name)
	_, err = io.Copy(c.W, kept)
	return err
}

// saving begins an answer that is saved under a name.
func (c *Call) saving(contentType, name string) {
	h := c.W.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	c.Taken()
	c.W.WriteHeader(http.StatusOK)
}
