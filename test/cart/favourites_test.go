package cart

import (
	"regexp"
	"strings"
	"testing"
)

// TestARefusedNameStaysInItsForm: what was typed for a list is not offered as
// the name of a new one.
func TestARefusedNameStaysInItsForm(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		bea := s.enter(s.Buyer)
		bea.goes(s.path()).sends("/favourites", "service", s.service.ID.String(), "keep", "yes")
		for _, name := range []string{"House", "Garden"} {
			bea.goes("/favourites").sends("/favourites/lists", "name", name).sees(200, name)
		}
		rename := strings.Replace(bea.at, "?list=", "/lists/", 1) + "/name"
		bea.sends(rename, "name", "house").sees(409, "You have a list of this name already.", `action="`+rename+`"`)
		if forms := nameField.FindAllStringSubmatch(bea.page, -1); len(forms) != 2 || strings.Contains(forms[0][0], "house") || !strings.Contains(forms[1][0], `value="house"`) {
			t.Errorf("the forms hold %q", forms)
		}
	})
}

var nameField = regexp.MustCompile(`<input[^>]* name="name"[^>]*>`)

// TestAVisitorsHeartGoesOnAfterSigningIn: what was begun is not forgotten, and
// an address alone changes nothing (ACC-21).
func TestAVisitorsHeartGoesOnAfterSigningIn(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		stranger := s.visitor(firefox).goes("/services")
		heart := heartLink.FindStringSubmatch(stranger.page)
		if heart == nil {
			t.Fatal("a visitor sees no heart")
		}
		begun := strings.ReplaceAll(heart[1], "&amp;", "&")
		if stranger.goes(begun); !strings.HasPrefix(stranger.at, "/sign-in?next=") {
			t.Errorf("the heart leads to %s", stranger.at)
		}
		bea := s.enter(s.Buyer)
		bea.goes(begun).sees(200, "Keep this service?", s.service.Title, `name="next" value="/services"`)
		bea.goes("/favourites").sees(200, "No favourites yet")
		bea.sends("/favourites", "service", s.service.ID.String(), "keep", "yes", "next", "/services?sort=newest").sees(200, `aria-pressed="true"`)
		if bea.at != "/services?sort=newest" {
			t.Errorf("kept, it leads to %s", bea.at)
		}
		bea.goes("/favourites").sees(200, s.service.Title)
		if bea.sends("/favourites", "service", s.service.ID.String(), "keep", "no", "next", "//evil.example"); bea.at != "/" {
			t.Errorf("another place leads to %s", bea.at)
		}
		bea.goes("/favourites/new?service=nothing").sees(404)
		bea.goes("/favourites/new?service=" + s.Prepare(s.Seller.ID, s.Offer()).ID.String()).sees(404)
	})
}

var heartLink = regexp.MustCompile(`class="heart" href="(/favourites/new[^"]+)"`)
