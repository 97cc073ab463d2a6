package db_test

import (
	"os"
	"sync"
	"testing"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// theDisk stands between SQLite and the files in all tests of this package: it
// counts what is written and synced, and fails when told to. It is SQLite's
// own way in (a VFS), so nothing in the program knows of it.
var theDisk = &disk{}

func TestMain(m *testing.M) {
	theDisk.install()
	os.Exit(m.Run())
}

type disk struct {
	mu      sync.Mutex
	points  int  // what was asked of the disk since reset
	written int  // the point of the last write to the log
	synced  int  // the point of the last sync of the log
	syncs   int  // syncs of the log since reset
	failAt  int  // the point that fails; 0 = none
	forEver bool // and all points behind it
	failed  int
	code    int32
}

// point is something asked of the disk; it answers whether that fails.
func (d *disk) point(log bool, isSync bool) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.points++
	if d.failAt != 0 && (d.points == d.failAt || d.forEver && d.points > d.failAt) {
		d.failed++
		return true
	}
	switch {
	case log && isSync:
		d.synced = d.points
		d.syncs++
	case log:
		d.written = d.points
	}
	return false
}

// reset starts counting anew; the point failAt will fail, with SQLite's code.
func (d *disk) reset(failAt int, forEver bool, code int32) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.points, d.written, d.synced, d.syncs, d.failed = 0, 0, 0, 0, 0
	d.failAt, d.forEver, d.code = failAt, forEver, code
}

// state answers whether the last write to the log is synced, and the counts.
func (d *disk) state() (durable bool, writes, syncs, failed int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.synced > d.written, d.written, d.syncs, d.failed
}

type (
	openFunc  = func(tls *libc.TLS, vfs, name, file uintptr, flags int32, out uintptr) int32
	writeFunc = func(tls *libc.TLS, file, from uintptr, n int32, at int64) int32
	syncFunc  = func(tls *libc.TLS, file uintptr, flags int32) int32
)

// kept are the functions that only the driver refers to, by their addresses.
var kept sync.Map

// pointer is a Go function as what the driver takes for one of C's.
func pointer[F any](fn F) uintptr {
	held := &struct{ fn F }{fn}
	address := *(*uintptr)(unsafe.Pointer(held))
	kept.Store(address, held)
	return address
}

// function is the way back.
func function[F any](address uintptr) F {
	return *(*F)(unsafe.Pointer(&struct{ address uintptr }{address}))
}

func at[T any](address uintptr) *T { return *(**T)(unsafe.Pointer(&address)) }

// made is a copy that the garbage collector leaves alone.
func made[T any](like *T) uintptr {
	tls := libc.NewTLS()
	copied := libc.Xmalloc(tls, libc.Tsize_t(unsafe.Sizeof(*like)))
	*at[T](copied) = *like
	return copied
}

// install makes the disk SQLite's default for all files that are opened later.
func (d *disk) install() {
	tls := libc.NewTLS()
	usual := sqlite3.Xsqlite3_vfs_find(tls, 0)
	own := *at[sqlite3.Tsqlite3_vfs](usual)
	name, err := libc.CString("watched")
	if err != nil {
		panic(err)
	}
	open := function[openFunc](own.FxOpen)
	methods := map[uintptr]uintptr{} // the usual ones, and ours for the log
	var mu sync.Mutex
	own.FzName, own.FpNext = name, 0
	own.FxOpen = pointer(openFunc(func(tls *libc.TLS, vfs, name, file uintptr, flags int32, out uintptr) int32 {
		code := open(tls, usual, name, file, flags, out)
		if f := at[sqlite3.Tsqlite3_file](file); code == sqlite3.SQLITE_OK && f.FpMethods != 0 {
			mu.Lock()
			defer mu.Unlock()
			key := f.FpMethods + uintptr(flags&sqlite3.SQLITE_OPEN_WAL) // methods are aligned
			if methods[key] == 0 {
				methods[key] = d.watch(f.FpMethods, flags&sqlite3.SQLITE_OPEN_WAL != 0)
			}
			f.FpMethods = methods[key]
		}
		return code
	}))
	if code := sqlite3.Xsqlite3_vfs_register(tls, made(&own), 1); code != sqlite3.SQLITE_OK {
		panic(code)
	}
}

// watch copies a file's methods with its writes and syncs going past us.
func (d *disk) watch(usual uintptr, log bool) uintptr {
	methods := *at[sqlite3.Tsqlite3_io_methods](usual)
	write, sync := function[writeFunc](methods.FxWrite), function[syncFunc](methods.FxSync)
	methods.FxWrite = pointer(writeFunc(func(tls *libc.TLS, file, from uintptr, n int32, at int64) int32 {
		if d.point(log, false) {
			return d.code
		}
		return write(tls, file, from, n, at)
	}))
	methods.FxSync = pointer(syncFunc(func(tls *libc.TLS, file uintptr, flags int32) int32 {
		if d.point(log, true) {
			return d.code
		}
		return sync(tls, file, flags)
	}))
	return made(&methods)
}
