package desk

import (
	"net/http"
	"sync"
	"time"

	"github.com/a-h/templ"
)

// sharedFor is how long a page that is the same for all visitors is handed
// out again. What is paused, hidden or removed must be gone within a second
// (CAT-22); half of it is this.
const sharedFor = 500 * time.Millisecond

// Limits of the pages kept.
const (
	sharedMost     = 64
	sharedBytesMax = 256 << 10 // of one
)

// shelf keeps pages for visitors.
type shelf struct {
	mu    sync.Mutex
	pages map[string]*sharedPage
}

// sharedPage is one page. Whoever holds its lock draws it: a crowd that asks
// for it at once waits for one drawing.
type sharedPage struct {
	mu    sync.Mutex
	drawn time.Time
	body  []byte
	note  any
}

// Shared answers with a page that depends on nothing but the address and the
// language as long as no cookie says more: visitors get what was drawn at most
// half a second ago; members, and visitors with a notice or colours of their
// own, have theirs drawn. What draw answers as its note is handed to seen with
// every answer, drawn or not.
func Shared[N any](v *Visit, draw func() (templ.Component, N, error), seen func(N)) error {
	if v.SignedIn() || v.R.Header.Get("Cookie") != "" {
		page, note, err := draw()
		if err != nil {
			return err
		}
		seen(note)
		return v.Render(page)
	}
	body, note, err := v.shelf.page(v.R.URL.RequestURI() + "\x00" + v.Say.Language()).now(func() ([]byte, any, error) {
		page, note, err := draw()
		if err != nil {
			return nil, nil, err
		}
		body, err := v.drawn(page)
		return body, note, err
	})
	if err != nil {
		return err
	}
	seen(note.(N))
	return v.send(http.StatusOK, body)
}

// now answers the page as it was at most sharedFor ago. Nobody waits here for
// somebody else to read their answer.
func (k *sharedPage) now(draw func() ([]byte, any, error)) ([]byte, any, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := time.Now()
	if k.body != nil && now.Sub(k.drawn) <= sharedFor {
		return k.body, k.note, nil
	}
	body, note, err := draw()
	if err == nil && len(body) <= sharedBytesMax {
		k.body, k.note, k.drawn = body, note, now
	}
	return body, note, err
}

// page is where a page is kept. When there are too many, all go: the wanted
// ones are drawn again at once.
func (s *shelf) page(key string) *sharedPage {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept, known := s.pages[key]
	if known {
		return kept
	}
	if len(s.pages) >= sharedMost || s.pages == nil {
		s.pages = map[string]*sharedPage{}
	}
	kept = &sharedPage{}
	s.pages[key] = kept
	return kept
}
