package cart

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"regexp"
	"testing"
)

// sendsFile posts a form with a file, with the key of the page that was read
// last.
func (p *person) sendsFile(path string, fields map[string]string, name, file, content string) *person {
	p.s.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	fields["_key"] = keyField.FindStringSubmatch(p.page)[1]
	for field, value := range fields {
		_ = form.WriteField(field, value)
	}
	part, _ := form.CreateFormFile(name, file)
	_, _ = io.WriteString(part, content)
	_ = form.Close()
	r, err := http.NewRequest(http.MethodPost, p.s.url+path, &body)
	if err != nil {
		p.s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	answer, err := p.client.Do(r)
	if err != nil {
		p.s.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	p.page, p.at, p.code = string(text), answer.Request.URL.RequestURI(), answer.StatusCode
	return p
}

var fileLink = regexp.MustCompile(`href="(/files/[0-9a-f-]+)"`)

const passport = "%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"

// TestStaffVerifyWhoAsksAndBuyersSeeIt is ACC-19 by the pages, from the wish to
// the filter of the search (CAT-19).
func TestStaffVerifyWhoAsksAndBuyersSeeIt(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		s.Sell(s.Join("tess").ID, s.Offer()) // a filter that leaves all is none
		bea, sam, fay := s.enter(s.Buyer), s.enter(s.Seller), s.enter(s.Finance)
		bea.goes("/services").misses("Verified sellers")
		bea.goes("/staff/identity").sees(404)
		sam.goes("/settings/identity").sees(200, "Ask for verification")
		sam.sendsFile("/settings/identity", map[string]string{"legal_name": "Sam Seller"}, "document", "passport.exe", "MZ").sees(422, `value="Sam Seller"`)
		sam.sendsFile("/settings/identity", map[string]string{"legal_name": "Sam Seller"}, "document", "passport.pdf", passport).sees(200, "being checked")

		fay.goes("/staff/identity").sees(200, "sam")
		fay.goes("/staff/identity/sam").sees(200, "Sam Seller", "Open the document")
		page, link := fay.page, fileLink.FindStringSubmatch(fay.page)
		if link == nil {
			t.Fatal("no document to open")
		}
		fay.goes(link[1]).sees(200, "%PDF")
		sam.goes(link[1]).sees(200)
		bea.goes(link[1]).sees(404)
		s.enter(s.Arbiter).goes(link[1]).sees(404)

		fay.page = page
		fay.sends("/staff/identity/sam", "decision", "refuse", "reason", "").sees(422)
		fay.sends("/staff/identity/sam", "decision", "verify").sees(200, "sam is told")
		fay.goes(link[1]).sees(404) // it went with the decision
		sam.goes("/settings/identity").sees(200, "Verified since")
		bea.goes("/members/sam").sees(200, "Verified")
		bea.goes(s.path()).sees(200, "Verified")
		bea.goes("/services").sees(200, "Verified sellers")
		bea.goes("/services?verified=yes").sees(200, s.service.Title)

		fay.goes("/staff/identity/sam").sends("/staff/identity/sam", "decision", "refuse", "reason", "It was somebody else’s.").sees(200)
		bea.goes("/services?verified=yes").misses(s.service.Title)
		bea.goes("/members/sam").misses("Verified")
	})
}

// TestTheFrontPageTellsTheWayAndWhatIsWanted is CAT-23.
func TestTheFrontPageTellsTheWayAndWhatIsWanted(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		s.visitor(firefox).goes("/").sees(200, "How it works", "When you buy", "When you sell", s.service.Title, `rel="canonical"`, `name="description"`)
	})
}
