package browser_test

import (
	"testing"

	"guildhall/account"
	"guildhall/db"
	"guildhall/test/browser"
)

// An admin gives a role and takes it; the last admin stays one.
func TestAnAdminGivesAndTakesRoles(t *testing.T) {
	eachWay(t, func(t *testing.T, look browser.Look) {
		s := newShop(t)
		tab := s.open(s.Admin, "/staff/roles", look)
		tab.See("ada", "Take", "Latest changes")
		tab.Judge()
		tab.Shot("staff-roles")
		tab.Fill("login", "nobody-here")
		tab.Press("Give a role")
		if typed := tab.Typed("login"); typed != "nobody-here" {
			t.Errorf("after a refusal the login is %q", typed)
		}
		tab.Fill("login", "stig")
		tab.Fill("role", "support")
		tab.Press("Give a role")
		tab.See("max made stig support.")
		tab.Press("Take the role support from stig")
		tab.See("max took the role support from stig.")
		tab.Press("Take the role admin from max")
		s.Read(func(tx *db.Tx) error {
			m, err := account.Get(tx, s.Admin.ID)
			if !m.Has(account.Admin) {
				t.Error("the last admin is gone")
			}
			return err
		})
	})
}

// New terms are previewed, published, and everybody reads them.
func TestAnAdminPublishesNewTerms(t *testing.T) {
	eachWay(t, func(t *testing.T, look browser.Look) {
		s := newShop(t)
		tab := s.open(s.Admin, "/staff/documents", look)
		tab.Judge()
		tab.Go(s.url + "/staff/documents/terms")
		tab.Fill("title", "Terms of this market")
		tab.Fill("body", "## Who may come\n\nEverybody with something to offer.")
		tab.Press("Preview")
		tab.See("Who may come", "Everybody with something to offer.")
		tab.Judge()
		tab.Shot("staff-documents")
		if typed := tab.Typed("title"); typed != "Terms of this market" {
			t.Errorf("after the preview the title is %q", typed)
		}
		tab.Press("Publish and tell everybody")
		tab.See("Terms of this market")
		tab.Go(s.url + "/terms")
		tab.See("Who may come", "Version 2")
		s.Write(account.TellDocuments)
		s.tell()
		told := s.open(s.Stranger, "/notifications", look)
		told.See("Our terms change")
	})
}
