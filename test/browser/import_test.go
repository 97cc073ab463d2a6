package browser_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/id"
	"guildhall/intake"
	"guildhall/say"
	"guildhall/search"
	"guildhall/test/browser"
)

// someLines are the first lines of a source: enough for a journey.
type someLines struct {
	intake.Source
	most int
}

var errEnough = errors.New("enough")

// Lines hands on the first ones and stops.
func (s someLines) Lines(each func(intake.Line) error) error {
	err := s.Source.Lines(func(line intake.Line) error {
		if line.Number > s.most+1 {
			return errEnough
		}
		return each(line)
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// realServices is the list of real services where it is at hand, else a
// look-alike of our own; where CI runs the list must be there.
func realServices(t *testing.T) intake.Source {
	t.Helper()
	folder := os.Getenv("GUILDHALL_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	gigs, packages := filepath.Join(folder, "gigs.csv"), filepath.Join(folder, "gig_packages.csv")
	if _, err := os.Stat(gigs); err == nil {
		return someLines{&intake.Gigs{GigsFile: gigs, PackagesFile: packages}, 150}
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is missing", gigs)
	}
	t.Log("the real list is not here: two services of our own stand in for it")
	own := filepath.Join(t.TempDir(), "services.csv")
	text := "key,seller,category,title,description,language,unit_price,unit_days,unit_revisions\n" +
		"a,ann-imports,Design > Posters,A poster for your village fair,I draw a poster for your fair and send it as a file ready for print.,en,20,2,1\n" +
		"b,ann-imports,Design > Posters,A poster for your school play,I draw a poster for your play and send it as a file ready for print.,en,30,3,2\n"
	if err := os.WriteFile(own, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return &intake.Own{File: own}
}

// TestImportedServicesAreOrderedInTheBrowserAndThroughTheAPI imports, then
// takes one order to its end on the pages and another to a refund by the API.
func TestImportedServicesAreOrderedInTheBrowserAndThroughTheAPI(t *testing.T) {
	s := running(t)
	report, err := intake.Run(t.Context(), s.Store, intake.Options{Source: realServices(t)})
	if err != nil || report.Taken < 2 {
		t.Fatalf("imported %+v, %v", report, err)
	}
	cheap := s.cheapest(2)
	s.orderInTheBrowser(cheap[0])
	s.clean()
	s.orderAndCancelByAPI(cheap[1])
	s.clean()
}

// cheapest are the cheapest imported services.
func (s *stage) cheapest(n int) []catalogue.ServiceVersion {
	s.t.Helper()
	var versions []catalogue.ServiceVersion
	s.Read(func(tx *db.Tx) error {
		found, err := search.InDatabase().Find(tx, search.Query{Sort: search.Cheapest, Limit: search.PageMax})
		if err != nil {
			return err
		}
		for _, service := range found.Services() {
			live, err := catalogue.Get(tx, service)
			if err != nil {
				return err
			}
			if live.ID == s.service.ID || len(versions) == n {
				continue
			}
			version, err := catalogue.GetVersion(tx, live.Live)
			if err != nil {
				return err
			}
			versions = append(versions, version)
		}
		return nil
	})
	return versions
}

func (s *stage) member(of id.Member) (m account.Member) {
	s.t.Helper()
	s.Read(func(tx *db.Tx) (err error) {
		m, err = account.Get(tx, of)
		return err
	})
	return m
}

func (s *stage) orderInTheBrowser(version catalogue.ServiceVersion) {
	s.t.Helper()
	look := browser.Look{}
	bea := s.open(s.Buyer, "/services/"+catalogue.Slug(version.Offer.Title)+"-"+version.Service.String(), look)
	bea.See(version.Offer.Title)
	bea.Press("Order now")
	offered, _ := version.Offer.Package(catalogue.Standard)
	if version.Offer.ByUnit() {
		offered = version.Offer.Packages[0]
	}
	bea.Press("Order and pay " + say.For("en", time.UTC, "USD").Money(offered.Price))
	bea.See("Ordered.")
	at := bea.Address()
	seller := s.open(s.member(version.Seller), "/orders?side=selling", look)
	seller.Go(at)
	do(seller, look, "Start working")
	do(seller, look, "Deliver the work", "text", "Here it is: https://files.example/work.pdf")
	bea.Go(at)
	do(bea, look, "Accept the work")
	bea.See("You accepted the work.")
}

// call sends JSON to the API with Bea's token and reads the answer.
func (s *stage) call(token, path, key string, body any) map[string]any {
	s.t.Helper()
	sent, err := json.Marshal(body)
	if err != nil {
		s.t.Fatal(err)
	}
	asked, err := http.NewRequest(http.MethodPost, s.url+"/api/v1"+path, bytes.NewReader(sent))
	if err != nil {
		s.t.Fatal(err)
	}
	asked.Header.Set("Authorization", "Bearer "+token)
	asked.Header.Set("Content-Type", "application/json")
	asked.Header.Set("Idempotency-Key", key)
	answer, err := http.DefaultClient.Do(asked)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode >= 300 {
		s.t.Fatalf("%s: %d %s %v", path, answer.StatusCode, text, err)
	}
	var read map[string]any
	if err := json.Unmarshal(text, &read); err != nil {
		s.t.Fatalf("%s: %s: %v", path, text, err)
	}
	return read
}

func (s *stage) orderAndCancelByAPI(version catalogue.ServiceVersion) {
	s.t.Helper()
	secret := account.NewToken()
	s.Write(func(tx *db.Tx) error {
		_, err := account.MakeToken(tx, s.Buyer.ID, "journey", secret, []account.Scope{account.ScopeOrders, account.ScopeRead}, tx.Now().Add(24*time.Hour))
		return err
	})
	order := map[string]any{"service_version": version.ID.String(), "units": 1}
	if !version.Offer.ByUnit() {
		order["package"] = string(catalogue.Economy)
	}
	placed := s.call(account.TokenPrefix+secret, "/orders", "place-1", order)
	if placed["state"] != "placed" {
		s.t.Fatalf("placed: %v", placed)
	}
	name, _ := placed["id"].(string)
	gone := s.call(account.TokenPrefix+secret, "/orders/"+name+"/cancellation", "cancel-1", map[string]any{"reason": "by_mistake"})
	if gone["state"] != "cancelled" {
		s.t.Fatalf("cancelled: %v", gone)
	}
}
