package desk

import (
	"bufio"
	"io"
	"mime"
	"net/http"
)

// Stream hands out a file to be saved while it is made. An error before the
// first piece is on its way ends as any other; after it the connection is cut,
// so that nobody takes half a file for the whole.
func (v *Visit) Stream(contentType, name string, write func(io.Writer) error) error {
	s := &stream{v: v, contentType: contentType, name: name}
	pieces := bufio.NewWriterSize(s, 64<<10)
	err := write(pieces)
	if err == nil {
		err = pieces.Flush()
	}
	if err != nil && s.begun {
		traceOf(v.R).cause = err
		panic(http.ErrAbortHandler)
	}
	if err == nil {
		s.begin()
	}
	return err
}

// stream sends its headers with the first byte.
type stream struct {
	v                 *Visit
	contentType, name string
	begun             bool
}

func (s *stream) begin() {
	if s.begun {
		return
	}
	s.begun = true
	s.v.Taken()
	h := s.v.W.Header()
	h.Set("Content-Type", s.contentType)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": s.name}))
	h.Set("Cache-Control", "private, no-store")
}

func (s *stream) Write(p []byte) (int, error) {
	s.begin()
	return s.v.W.Write(p)
}
