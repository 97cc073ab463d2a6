package file

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
)

// Store is the folder that holds the bytes. It may be used by many at once.
type Store struct {
	root     string
	decoding chan struct{} // pictures drawn at the same time, since each takes memory
}

// picturesAtOnce bounds the memory that drawing pictures takes.
const picturesAtOnce = 2

// OpenStore uses a folder, made when it is not there.
func OpenStore(root string) (*Store, error) {
	if err := os.MkdirAll(filepath.Join(root, "taking"), 0o700); err != nil {
		return nil, fmt.Errorf("file: %w", err)
	}
	return &Store{root: root, decoding: make(chan struct{}, picturesAtOnce)}, nil
}

// Limits is what the policy lets in.
type Limits struct {
	BytesMax int64
	Types    []string // endings, lower case
}

// Taken is a file whose bytes are safe on disk and which nobody owns yet.
type Taken struct {
	ID            id.File
	Name          string
	Type          string
	Bytes         int64
	SHA256        [32]byte
	Width, Height int // of pictures, else 0
}

// Take reads an upload to its end, judges it by its content, draws pictures
// anew without what cameras write into them (place, serial number), and
// leaves bytes and thumbnail synced on disk. Never call it in a transaction.
// Faults, all beside "file": file_empty, file_large{most}, file_type{types},
// picture_unreadable, picture_huge{most}, picture_frames{most}.
func (s *Store) Take(from io.Reader, name string, at time.Time, l Limits) (Taken, error) {
	content, err := io.ReadAll(io.LimitReader(from, l.BytesMax+1))
	switch {
	case err != nil:
		return Taken{}, fmt.Errorf("file: reading an upload: %w", err)
	case len(content) == 0:
		return Taken{}, refuse("file_empty")
	case int64(len(content)) > l.BytesMax:
		return Taken{}, refuse("file_large", "most", l.BytesMax)
	}
	ext, mediaType := ending(content[:min(len(content), headBytes)], name, l.Types)
	if ext == "" {
		return Taken{}, refuse("file_type", "types", strings.Join(l.Types, ", "))
	}
	t := Taken{ID: id.New[id.FileKind](at), Name: safeName(name, ext), Type: mediaType}
	var thumb []byte
	if isPicture(mediaType) {
		s.decoding <- struct{}{}
		drawn, err := redraw(content, mediaType)
		<-s.decoding
		if err != nil {
			return Taken{}, err
		}
		content, thumb, t.Width, t.Height = drawn.full, drawn.thumb, drawn.width, drawn.height
	}
	t.Bytes, t.SHA256 = int64(len(content)), sha256.Sum256(content)
	if thumb != nil {
		if err := s.keep(s.path(t.ID)+thumbSuffix, thumb); err != nil {
			return Taken{}, err
		}
	}
	return t, s.keep(s.path(t.ID), content)
}

func refuse(code string, args ...any) error { return fault.Invalid(code, args...).At("file") }

const thumbSuffix = ".thumb"

// path is where the bytes of a file lie: in one of 256 folders, told by the
// last byte, which is random.
func (s *Store) path(file id.File) string {
	name := file.String()
	return filepath.Join(s.root, name[34:], name)
}

// keep writes bytes so that they are there after a power cut: synced under
// another name, renamed, the folder synced.
func (s *Store) keep(path string, content []byte) error {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("file: %w", err)
	}
	taking, err := os.CreateTemp(filepath.Join(s.root, "taking"), "*")
	if err != nil {
		return fmt.Errorf("file: %w", err)
	}
	defer os.Remove(taking.Name()) // gone already when all went well
	_, err = io.Copy(taking, bytes.NewReader(content))
	err = errors.Join(err, taking.Sync(), taking.Close())
	if err != nil {
		return fmt.Errorf("file: %w", err)
	}
	if err := os.Rename(taking.Name(), path); err != nil {
		return fmt.Errorf("file: %w", err)
	}
	return syncFolder(folder)
}

func syncFolder(folder string) error {
	opened, err := os.Open(folder)
	if err != nil {
		return fmt.Errorf("file: %w", err)
	}
	if err := errors.Join(opened.Sync(), opened.Close()); err != nil {
		return fmt.Errorf("file: %w", err)
	}
	return nil
}

// Open reads the bytes of a file. fault.Missing when they are gone.
func (s *Store) Open(f File) (*os.File, error) { return s.open(s.path(f.ID)) }

// OpenThumb reads a picture's thumbnail, a JPEG of at most 480 x 480.
func (s *Store) OpenThumb(f File) (*os.File, error) { return s.open(s.path(f.ID) + thumbSuffix) }

func (s *Store) open(path string) (*os.File, error) {
	opened, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.Missing()
	}
	return opened, err
}

// Discard removes the bytes of files that no row names.
func (s *Store) Discard(files ...id.File) error {
	var all error
	for _, file := range files {
		for _, path := range []string{s.path(file), s.path(file) + thumbSuffix} {
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				all = errors.Join(all, fmt.Errorf("file: %w", err))
			}
		}
	}
	return all
}

// straysMax bounds one sweep's list.
const straysMax = 1000

// Strays lists files on disk that are older than before and that no row
// names: uploads whose transaction never happened. The sweeper hands them to
// Discard after the transaction.
func (s *Store) Strays(tx *db.Tx, before time.Time) ([]id.File, error) {
	var strays []id.File
	err := filepath.WalkDir(s.root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || len(strays) == straysMax {
			return err
		}
		file, err := id.Parse[id.FileKind](filepath.Base(path))
		if err != nil {
			return nil // a thumbnail or something in "taking": goes with its file
		}
		info, err := entry.Info()
		if err != nil || info.ModTime().After(before) {
			return err
		}
		if _, err := Get(tx, file); errors.Is(err, fault.Missing()) {
			strays = append(strays, file)
		} else if err != nil {
			return err
		}
		return nil
	})
	return strays, err
}
