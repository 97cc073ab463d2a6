package tidy

import (
	"slices"
	"strings"
)

// floor is where a package stands; imports go down only.
type floor float64

// floors is the house from below. A folder stands where its longest matching
// entry stands. Two folders of one entry's floor never import each other.
var floors = map[string]floor{
	"fault": 0.1, "money": 0.2, "id": 0.3, "say": 0.4, "screen": 0.5, "policy": 0.6,
	"db":    0.9,
	"event": 1,

	"ledger": 2, "search": 2, "file": 2, "rulebook": 2, "deadline": 2, "mail": 2,
	"account": 3, "payment": 3,
	"catalogue": 4, "conversation": 4.5, // ignored messages hide services
	"order":      5,
	"reputation": 6, "portfolio": 6, "dispute": 6, "payout": 6, "request": 6, "referral": 6, "cart": 6,
	"footfall":     6.5, // reads orders and ratings, remembers for the cart
	"notification": 7, "moderation": 7,
	"evidence": 7.5, // below the desks that hand it out
	"desk":     8,

	// Floor 9: the desks, the clock, the adapters. web has floors of its own.
	"outside":    9,
	"web/assets": 9, "web/parts": 9.1, "web/staff": 9.15, "web/cart": 9.15, "web/": 9.2, "web": 9.3,
	"api": 9, "sweep": 9, "intake": 9, "verify": 9.35,
	"hall": 9.4,               // a marketplace that runs: all of the above over one database
	"demo": 9.5, "bench": 9.5, // they live histories through the desks below
	"cmd": 10,

	// Beside the house. testkit imports only db; town and test stand on top of
	// what they try out.
	"testkit": 0.95, "town": 9.8, "test/browser": 10.5, "test": 11, "tidy": 11,
}

// floorOf finds where a folder stands.
func floorOf(folder string) (floor, bool) {
	if at, ok := floors[folder]; ok {
		return at, true
	}
	if strings.HasPrefix(folder, "web/") && !strings.HasPrefix(folder, "web/parts/") && !strings.HasPrefix(folder, "web/assets/") {
		return floors["web/"], true
	}
	for parent := folder; ; {
		cut := strings.LastIndex(parent, "/")
		if cut < 0 {
			return 0, false
		}
		parent = parent[:cut]
		if at, ok := floors[parent]; ok {
			return at, true
		}
	}
}

// ImportsGoDown is rule 1: imports go down only, never up or sideways. A
// package may import what lies inside its own folder.
func ImportsGoDown(m *Module) []Finding {
	var found []Finding
	for _, f := range m.Go {
		own, known := floorOf(f.Folder)
		if !known {
			found = append(found, Finding{f.Path, "folder " + f.Folder + " stands on no floor: give it one in tidy/floors.go"})
			continue
		}
		for _, spec := range f.AST.Imports {
			target, ours := strings.CutPrefix(strings.Trim(spec.Path.Value, `"`), modulePath+"/")
			if !ours || target == f.Folder || within(target, f.Folder) || (f.Test && allowedInTests(target)) {
				continue
			}
			if at, known := floorOf(target); !known || at >= own && !within(f.Folder, target) {
				found = append(found, f.at(spec, "%s (floor %v) imports %s (floor %v): imports go down only", f.Folder, own, target, at))
			}
		}
	}
	return found
}

// within reports whether the folder lies inside the parent.
func within(folder, parent string) bool { return strings.HasPrefix(folder, parent+"/") }

// allowedInTests are the packages that a test may use from wherever it stands:
// those made for tests, the checker of what always holds, and the sweeper, which
// races against doors.
func allowedInTests(target string) bool {
	return slices.Contains([]string{"testkit", "town", "verify", "sweep"}, target)
}
