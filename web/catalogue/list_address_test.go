package catalogue

import (
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"guildhall/catalogue"
	"guildhall/search"
)

// logos are the attributes of a made-up category, one of each kind.
var logos = []catalogue.Attribute{
	{Code: "form", Name: "File form", Kind: catalogue.ManyChoices, Choices: []catalogue.Choice{{Code: "svg", Name: "SVG"}, {Code: "png", Name: "PNG"}}},
	{Code: "drafts", Name: "Drafts", Kind: catalogue.NumberRange, Min: 1, Max: 20},
	{Code: "colour", Name: "Colour", Kind: catalogue.YesNo},
}

func parsed(t *testing.T, query string) address {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	return readAddress("/services", values, "USD", logos)
}

func TestAnAddressSaysEverythingOfAList(t *testing.T) {
	spans := logos[1].Spans()
	a := parsed(t, "q=logo&price_from=10&price_to=50.5&days_from=2&days_to=7&level=advanced&level=newbie&rating=4.5&feedback=10"+
		"&language=en&language=de&online=yes&verified=yes&top_rated=yes&a.form=svg&a.form=png&a.colour=yes&a.drafts="+spans[0].Code()+"&sort=cheapest")
	want := search.Query{
		Words: "logo", PriceMin: 10_00, PriceMax: 50_50, LeadMin: 24*time.Hour + time.Microsecond, LeadMax: 7 * 24 * time.Hour,
		Levels: []string{"advanced", "newbie"}, RatingMin: 45, Feedback: 10, Languages: []string{"en", "de"},
		Online: true, Verified: true, TopRated: true, Sort: search.Cheapest,
		Attributes: map[string][]string{"form": {"svg", "png"}, "colour": {"yes"}, "drafts": {spans[0].Code()}},
	}
	if !reflect.DeepEqual(a.query, want) {
		t.Errorf("got  %+v\nwant %+v", a.query, want)
	}
	if again := parsed(t, strings.TrimPrefix(a.at(""), "?")); !reflect.DeepEqual(again, a) {
		t.Errorf("its own address says otherwise: %s", a.at(""))
	}
}

func TestWhatMakesNoSenseIsLeftOut(t *testing.T) {
	for _, query := range []string{
		"price_from=ten&price_to=-5&days_to=0&days_from=zwei", "rating=7&feedback=3", "a.form=gif&a.unknown=1&a.drafts=3&a.colour=no",
		"online=1&verified=on&top_rated=true", "sort=draw", "sort=recommended", "language=english&level=DROP TABLE", "q=%00%1b%20%E2%80%AE",
		"price_from=0", "days_to=100000",
	} {
		if a := parsed(t, query); len(a.values) != 0 || !reflect.DeepEqual(a.query, search.Query{}) {
			t.Errorf("%s: %v, %+v", query, a.values, a.query)
		}
	}
}

func TestFiltersAreTakenOffOneByOne(t *testing.T) {
	a := parsed(t, "q=logo&a.form=svg&a.form=png&price_to=50&sort=newest&after=abc&place=25")
	for got, want := range map[string]string{
		a.without("a.form", "svg"): "/services?a.form=png&price_to=50&q=logo&sort=newest",
		a.with(byPriceTo, ""):      "/services?a.form=svg&a.form=png&q=logo&sort=newest",
		a.with(sortedBy, ""):       "/services?a.form=svg&a.form=png&price_to=50&q=logo",
		a.bare():                   "/services?q=logo&sort=newest",
		a.at("/categories/x"):      "/categories/x?a.form=svg&a.form=png&price_to=50&q=logo&sort=newest",
		a.page("next", 49):         "/services?a.form=svg&a.form=png&after=next&place=49&price_to=50&q=logo&sort=newest",
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if !a.narrowed() || parsed(t, "q=logo&sort=newest").narrowed() {
		t.Error("words and order are no filters")
	}
}

func TestTenThousandFiltersAreBounded(t *testing.T) {
	var long strings.Builder
	for range 2300 {
		long.WriteString("&language=aa&language=ab&a.form=svg&level=x")
	}
	for one := 'a'; one <= 'z'; one++ {
		for two := 'a'; two <= 'z'; two++ {
			long.WriteString("&language=" + string(one) + string(two))
		}
	}
	a := parsed(t, long.String()[1:]+"&q="+strings.Repeat("word+", 5000))
	if len(a.query.Languages) != valuesMax || len(a.query.Attributes["form"]) != 1 || len([]rune(a.query.Words)) > wordsRunesMax {
		t.Errorf("%d languages, %d forms, %d letters", len(a.query.Languages), len(a.query.Attributes["form"]), len(a.query.Words))
	}
}

// FuzzAddress: whatever stands behind the question mark makes a state whose own
// address says the same state.
func FuzzAddress(f *testing.F) {
	for _, query := range []string{
		"q=logo&price_to=50&a.form=svg", "q=%22%27%3C%3E&sort=cheapest", "q=%D8%B1%D8%B3%D9%85%E2%80%8F", "q=%ff%fe&a.form=%00",
		"price_from=1e9&price_to=99999999999999999999&days_to=-1", "q=a;b&&&=&=x&after=" + strings.Repeat("A", 3000), "q=%zz",
	} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		values, _ := url.ParseQuery(query) // as the server does: what is broken is dropped
		a := readAddress("/services", values, "USD", logos)
		again, err := url.ParseQuery(strings.TrimPrefix(a.at(""), "?"))
		if err != nil {
			t.Fatalf("%q: %v", a.at(""), err)
		}
		b := readAddress("/services", again, "USD", logos)
		a.query.After = ""
		if !reflect.DeepEqual(a, b) {
			t.Errorf("%q reads as %+v, its address %q as %+v", query, a, a.at(""), b)
		}
	})
}
