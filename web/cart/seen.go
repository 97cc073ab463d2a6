package cart

import (
	"net/http"
	"slices"
	"strings"

	"guildhall/cart"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/web/parts"
)

// What is remembered of a visitor: ids in a cookie of the browser, nothing
// here. It ends with the browser's session.
const (
	seenCookie   = "seen"
	seenOff      = "off"
	seenInCookie = 8
	seenOnPages  = 8
)

// Looked is called by the page of a service before it is drawn: the look is
// counted for the seller (CAT-28) and remembered for the one who looks.
func Looked(v *desk.Visit, s catalogue.Service) {
	v.Looked(s)
	remembered := v.Cookie(seenCookie)
	if v.SignedIn() || remembered == seenOff {
		return
	}
	seen := slices.DeleteFunc(fromCookie(remembered), func(before id.Service) bool { return before == s.ID })
	setSeen(v, append([]id.Service{s.ID}, seen...))
}

func setSeen(v *desk.Visit, seen []id.Service) {
	texts := make([]string, 0, seenInCookie)
	for _, service := range seen[:min(len(seen), seenInCookie)] {
		texts = append(texts, service.String())
	}
	v.SetCookie(&http.Cookie{Name: seenCookie, Value: strings.Join(texts, ".")})
}

func fromCookie(value string) []id.Service {
	var seen []id.Service
	for text := range strings.SplitSeq(value, ".") {
		if service, err := id.Parse[id.ServiceKind](text); err == nil && len(seen) < seenInCookie {
			seen = append(seen, service)
		}
	}
	return seen
}

// Recent reads what the asker looked at lately, as a row for a page; the
// service the page is about is left out.
func Recent(tx *db.Tx, v *desk.Visit, but id.Service) ([]parts.Tile, error) {
	seen, err := recent(tx, v, seenOnPages+1)
	if err != nil {
		return nil, err
	}
	seen = slices.DeleteFunc(seen, func(service id.Service) bool { return service == but })
	return tiles(tx, v, seen[:min(len(seen), seenOnPages)])
}

// tiles reads services for a list, each with its heart.
func tiles(tx *db.Tx, v *desk.Visit, services []id.Service) ([]parts.Tile, error) {
	if len(services) == 0 {
		return nil, nil
	}
	tree, err := catalogue.Tree(tx, v.Say.Language())
	if err != nil {
		return nil, err
	}
	made, err := parts.ReadTiles(tx, tree, services)
	if err != nil {
		return nil, err
	}
	return made, Hearts(tx, v, made)
}

// Hearts puts a heart into the corner of each tile (CAT-25).
func Hearts(tx *db.Tx, v *desk.Visit, tiles []parts.Tile) error {
	services := make([]id.Service, len(tiles))
	for i, t := range tiles {
		services[i] = t.Service
	}
	kept, err := cart.Among(tx, v.Member.ID, services)
	for i, t := range tiles {
		if t.Seller.ID != v.Member.ID {
			tiles[i].Corner = Heart(v.Say, v.SignedIn(), t.Service, t.Title, kept[t.Service], v.R.URL.RequestURI())
		}
	}
	return err
}

func recent(tx *db.Tx, v *desk.Visit, most int) ([]id.Service, error) {
	if v.SignedIn() {
		return cart.Seen(tx, v.Member.ID, most)
	}
	return catalogue.StillOpen(tx, fromCookie(v.Cookie(seenCookie)))
}

// seenPage is what one looked at, and the switches for it.
type seenPage struct {
	v     *desk.Visit
	Off   bool
	Tiles []parts.Tile
}

// Seen is GET /seen.
func Seen(v *desk.Visit) error {
	p := &seenPage{v: v, Off: v.Cookie(seenCookie) == seenOff}
	err := v.Read(func(tx *db.Tx) error {
		seen, err := recent(tx, v, cart.SeenMax)
		if err != nil {
			return err
		}
		if v.SignedIn() {
			if p.Off, err = cart.SeenOff(tx, v.Member.ID); err != nil {
				return err
			}
		}
		p.Tiles, err = tiles(tx, v, seen)
		return err
	})
	if err != nil {
		return err
	}
	return v.Render(seenView(p))
}

// ForgetSeen is POST /seen/clearing.
func ForgetSeen(v *desk.Visit) error {
	if !v.SignedIn() {
		v.SetCookie(&http.Cookie{Name: seenCookie, MaxAge: -1})
	} else if err := v.Write(func(tx *db.Tx) error { return cart.ForgetSeen(tx, v.Member.ID) }); err != nil {
		return err
	}
	v.Notice("seen.cleared")
	return v.Redirect("/seen")
}

// SwitchSeen is POST /seen/switch.
func SwitchSeen(v *desk.Visit) error {
	f := v.Form()
	off := f.Choice("remember", "yes", "no") == "no"
	if err := f.Err(); err != nil {
		return err
	}
	if v.SignedIn() {
		if err := v.Write(func(tx *db.Tx) error { return cart.SwitchSeen(tx, v.Member.ID, off) }); err != nil {
			return err
		}
	} else if off {
		v.SetCookie(&http.Cookie{Name: seenCookie, Value: seenOff})
	} else {
		v.SetCookie(&http.Cookie{Name: seenCookie, MaxAge: -1})
	}
	return v.Redirect("/seen")
}
