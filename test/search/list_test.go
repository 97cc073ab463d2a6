package search_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"guildhall/intake"
)

// list is the real list of services; where a stranger has none, a look-alike is
// made and said so. Under CI it must be there.
func list(t *testing.T) (listings intake.Source, real bool) {
	t.Helper()
	folder := os.Getenv("GUILDHALL_DATA")
	if folder == "" {
		folder = "../../../shared/data"
	}
	gigs, packages := filepath.Join(folder, "gigs.csv"), filepath.Join(folder, "gig_packages.csv")
	_, err := os.Stat(gigs)
	switch {
	case testing.Short():
		t.Log("-short: searching a look-alike, not the real list")
	case err == nil:
		return &intake.Gigs{GigsFile: gigs, PackagesFile: packages}, true
	case os.Getenv("CI") == "true":
		t.Fatalf("the data folder %s is missing; with CI=true that fails", folder)
	default:
		t.Logf("no data folder at %s: searching a look-alike with expectations of its own", folder)
	}
	return &intake.Own{File: lookAlike(t)}, false
}

// lookAlike is a list of made-up services: each kind of work for each kind of
// customer.
func lookAlike(t *testing.T) string {
	t.Helper()
	works := []struct{ category, title, tags string }{
		{"Design > Logos", "I will design a logo for your %s", "logo; emblem"},
		{"Design > Print", "I will draw posters and flyers for your %s", "poster; print"},
		{"Writing > Translations", "I will translate the menu of your %s from German", "translation; german"},
		{"Code > Programs", "I will write a C++ program for your %s", "c++; code"},
		{"Code > Websites", "I will build the website of your %s with 3D pictures", "website; web"},
		{"Sound > Voices", "I will record a voice-over about your %s", "voice; narration"},
	}
	customers := []string{"bakery", "café", "school", "garden", "museum", "workshop", "choir", "library", "farm", "harbour"}
	path := filepath.Join(t.TempDir(), "services.csv")
	var text strings.Builder
	lines := csv.NewWriter(&text)
	write := func(fields ...string) {
		if err := lines.Write(fields); err != nil {
			t.Fatal(err)
		}
	}
	write("key", "seller", "category", "title", "description", "language", "tags",
		"economy_price", "economy_days", "economy_revisions", "economy_text",
		"standard_price", "standard_days", "standard_revisions", "standard_text",
		"business_price", "business_days", "business_revisions", "business_text")
	for n, work := range works {
		for i, customer := range customers {
			write(fmt.Sprint("k", n, "-", i), fmt.Sprintf("seller-%c", 'a'+i), work.category, fmt.Sprintf(work.title, customer),
				"Everything that belongs to it, made with care and handed over in the usual forms.", "en", work.tags,
				fmt.Sprint(20+10*i), fmt.Sprint(i+1), "1", "One draft", fmt.Sprint(40+10*i), fmt.Sprint(i+2), "2", "Two drafts",
				fmt.Sprint(90+10*i), fmt.Sprint(i+3), "3", "Three drafts")
		}
	}
	lines.Flush()
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
