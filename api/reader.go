package api

import (
	_ "embed"
	"io/fs"
	"mime"
	"net/http"
	"path"

	"github.com/swaggest/swgui/v5/static"
)

// The reader is a page of our own around the embedded parts of Swagger UI, so
// that it needs neither another host nor an inline script.
var (
	//go:embed reader.html
	readerPage []byte
	//go:embed reader.js
	readerScript []byte
)

// readerParts are the files of Swagger UI that the page loads, as they are
// packed.
var readerParts = []string{"swagger-ui.css", "swagger-ui-bundle.js"}

func mountReader(mux *http.ServeMux) {
	mux.Handle("GET /api/{$}", served("text/html; charset=utf-8", readerPage))
	mux.Handle("GET /api/reader/start.js", served("text/javascript; charset=utf-8", readerScript))
	for _, name := range readerParts {
		packed, err := fs.ReadFile(static.FS, name+".gz")
		if err != nil {
			panic(err) // it is embedded
		}
		mux.Handle("GET /api/reader/"+name, unpacked(mime.TypeByExtension(path.Ext(name)), packed))
	}
}

// unpacked serves a file that is kept packed. Every browser that can show the
// reader takes gzip.
func unpacked(contentType string, packed []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h.Set("Content-Type", contentType)
		h.Set("Content-Encoding", "gzip")
		h.Set("Cache-Control", "public, max-age=86400")
		w.Write(packed) //nolint:errcheck // the reader is gone
	})
}
