package desk

import (
	"bytes"
	"net/http"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"guildhall/fault"
)

// Render answers with a page. A page whose form is bad has the status of its
// first fault (422 or 409), so scripts and tests see what people read.
func (v *Visit) Render(c templ.Component) error {
	status := http.StatusOK
	if v.form != nil && v.form.Bad() {
		status = statusOf(v.form.faults[0].Sort)
	}
	return v.RenderAs(status, c)
}

// RenderAs answers with a page and a status.
func (v *Visit) RenderAs(status int, c templ.Component) error { return v.write(status, c) }

// write draws the page before a byte is sent, so that an error in drawing can
// still become an error page. What a member sees is kept by no cache.
func (v *Visit) write(status int, c templ.Component) error {
	page, err := v.drawn(c)
	if err != nil {
		return err
	}
	return v.send(status, page)
}

// drawings are the buffers pages are drawn in, used again and again: growing
// one costs as much as filling it.
var drawings = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// drawn is a page as bytes.
func (v *Visit) drawn(c templ.Component) ([]byte, error) {
	buffer := drawings.Get().(*bytes.Buffer)
	defer drawings.Put(buffer)
	buffer.Reset()
	if err := c.Render(v.R.Context(), buffer); err != nil {
		return nil, err
	}
	return bytes.Clone(buffer.Bytes()), nil
}

func (v *Visit) send(status int, page []byte) error {
	h := v.W.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Vary", "Cookie, Accept-Language")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "private, no-cache")
	}
	v.done = true
	v.W.WriteHeader(status)
	if v.R.Method == http.MethodHead {
		return nil
	}
	_, err := v.W.Write(page)
	return err
}

// Redirect sends the browser on after an action (303), to a path of this host
// only.
func (v *Visit) Redirect(path string) error {
	v.done = true
	http.Redirect(v.W, v.R, LocalPath(path), http.StatusSeeOther)
	return nil
}

// Leave sends the browser to another host: a payment provider's page.
func (v *Visit) Leave(address string) error {
	v.done = true
	http.Redirect(v.W, v.R, address, http.StatusSeeOther)
	return nil
}

// Raw answers with bytes that are no page: files, evidence, feeds.
func (v *Visit) Raw(contentType string, body []byte) error {
	v.done = true
	v.W.Header().Set("Content-Type", contentType)
	_, err := v.W.Write(body)
	return err
}

// Taken tells the desk that the handler wrote the answer itself, through W.
func (v *Visit) Taken() { v.done = true }

// Secret marks an answer that shows a secret once (a token, a link): it is not
// compressed and nothing on the way keeps it.
func (v *Visit) Secret() {
	v.W.Header().Set("Cache-Control", "no-store")
	v.W.Header().Set("No-Gzip-Compression", "1")
}

// Refuse draws the page again for a fault, with what was typed and the sentence
// beside its field; any other error passes through to the end of all errors.
func (v *Visit) Refuse(err error, page func(*Form) templ.Component) error {
	form := v.Form()
	if err := form.Take(err); err != nil {
		return err
	}
	switch form.faults[0].Sort {
	case fault.SortInvalid, fault.SortConflict, fault.SortLimited:
		return v.Render(page(form))
	default:
		return form.faults[0]
	}
}

// LocalPath is path where it names a page of this host, and "/" otherwise, so
// that "?next=" cannot lead elsewhere.
func LocalPath(path string) string {
	local := strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "//") && !strings.ContainsAny(path, "\\\r\n\t")
	if !local {
		return "/"
	}
	return path
}
