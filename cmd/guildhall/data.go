package main

import (
	"context"
	"net/url"
	"os"
	"path/filepath"

	"guildhall/db"
)

// dataFlags say where a marketplace is; every command that touches data has
// them.
type dataFlags struct {
	Data     string `default:"guildhall-data" placeholder:"FOLDER" help:"The folder of the embedded database and the files."`
	Database string `placeholder:"URL" help:"PostgreSQL instead of the embedded database, as in postgres://user@host/name. Files stay in --data."`
}

// folderMode keeps people's files from other users of the machine.
const folderMode = 0o700

// open opens the data, making the folder where there is none. One process owns
// a folder: a second is refused with the reason.
func (d dataFlags) open(ctx context.Context) (*db.Store, error) {
	if err := os.MkdirAll(d.filesFolder(), folderMode); err != nil {
		return nil, err
	}
	return db.Open(ctx, db.Options{URL: d.url()})
}

// openReady opens the data and brings it to this program's form.
func (d dataFlags) openReady(ctx context.Context) (*db.Store, error) {
	store, err := d.open(ctx)
	if err != nil {
		return nil, err
	}
	if err := store.Migrate(ctx); err != nil {
		store.Close()
		return nil, err
	}
	return store, nil
}

func (d dataFlags) url() string {
	if d.Database != "" {
		return d.Database
	}
	return "sqlite:" + filepath.Join(d.Data, "guildhall.db")
}

func (d dataFlags) filesFolder() string { return filepath.Join(d.Data, "files") }

// masked hides the password of an address, for what is printed and logged.
func masked(address string) string {
	parsed, err := url.Parse(address)
	if err != nil || parsed.User == nil {
		return address
	}
	return parsed.Redacted()
}
