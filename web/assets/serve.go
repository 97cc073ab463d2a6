package assets

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// Handler serves the files under Prefix. A name with another hash is not
// found, so that nobody keeps a wrong file for ever.
func Handler() http.Handler {
	return http.StripPrefix(Prefix, http.HandlerFunc(serve))
}

func serve(w http.ResponseWriter, r *http.Request) {
	a := site.byName[r.URL.Path]
	if a == nil {
		http.NotFound(w, r)
		return
	}
	body, encoding := a.encoded(r.Header.Get("Accept-Encoding"))
	header := w.Header()
	header.Set("Content-Type", a.mediaType)
	header.Set("Cache-Control", "public, max-age=31536000, immutable")
	header.Set("Vary", "Accept-Encoding")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Length", strconv.Itoa(len(body)))
	if encoding != "" {
		header.Set("Content-Encoding", encoding)
	}
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the browser went away: nobody is left to tell
	}
}

// encoded picks the smallest form that the browser takes.
func (a *asset) encoded(accepts string) (body []byte, encoding string) {
	switch {
	case strings.Contains(accepts, "zstd"):
		return a.zstd, "zstd"
	case strings.Contains(accepts, "gzip"):
		return a.gzip, "gzip"
	}
	return a.plain, ""
}

func (s *shelf) compress(mediaType string, text []byte) (*asset, error) {
	zipped, err := gzipped(text)
	if err != nil {
		return nil, err
	}
	return &asset{mediaType: mediaType, plain: text, gzip: zipped, zstd: s.zstd.EncodeAll(text, nil)}, nil
}

func gzipped(text []byte) ([]byte, error) {
	var buffer bytes.Buffer
	writer, err := gzip.NewWriterLevel(&buffer, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := writer.Write(text); err != nil {
		return nil, err
	}
	if err := writer.Close(); err != nil {
		return nil, err
	}
	return buffer.Bytes(), nil
}
