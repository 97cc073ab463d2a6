package search

import (
	"encoding/base64"
	"encoding/binary"
	"math/bits"
	"slices"
	"time"

	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
)

// Sort is the order of hits (CAT-20).
type Sort string

// The closed list of orders. Recommended is relevance times rank (REP-16).
const (
	Recommended Sort = "recommended"
	Newest      Sort = "newest"
	Cheapest    Sort = "cheapest"
	BestRated   Sort = "best_rated"
	Fastest     Sort = "fastest"
	byDraw      Sort = "draw" // the newcomers' order (REP-18)
)

// Sorts lists them in the order pages offer them.
var Sorts = []Sort{Recommended, Newest, Cheapest, BestRated, Fastest}

// Query is what somebody looks for. The zero value finds everything shown.
// Filters combine; several values of one filter are alternatives (CAT-19).
type Query struct {
	Words      string
	Any        bool        // some of the words are enough; very common ones say too little and are left out
	Without    id.Service  // not this one
	Category   id.Category // this one or any below
	Seller     id.Member
	Attributes map[string][]string // code -> values, any of them
	Languages  []string
	Levels     []string // of the seller
	PriceMin   money.Amount
	PriceMax   money.Amount // zero: any
	LeadMin    time.Duration
	LeadMax    time.Duration // zero: any
	RatingMin  int64         // the seller's, tenths; one of RatingSteps, zero: any
	Feedback   int64         // of the seller, at least; one of FeedbackSteps, zero: any
	Online     bool
	Verified   bool
	TopRated   bool

	Sort      Sort
	After     string   // Result.Next of the page before
	Limit     int      // 1 to PageMax; zero: 24
	Counts    bool     // count what each value of each filter leaves
	CountOnly []string // codes of attributes to count; others cost time for nothing
	Language  string   // the reader's: how their words are stemmed, besides the services' own

	// Newcomers is how many places of the first page of the recommended order
	// new services get (REP-18); Seed, such as the day, draws them.
	Newcomers int
	Seed      uint32
}

// RatingSteps and FeedbackSteps are what those two filters can ask for.
var (
	RatingSteps   = []int64{48, 45, 40, 30}
	FeedbackSteps = []int64{100, 50, 10, 1}
)

// Result is one page of hits.
type Result struct {
	Hits   []Hit
	Total  int64
	Next   string // empty: the last page
	Counts Counts // zero unless asked for
	// Near: nothing has all the words; these have some of them, or words near
	// them (CAT-18).
	Near bool
	// Instead tells which words were read as which, where nothing is spelled
	// as typed.
	Instead []Instead

	groups []Group // the words, as they were looked for
}

// Services are the hits' ids, in order.
func (r Result) Services() []id.Service {
	services := make([]id.Service, len(r.Hits))
	for i, hit := range r.Hits {
		services[i] = hit.Service
	}
	return services
}

// Instead is a word nobody uses, and the terms looked for in its place: words
// without their endings.
type Instead struct {
	Typed string
	Used  []string
}

// Hit is one service found, with what its place comes from: Score =
// Relevance x Rank.
type Hit struct {
	Service   id.Service
	Relevance int64 // 0 to 1,000; 1,000 without words
	Rank      int64 // Figures.Rank
	New       bool  // stands here by the newcomers' draw
}

// Score is what the recommended order goes by, highest first.
func (h Hit) Score() int64 { return h.Relevance * h.Rank }

// Counts tell for every value of every filter how many services it leaves,
// each filter's computed as if that filter were not set.
type Counts struct {
	Categories map[id.Category]int64 // services standing in this category itself
	Attributes map[string]map[string]int64
	Languages  map[string]int64
	Levels     map[string]int64
	Ratings    map[int64]int64 // at least this many tenths
	Feedback   map[int64]int64 // at least this many
	Online     int64
	Verified   int64
	TopRated   int64
	Prices     []Bar
	Leads      []Bar
}

// Bar is one column of a histogram: how many are from Least up to Most.
type Bar struct {
	Least, Most int64 // minor units, or nanoseconds; both included
	Count       int64
}

// Prices and lead times are counted in steps, so that a filter's histogram
// costs no more than any other count. Four price steps double the price.

// priceStep numbers the step of a price: below 8 each minor unit, then four to
// each doubling.
func priceStep(price money.Amount) int64 {
	v := uint64(max(price, 0))
	if v < 8 {
		return int64(v)
	}
	top := bits.Len64(v) - 3 // v>>top is 4 to 7
	return int64(top)*4 + int64(v>>top)
}

// priceFrom is the lowest price of a step.
func priceFrom(step int64) int64 {
	if step < 8 {
		return step
	}
	top := (step - 4) / 4
	return (step - top*4) << top
}

// leadDays are the first days of the steps of lead times.
var leadDays = []int64{0, 1, 2, 3, 4, 6, 8, 11, 15, 22, 31, 61}

// leadStep numbers the step of a lead time: within one day, two, three, four
// or five, …
func leadStep(lead time.Duration) int64 {
	const day = 24 * time.Hour
	days := int64((lead + day - 1) / day)
	step, found := slices.BinarySearch(leadDays, days)
	if !found {
		step--
	}
	return int64(step)
}

func leadFrom(step int64) int64 {
	if step == 0 {
		return 0
	}
	if step >= int64(len(leadDays)) {
		return 1 << 62
	}
	return (leadDays[step]-1)*int64(24*time.Hour) + 1
}

// bars makes a histogram of counted steps, in order, without empty ends.
func bars(steps map[int64]int64, from func(int64) int64) []Bar {
	if len(steps) == 0 {
		return nil
	}
	least, most := int64(1)<<62, int64(0)
	for step := range steps {
		least, most = min(least, step), max(most, step)
	}
	var all []Bar
	for step := least; step <= most; step++ {
		all = append(all, Bar{Least: from(step), Most: from(step+1) - 1, Count: steps[step]})
	}
	return all
}

// place is where a hit stands in its order: keys ascend, then ids.
type place struct {
	key     int64
	service id.Service
}

// cursor is what Result.Next carries: where the page ended, and which
// newcomers were drawn onto the first one, since they stand on no other.
type cursor struct {
	at    place
	drawn []id.Service
}

func (c cursor) String() string {
	raw := binary.BigEndian.AppendUint64(nil, uint64(c.at.key))
	raw = append(raw, c.at.service[:]...)
	for _, service := range c.drawn {
		raw = append(raw, service[:]...)
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// parseCursor reads what String wrote; anything else is the fault
// cursor_unknown.
func parseCursor(text string) (cursor, error) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(raw) < 24 || (len(raw)-24)%16 != 0 || (len(raw)-24)/16 > PageMax {
		return cursor{}, fault.Invalid("cursor_unknown").At("after")
	}
	c := cursor{at: place{key: int64(binary.BigEndian.Uint64(raw)), service: id.Service(raw[8:24])}}
	for rest := raw[24:]; len(rest) > 0; rest = rest[16:] {
		c.drawn = append(c.drawn, id.Service(rest[:16]))
	}
	return c, nil
}
