// Package web is what people see: the table of all pages and the handler that
// serves them. Each subject's pages live in a package of their own below
// (web/order, web/catalogue, …), laid from the bricks of web/parts.
package web

import (
	"net/http"

	"guildhall/desk"
	"guildhall/web/assets"
)

// Handler serves every page, the assets, and whatever is mounted beside them
// (the API).
func Handler(d *desk.Desk, mount ...func(*http.ServeMux)) http.Handler {
	d.Wrong = wrong
	return d.Handler(Routes, append(mount, mountAssets)...)
}

func mountAssets(mux *http.ServeMux) { mux.Handle("GET "+assets.Prefix, assets.Handler()) }
