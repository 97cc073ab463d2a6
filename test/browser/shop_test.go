package browser_test

import (
	"image"
	"image/color"
	"image/png"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/file"
	"guildhall/test/browser"
	"guildhall/testkit"
	"guildhall/town"
	"guildhall/web"
)

// newShop is a stage with every page of the program open.
func newShop(t *testing.T) *stage {
	t.Helper()
	store, clock := testkit.SQLite(t)
	place := town.New(t, store, clock)
	files, err := file.OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d := desk.New(store, files, desk.Config{URL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, Demo: true})
	server := httptest.NewServer(web.Handler(d))
	t.Cleanup(server.Close)
	return &stage{Town: place, t: t, url: server.URL, service: place.Shop(), files: files}
}

// looks are the windows in which pages are judged.
var looks = []browser.Look{{Width: 1280}, {Width: 390, Dark: true}, {Width: 320, NoScript: true}}

func (s *stage) servicePath() string {
	return "/services/" + catalogue.Slug(s.service.Title) + "-" + s.service.ID.String()
}

func TestPagesOfTheCatalogueAreSoundInEveryWindow(t *testing.T) {
	s := newShop(t)
	waiting := s.Prepare(s.Seller.ID, s.Offer())
	s.Write(func(tx *db.Tx) error {
		_, err := catalogue.Act(tx, catalogue.Command{Service: waiting.ID, Actor: s.Seller.ID, Verb: catalogue.Submit})
		return err
	})
	pages := []struct{ name, path, who string }{
		{"services", "/services", "bea"}, {"service", s.servicePath(), "bea"}, {"category", "/categories/design", "bea"},
		{"nothing", "/services?q=submarine", "bea"}, {"ask", "/conversations/new?service=" + s.service.ID.String(), "bea"},
		{"mine", "/services/mine", "sam"}, {"edit", "/services/" + waiting.ID.String() + "/edit", "sam"},
		{"preview", "/services/" + waiting.ID.String() + "/preview", "sam"}, {"begin", "/services/new", "sam"},
		{"queue", "/staff/moderation", "ada"}, {"case", "/staff/moderation/" + waiting.ID.String(), "ada"},
		{"talks", "/conversations", "bea"}, {"tree", "/staff/categories", "max"},
		{"node", "/staff/categories/" + s.Category("illustration").String(), "max"},
	}
	for _, look := range looks {
		for _, p := range pages {
			who := s.Buyer
			switch p.who {
			case "sam":
				who = s.Seller
			case "ada":
				who = s.Arbiter
			case "max":
				who = s.Admin
			}
			tab := s.open(who, p.path, look)
			tab.Judge()
			tab.Shot("shop-" + p.name)
		}
	}
}

// picture is a PNG on disk to upload.
func picture(t *testing.T) string {
	t.Helper()
	drawn := image.NewRGBA(image.Rect(0, 0, 640, 400))
	for y := range 400 {
		for x := range 640 {
			drawn.Set(x, y, color.RGBA{R: uint8(x / 3), G: uint8(y / 2), B: 120, A: 255})
		}
	}
	path := filepath.Join(t.TempDir(), "house.png")
	to, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	if err := png.Encode(to, drawn); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestASellerOffersAModeratorApprovesABuyerAsks is the way of a service from
// the first word to the first question, with and without script.
func TestASellerOffersAModeratorApprovesABuyerAsks(t *testing.T) {
	for _, look := range []browser.Look{{}, {NoScript: true}} {
		s := newShop(t)
		s.offerAService(look)
		s.approveIt(look)
		s.talkAboutIt(look)
	}
}

func (s *stage) offerAService(look browser.Look) {
	s.t.Helper()
	sam := s.open(s.Seller, "/services/new", look)
	sam.Press("Offer a new service")
	sam.Fill("title", "Portrait of your cat in charcoal")
	sam.Fill("category", s.Category("illustration").String())
	sam.Press("Show what it asks for")
	sam.Fill("attributes.manner", "line_drawing")
	sam.Press("Hand in")
	sam.See("Kept, but not handed in yet", "Please fill this in.")
	if sam.Typed("title") != "Portrait of your cat in charcoal" {
		s.t.Fatal("what was typed is lost after a refusal")
	}
	sam.Fill("description", "I draw your cat from a photograph, in charcoal on paper, and scan it for you. Write to sam@town.example first.")
	for tier, price := range map[string]string{"economy": "15", "standard": "30.50", "business": "ten"} {
		sam.Fill("packages."+tier+".price", price)
		sam.Fill("packages."+tier+".lead", "3")
		sam.Fill("packages."+tier+".description", "A portrait, "+tier)
	}
	sam.Attach("images", picture(s.t))
	sam.Attach("files", picture(s.t))
	sam.Fill("rights", "yes")
	sam.Press("Hand in")
	sam.See("Write the amount with digits")
	if sam.Typed("packages.business.price") != "ten" {
		s.t.Fatal("a wrong price was thrown away instead of shown")
	}
	sam.Fill("packages.business.price", "60")
	sam.Press("Hand in")
	sam.See("Contact details do not belong here")
	sam.Fill("description", "I draw your cat from a photograph, in charcoal on paper, and scan it for you.")
	sam.Press("Hand in")
	sam.See("Handed in.", "Portrait of your cat in charcoal", "Waiting for a moderator")
}

func (s *stage) approveIt(look browser.Look) {
	s.t.Helper()
	ada := s.open(s.Arbiter, "/staff/moderation", look)
	ada.See("Portrait of your cat in charcoal", "sam")
	ada.Press("Take the next")
	ada.See("I draw your cat from a photograph")
	ada.Press("Approve")
	ada.See("Approved. Buyers see it now.")
}

func (s *stage) talkAboutIt(look browser.Look) {
	s.t.Helper()
	bea := s.open(s.Buyer, "/services?q=cats", look)
	bea.See("Portrait of your cat in charcoal", "$15.00")
	bea.Press("Portrait of your cat in charcoal")
	bea.See("A portrait, standard", "$30.50", "Ordered now, it is due on", "Samples", "house.png")
	bea.Press("Ask the seller")
	bea.Fill("text", "Do you also draw dogs?\nMail me at bea@town.example")
	bea.Press("Send")
	bea.See("Contact details do not belong here")
	bea.Fill("text", "Do you also draw dogs?")
	bea.Press("Send")
	bea.See("Do you also draw dogs?", "Edit")
	sam := s.open(s.Seller, "/conversations", look)
	sam.See("bea", "Do you also draw dogs?")
	sam.Press("bea")
	sam.Fill("text", "Yes, and horses.")
	sam.Press("Send")
	bea.Reload()
	bea.See("Yes, and horses.")
}

func TestADraftKeepsItselfWhileOneTypes(t *testing.T) {
	s := newShop(t)
	draft := s.Prepare(s.Seller.ID, catalogue.Offer{})
	sam := s.open(s.Seller, "/services/"+draft.ID.String()+"/edit", browser.Look{})
	sam.Fill("title", "Sketch of your boat")
	deadline := time.Now().Add(20 * time.Second)
	for !strings.Contains(sam.Text(), "Kept just now.") {
		if time.Now().After(deadline) {
			t.Fatal("nothing was kept")
		}
		time.Sleep(200 * time.Millisecond)
	}
	again := s.open(s.Seller, "/services/"+draft.ID.String()+"/edit", browser.Look{NoScript: true})
	if again.Typed("title") != "Sketch of your boat" {
		t.Errorf("another tab shows %q", again.Typed("title"))
	}
	sam.Fill("rights", "yes")
	sam.Press("Keep the draft") // the number of the draft moved on with what was kept
	sam.See("The draft was kept.")
}
