package intake_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/intake"
	"guildhall/testkit"
	"guildhall/town"
)

const header = "key,seller,category,title,description,language,tags,economy_price,economy_days,economy_revisions,economy_text," +
	"standard_price,standard_days,standard_revisions,standard_text,business_price,business_days,business_revisions,business_text"

// good is a line that keeps every rule.
func good(key string) []string {
	return []string{key, "importedseller", "Drawing > Ink", "Ink drawing of your house " + key,
		"I draw your house in ink on heavy paper, from photographs you send me.", "en", "ink; house",
		"20", "2", "1", "One view", "40", "4", "3", "Two views", "90", "7", "-1", "All four sides"}
}

func write(t *testing.T, lines ...[]string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "services.csv")
	var text strings.Builder
	text.WriteString(header + "\n")
	w := csv.NewWriter(&text)
	if err := w.WriteAll(lines); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func take(t *testing.T, store *db.Store, o intake.Options) (intake.Report, []intake.Refusal) {
	t.Helper()
	var refused []intake.Refusal
	o.Refused = func(r intake.Refusal) error {
		refused = append(refused, r)
		return nil
	}
	report, err := intake.Run(context.Background(), store, o)
	if err != nil {
		t.Fatal(err)
	}
	return report, refused
}

func TestALineThatKeepsTheRulesIsLiveAndOneThatBreaksOneIsRefused(t *testing.T) {
	edits := []struct {
		column, value, code string
	}{
		{"title", "Ink", "text_short"},
		{"description", "Short.", "text_short"},
		{"description", "Write to ink.maker@example.org before you order, so that we can talk about the house.", "contact_details"},
		{"economy_price", "3", "price_bounds"},
		{"economy_price", "-20", "amount_negative"},
		{"economy_price", "20.001", "amount_decimals"},
		{"economy_price", "99999999999999999", "amount_huge"},
		{"economy_price", "cheap", "amount_malformed"},
		{"economy_days", "soon", "import_days"},
		{"economy_revisions", "many", "import_revisions"},
		{"language", "Klingon", "language_unknown"},
		{"seller", "x", "login_length"},
		{"seller", "", "required"},
		{"key", "", "required"},
	}
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		town.New(t, store, clock).Plant()
		lines := [][]string{good("whole")}
		columns := strings.Split(header, ",")
		for i, edit := range edits {
			line := good(fmt.Sprintf("edit%d", i))
			for at, name := range columns {
				if name == edit.column {
					line[at] = edit.value
				}
			}
			lines = append(lines, line)
		}
		report, refused := take(t, store, intake.Options{Source: &intake.Own{File: write(t, lines...)}})
		if report.Taken != 1 || report.Refused != len(edits) || len(refused) != len(edits) {
			t.Fatalf("the report says %+v", report)
		}
		for i, edit := range edits {
			if got := refused[i].Fault; got.Code != edit.code || refused[i].Line != i+3 {
				t.Errorf("%s = %q: line %d refused as %v, want %s", edit.column, edit.value, refused[i].Line, got, edit.code)
			}
		}
	})
}

func TestABrokenLineIsNamedAndTheRestGoesOn(t *testing.T) {
	store, clock := testkit.SQLite(t)
	town.New(t, store, clock).Plant()
	path := write(t, good("one"), good("two"))
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.SplitAfterN(string(content), "\n", 3)
	broken := parts[0] + parts[1] + "only,three,fields\n" + parts[2]
	if err := os.WriteFile(path, []byte(broken), 0o600); err != nil {
		t.Fatal(err)
	}
	report, refused := take(t, store, intake.Options{Source: &intake.Own{File: path}})
	if report.Taken != 2 || len(refused) != 1 || refused[0].Line != 3 || refused[0].Fault.Code != "import_line_broken" {
		t.Errorf("%+v, refused %+v", report, refused)
	}
}

func TestAnImportIsResumedByStartingItAgain(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		town.New(t, store, clock).Plant()
		first := write(t, good("one"), good("two"))
		if report, _ := take(t, store, intake.Options{Source: &intake.Own{File: first}}); report.Taken != 2 || report.Sellers != 1 {
			t.Fatalf("the first run: %+v", report)
		}
		all := write(t, good("one"), good("two"), good("three"))
		if report, _ := take(t, store, intake.Options{Source: &intake.Own{File: all}}); report.Taken != 1 || report.Already != 2 || report.Sellers != 0 {
			t.Errorf("the second run: %+v", report)
		}
	})
}

func TestADryRunKeepsNothing(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		town.New(t, store, clock).Plant()
		before := services(t, store)
		report, _ := take(t, store, intake.Options{Source: &intake.Own{File: write(t, good("one"), good("two"))}, DryRun: true})
		if report.Taken != 2 || report.Categories != 2 {
			t.Errorf("the dry run says %+v", report)
		}
		if after := services(t, store); after != before {
			t.Errorf("%d services before a dry run, %d after", before, after)
		}
	})
}

func services(t *testing.T, store *db.Store) (n int64) {
	t.Helper()
	err := store.Read(context.Background(), func(tx *db.Tx) (err error) {
		n, err = db.Value[int64](tx, `SELECT count(*) FROM services`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestJSONLinesBringTheSameAsCSV(t *testing.T) {
	store, clock := testkit.SQLite(t)
	town.New(t, store, clock).Plant()
	path := filepath.Join(t.TempDir(), "services.jsonl")
	text := `{"key":"j1","seller":"importedseller","category":["Drawing","Ink"],"title":"Ink drawing of your house","description":"I draw your house in ink on heavy paper, from photographs you send me.","language":"en","unit":{"price":"20","days":2,"revisions":1,"description":"One view"},"elsewhere":{"Source":"old","Rating":"4.9","Feedback":12}}
{"key":"j2","titel":"a typing error"}
`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	report, refused := take(t, store, intake.Options{Source: &intake.Own{File: path}})
	if report.Taken != 1 || len(refused) != 1 || refused[0].Line != 2 {
		t.Errorf("%+v, refused %+v", report, refused)
	}
}

// data is the folder of real lists; where a stranger has none, a look-alike is
// made and said so. Under CI it must be there.
func data(t *testing.T) (gigs, packages string, real bool) {
	t.Helper()
	folder := os.Getenv("GUILDHALL_DATA")
	if folder == "" {
		folder = "../../shared/data"
	}
	if testing.Short() {
		t.Log("-short: running on a look-alike from the generator, not on the real list")
		gigs, packages = lookAlike(t)
		return gigs, packages, false
	}
	gigs, packages = filepath.Join(folder, "gigs.csv"), filepath.Join(folder, "gig_packages.csv")
	if _, err := os.Stat(gigs); err == nil {
		return gigs, packages, true
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("the data folder %s is missing; with CI=true that fails", folder)
	}
	t.Logf("no data folder at %s: running on a look-alike from the generator", folder)
	gigs, packages = lookAlike(t)
	return gigs, packages, false
}

func lookAlike(t *testing.T) (gigs, packages string) {
	t.Helper()
	folder := t.TempDir()
	var g, p strings.Builder
	g.WriteString("gig_id,source,title,category,subcategory,price_from_usd,rating,reviews_count,seller_level,delivery_days_min,seller_country,seller_languages,seller_member_since,tags\n")
	p.WriteString("gig_id,tier,price_usd,delivery_days,revisions_minus1_is_unlimited,description\n")
	for i := range 300 {
		fmt.Fprintf(&g, "g%d,made,I will make thing number %d for your shop,Crafts,Things %d,10,4.8,%d,level_1,2,Land %d,English,2020-0%d,thing; shop\n", i, i, i%7, i, i%5, i%9+1)
		for n, tier := range []string{"basic", "standard", "premium"} {
			fmt.Fprintf(&p, "g%d,%s,%d,%d,1,Thing number %d in size %d with everything that belongs to it\n", i, tier, 10*(n+1), n+2, i, n+1)
		}
	}
	gigs, packages = filepath.Join(folder, "gigs.csv"), filepath.Join(folder, "gig_packages.csv")
	for path, text := range map[string]string{gigs: g.String(), packages: p.String()} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return gigs, packages
}

func TestTheRealListIsImportedAlikeOnBothDatabases(t *testing.T) {
	gigs, packages, real := data(t)
	var reports []intake.Report
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		town.New(t, store, clock).Plant()
		began := time.Now()
		report, _ := take(t, store, intake.Options{Source: &intake.Gigs{GigsFile: gigs, PackagesFile: packages}, PriceMin: 5_00})
		t.Logf("%s: %.0f services/s; %d taken, %d refused %v, %d sellers, %d categories", store.Engine(), float64(report.Lines)/time.Since(began).Seconds(), report.Taken, report.Refused, report.Reasons, report.Sellers, report.Categories)
		if n := services(t, store); n != int64(report.Taken) {
			t.Errorf("%d services in the database, %d were reported", n, report.Taken)
		}
		if real && (report.Lines != 6842 || report.Taken < 6000) {
			t.Errorf("of 6842 real services %d were read and %d taken", report.Lines, report.Taken)
		}
		figuresApart(t, store)
		reports = append(reports, report)
	})
	for _, other := range reports[1:] {
		if fmt.Sprint(other) != fmt.Sprint(reports[0]) {
			t.Errorf("the databases differ: %+v and %+v", reports[0], other)
		}
	}
}

// figuresApart checks that what others said elsewhere is kept and is not ours.
func figuresApart(t *testing.T, store *db.Store) {
	t.Helper()
	err := store.Read(context.Background(), func(tx *db.Tx) error {
		elsewhere, err := db.Value[int64](tx, `SELECT count(*) FROM service_figures_elsewhere`)
		if err != nil {
			return err
		}
		ours, err := db.Value[int64](tx, `SELECT count(*) FROM feedbacks`)
		if elsewhere == 0 || ours != 0 {
			t.Errorf("%d figures from elsewhere, %d feedbacks of our own", elsewhere, ours)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// BenchmarkImport tells services a second through the catalogue's door.
func BenchmarkImport(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		store, clock := testkit.SQLite(b)
		town.New(b, store, clock).Plant()
		path := benchFile(b)
		b.StartTimer()
		report, err := intake.Run(context.Background(), store, intake.Options{Source: &intake.Own{File: path}})
		if err != nil || report.Taken != benchLines {
			b.Fatalf("%+v: %v", report, err)
		}
	}
	b.ReportMetric(float64(benchLines*b.N)/b.Elapsed().Seconds(), "services/s")
}

const benchLines = 2000

func benchFile(b *testing.B) string {
	path := filepath.Join(b.TempDir(), "services.csv")
	var text strings.Builder
	text.WriteString(header + "\n")
	w := csv.NewWriter(&text)
	for i := range benchLines {
		line := good(fmt.Sprintf("b%d", i))
		line[1] = fmt.Sprintf("seller-%c%c%c", 'a'+i/20%26, 'a'+i/520%26, 'a'+i/13520%26)
		if err := w.Write(line); err != nil {
			b.Fatal(err)
		}
	}
	w.Flush()
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}
