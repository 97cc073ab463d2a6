// Package assets holds the style sheets, scripts and drawings of the pages,
// embedded under names that carry their hash, so that browsers may keep them
// for ever and a new release is seen at once.
//
// Nothing is built beforehand: when the program starts, the style sheets are
// joined in the order of their layers, the specifiers of the script modules
// are rewritten to hashed names, and each file is compressed once.
package assets

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"
)

//go:embed css js img
var files embed.FS

// Prefix is the path under which Handler serves.
const Prefix = "/assets/"

// sheetOrder is the order of the layers; pages' sheets follow, sorted by name.
var sheetOrder = []string{"css/reset.css", "css/tokens.css", "css/base.css", "css/parts.css", "css/layout.css", "css/flow.css"}

var site = mustLoad(files)

// fileBytesMax is how far back the encoder looks: further than any file is long.
const fileBytesMax = 256 << 10

// shelf is the set of files as they are served.
type shelf struct {
	hashed map[string]string // "site.css" -> "site-1f2e3d4c.css"
	byName map[string]*asset // by hashed name
	zstd   *zstd.Encoder     // while loading: one takes more memory than all the files
}

// asset is one file in each of its encodings.
type asset struct {
	mediaType string
	plain     []byte
	gzip      []byte
	zstd      []byte
}

// Path is the address of a file by its plain name, such as "site.css" or
// "js/main.js". It panics on a name that is not embedded: a page that asks
// for it is broken, and every page is rendered by a test.
func Path(name string) string {
	hashed, ok := site.hashed[name]
	if !ok {
		panic("assets: no file " + name)
	}
	return Prefix + hashed
}

// Modules lists the addresses of all script modules but the entry, for
// preloading, so that imports do not wait for one another.
func Modules() []string {
	var list []string
	for name, hashed := range site.hashed {
		if strings.HasPrefix(name, "js/") && name != "js/main.js" {
			list = append(list, Prefix+hashed)
		}
	}
	slices.Sort(list)
	return list
}

func mustLoad(source fs.FS) *shelf {
	loaded, err := load(source)
	if err != nil {
		panic(err) // an embedded file is broken: no start can help
	}
	return loaded
}

func load(source fs.FS) (*shelf, error) {
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithEncoderConcurrency(1),
		zstd.WithWindowSize(fileBytesMax))
	if err != nil {
		return nil, err
	}
	s := &shelf{hashed: map[string]string{}, byName: map[string]*asset{}, zstd: encoder}
	defer func() { s.zstd = nil }()
	sheet, err := joinSheets(source)
	if err != nil {
		return nil, err
	}
	if err := s.put("site.css", sheet); err != nil {
		return nil, err
	}
	if err := s.putAll(source, "img"); err != nil {
		return nil, err
	}
	return s, s.putModules(source)
}

// joinSheets makes one style sheet of all, since a page wants every layer.
func joinSheets(source fs.FS) ([]byte, error) {
	pages, err := fs.Glob(source, "css/pages/*.css")
	if err != nil {
		return nil, err
	}
	var sheet strings.Builder
	for _, name := range append(slices.Clone(sheetOrder), pages...) {
		text, err := fs.ReadFile(source, name)
		if err != nil {
			return nil, fmt.Errorf("assets: %w", err)
		}
		sheet.Write(text)
	}
	return []byte(squeeze(sheet.String())), nil
}

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssIndent  = regexp.MustCompile(`\n\s+`)
)

// squeeze drops comments and indentation; compression does the rest.
func squeeze(css string) string {
	return cssIndent.ReplaceAllString(cssComment.ReplaceAllString(css, ""), "\n")
}

func (s *shelf) putAll(source fs.FS, folder string) error {
	return fs.WalkDir(source, folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(source, name)
		if err != nil {
			return err
		}
		return s.put(name, text)
	})
}

var specifier = regexp.MustCompile(`(from\s*|import\s*)"\./([a-z-]+\.js)"`)

// putModules puts every module after those it imports, with the specifiers
// rewritten to the hashed names. A circle of imports is refused.
func (s *shelf) putModules(source fs.FS) error {
	names, err := fs.Glob(source, "js/*.js")
	if err != nil {
		return err
	}
	waiting := map[string]bool{}
	for _, name := range names {
		if err := s.putModule(source, name, waiting); err != nil {
			return err
		}
	}
	return nil
}

func (s *shelf) putModule(source fs.FS, name string, waiting map[string]bool) error {
	if s.hashed[name] != "" {
		return nil
	}
	if waiting[name] {
		return fmt.Errorf("assets: %s imports itself in a circle", name)
	}
	waiting[name] = true
	text, err := fs.ReadFile(source, name)
	if err != nil {
		return fmt.Errorf("assets: %w", err)
	}
	for _, found := range specifier.FindAllStringSubmatch(string(text), -1) {
		if err := s.putModule(source, "js/"+found[2], waiting); err != nil {
			return err
		}
	}
	rewritten := specifier.ReplaceAllStringFunc(string(text), func(match string) string {
		parts := specifier.FindStringSubmatch(match)
		return parts[1] + `"` + Prefix + s.hashed["js/"+parts[2]] + `"`
	})
	return s.put(name, []byte(rewritten))
}

// put compresses the file and shelves it under the hash of its content.
func (s *shelf) put(name string, text []byte) error {
	sum := sha256.Sum256(text)
	extension := path.Ext(name)
	hashed := strings.TrimSuffix(name, extension) + "-" + hex.EncodeToString(sum[:4]) + extension
	a, err := s.compress(mediaType(extension), text)
	if err != nil {
		return fmt.Errorf("assets: %s: %w", name, err)
	}
	s.hashed[name] = hashed
	s.byName[hashed] = a
	return nil
}

func mediaType(extension string) string {
	switch extension {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	return "application/octet-stream"
}
