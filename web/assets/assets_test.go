package assets

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/klauspost/compress/zstd"
)

func get(t *testing.T, path, accepts string) *http.Response {
	t.Helper()
	request := httptest.NewRequest(http.MethodGet, path, nil)
	request.Header.Set("Accept-Encoding", accepts)
	recorder := httptest.NewRecorder()
	Handler().ServeHTTP(recorder, request)
	return recorder.Result()
}

func TestFilesMayBeKeptForEver(t *testing.T) {
	answer := get(t, Path("site.css"), "zstd, gzip")
	if got := answer.Header.Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
		t.Errorf("cached as %q", got)
	}
	decoder, err := zstd.NewReader(answer.Body)
	if err != nil || answer.Header.Get("Content-Encoding") != "zstd" {
		t.Fatalf("not in zstd: %v, %v", answer.Header, err)
	}
	defer decoder.Close()
}

func TestAnOldNameIsNotFound(t *testing.T) {
	if answer := get(t, Prefix+"site-00000000.css", ""); answer.StatusCode != http.StatusNotFound {
		t.Errorf("answered %d", answer.StatusCode)
	}
}

func TestModulesImportHashedNames(t *testing.T) {
	main := string(site.byName[site.hashed["js/main.js"]].plain)
	if strings.Contains(main, `"./`) || !strings.Contains(main, Path("js/count-down.js")) {
		t.Errorf("the entry imports unhashed names:\n%s", main)
	}
}

func TestACircleOfImportsIsRefused(t *testing.T) {
	circle := fstest.MapFS{
		"js/a.js": {Data: []byte(`import "./b.js";`)},
		"js/b.js": {Data: []byte(`import "./a.js";`)},
	}
	s := &shelf{hashed: map[string]string{}, byName: map[string]*asset{}}
	if err := s.putModules(circle); err == nil || !strings.Contains(err.Error(), "circle") {
		t.Errorf("got %v", err)
	}
}

// The first page stays under 100 kB over the wire with room for its HTML.
func TestAllFilesOfAPageAreSmall(t *testing.T) {
	const bytesMax = 45_000
	total := 0
	for _, a := range site.byName {
		total += len(a.gzip)
	}
	if total > bytesMax {
		t.Errorf("style and script weigh %d bytes, at most %d", total, bytesMax)
	}
}

func TestModulesAreShort(t *testing.T) {
	const linesMax = 100
	names, _ := fs.Glob(files, "js/*.js")
	for _, name := range names {
		text, _ := fs.ReadFile(files, name)
		if lines := strings.Count(string(text), "\n"); lines > linesMax {
			t.Errorf("%s has %d lines, at most %d", name, lines, linesMax)
		}
	}
}

var colourLiteral = regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(`)

func TestColoursAreTokens(t *testing.T) {
	for _, pattern := range []string{"css/*.css", "css/pages/*.css"} {
		names, _ := fs.Glob(files, pattern)
		for _, name := range names {
			text, _ := fs.ReadFile(files, name)
			if found := colourLiteral.FindString(string(text)); found != "" {
				t.Errorf("%s has the colour %s: use a token", name, found)
			}
		}
	}
}
