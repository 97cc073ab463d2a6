package catalogue

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"guildhall/catalogue"
	"guildhall/money"
	"guildhall/policy"
	"guildhall/search"
)

// The parameters of a list's address. Attributes have their code behind
// attributePrefix: ?q=logo&price_to=50&a.form=svg&a.form=png&sort=cheapest
const (
	byWords     = "q"
	byPriceFrom = "price_from"
	byPriceTo   = "price_to"
	byDaysFrom  = "days_from"
	byDaysTo    = "days_to"
	byRating    = "rating"
	byFeedback  = "feedback"
	byLevel     = "level"
	byLanguage  = "language"
	byOnline    = "online"
	byVerified  = "verified"
	byTopRated  = "top_rated"
	sortedBy    = "sort"
	behind      = "after" // which page
	placeFrom   = "place" // of its first service

	attributePrefix = "a."
	yes             = "yes"
)

// The limits of what an address can ask for.
const (
	wordsRunesMax = 200
	valuesMax     = 40 // of one filter
	afterBytesMax = 2000
)

// address is the whole state of a list: what made sense of what somebody's
// address says, since addresses get cut and mistyped, and the query it means.
type address struct {
	path   string
	values url.Values
	query  search.Query
}

// readAddress reads the state. Attributes are those of the list's category.
func readAddress(path string, typed url.Values, currency money.Currency, attributes []catalogue.Attribute) address {
	a := address{path: path, values: url.Values{}}
	a.query.Words = soundWords(typed.Get(byWords))
	a.set(byWords, a.query.Words)
	a.query.PriceMin = a.price(typed, byPriceFrom, currency)
	a.query.PriceMax = a.price(typed, byPriceTo, currency)
	if from := a.days(typed, byDaysFrom); from > 1 {
		a.query.LeadMin = time.Duration(from-1)*24*time.Hour + time.Microsecond // within one day less is not enough
	}
	a.query.LeadMax = time.Duration(a.days(typed, byDaysTo)) * 24 * time.Hour
	a.readSteps(typed)
	a.query.Levels = a.several(typed, byLevel, func(level string) bool { return slices.Contains(levels, policy.Level(level)) })
	a.query.Languages = a.several(typed, byLanguage, languageForm.MatchString)
	a.query.Online, a.query.Verified, a.query.TopRated = a.flag(typed, byOnline), a.flag(typed, byVerified), a.flag(typed, byTopRated)
	a.readAttributes(typed, attributes)
	if sort := search.Sort(typed.Get(sortedBy)); sort != search.Recommended && slices.Contains(search.Sorts, sort) {
		a.query.Sort = sort
		a.set(sortedBy, string(sort))
	}
	if after := typed.Get(behind); len(after) <= afterBytesMax {
		a.query.After = after
	}
	return a
}

var languageForm = regexp.MustCompile(`^[a-z]{2,3}$`)

// soundWords are words without what nobody can see, one blank between.
func soundWords(typed string) string {
	seen := strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Bidi_Control, r):
			return -1
		case unicode.IsControl(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(typed, ""))
	runes := []rune(strings.Join(strings.Fields(seen), " "))
	return string(runes[:min(len(runes), wordsRunesMax)])
}

func (a *address) set(name, value string) {
	if value != "" {
		a.values.Set(name, value)
	}
}

func (a *address) price(typed url.Values, name string, currency money.Currency) money.Amount {
	price, err := money.Parse(typed.Get(name), currency)
	if err != nil || price == 0 {
		return 0
	}
	a.set(name, shortDecimal(price, currency))
	return price
}

// shortDecimal writes an amount as people type it: 50, 12.50.
func shortDecimal(price money.Amount, currency money.Currency) string {
	text := currency.Decimal(price)
	if whole, decimals, _ := strings.Cut(text, "."); strings.Trim(decimals, "0") == "" {
		return whole
	}
	return text
}

func (a *address) days(typed url.Values, name string) int {
	days, err := strconv.Atoi(strings.TrimSpace(typed.Get(name)))
	if err != nil || days < 1 || days > catalogue.LeadDaysMax {
		return 0
	}
	a.set(name, strconv.Itoa(days))
	return days
}

// readSteps reads the two filters that know a few steps only.
func (a *address) readSteps(typed url.Values) {
	for _, step := range search.RatingSteps {
		if typed.Get(byRating) == ratingText(step) {
			a.query.RatingMin = step
			a.set(byRating, ratingText(step))
		}
	}
	for _, step := range search.FeedbackSteps {
		if typed.Get(byFeedback) == strconv.FormatInt(step, 10) {
			a.query.Feedback = step
			a.set(byFeedback, typed.Get(byFeedback))
		}
	}
}

// ratingText writes tenths: 4.8.
func ratingText(tenths int64) string {
	return strconv.FormatInt(tenths/10, 10) + "." + strconv.FormatInt(tenths%10, 10)
}

// several reads the values of a filter that takes more than one, each once.
func (a *address) several(typed url.Values, name string, sound func(string) bool) []string {
	var kept []string
	for _, value := range typed[name] {
		if len(kept) < valuesMax && sound(value) && !slices.Contains(kept, value) {
			kept = append(kept, value)
		}
	}
	if len(kept) > 0 {
		a.values[name] = kept
	}
	return kept
}

func (a *address) flag(typed url.Values, name string) bool {
	if typed.Get(name) != yes {
		return false
	}
	a.set(name, yes)
	return true
}

func (a *address) readAttributes(typed url.Values, attributes []catalogue.Attribute) {
	for _, attribute := range attributes {
		known := attributeValues(attribute)
		values := a.several(typed, attributePrefix+attribute.Code, func(value string) bool { return slices.Contains(known, value) })
		if len(values) == 0 {
			continue
		}
		if a.query.Attributes == nil {
			a.query.Attributes = map[string][]string{}
		}
		a.query.Attributes[attribute.Code] = values
	}
}

// attributeValues are what one can filter an attribute by, in order.
func attributeValues(attribute catalogue.Attribute) []string {
	var values []string
	switch attribute.Kind {
	case catalogue.YesNo:
		return []string{yes}
	case catalogue.NumberRange:
		for _, span := range attribute.Spans() {
			values = append(values, span.Code())
		}
	default:
		for _, choice := range attribute.Choices {
			values = append(values, choice.Code)
		}
	}
	return values
}

// at is the same state at another path.
func (a address) at(path string) string {
	if len(a.values) == 0 {
		return path
	}
	return path + "?" + a.values.Encode()
}

// with is the address of this list with one parameter set to a value; an empty
// one takes it away. The first page is shown.
func (a address) with(name, value string) string {
	changed := a.clone()
	changed.values.Del(name)
	changed.set(name, value)
	return changed.at(a.path)
}

// without is the address of this list with one value of a parameter less.
func (a address) without(name, value string) string {
	changed := a.clone()
	changed.values[name] = slices.DeleteFunc(changed.values[name], func(v string) bool { return v == value })
	if len(changed.values[name]) == 0 {
		changed.values.Del(name)
	}
	return changed.at(a.path)
}

func (a address) clone() address {
	values := url.Values{}
	for name, list := range a.values {
		values[name] = slices.Clone(list)
	}
	a.values = values
	return a
}

// bare is the address of this list without any filter: words and order stay.
func (a address) bare() string {
	kept := address{path: a.path, values: url.Values{}}
	for _, name := range []string{byWords, sortedBy} {
		kept.set(name, a.values.Get(name))
	}
	return kept.at(a.path)
}

// page is the address of the page behind a cursor, whose first service has
// that place in the list.
func (a address) page(after string, place int) string {
	changed := a.clone()
	changed.set(behind, after)
	changed.set(placeFrom, strconv.Itoa(place))
	return changed.at(a.path)
}

// narrowed reports whether any filter is set; words and order are none.
func (a address) narrowed() bool {
	for name := range a.values {
		if name != byWords && name != sortedBy {
			return true
		}
	}
	return false
}
