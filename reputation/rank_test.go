package reputation_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"guildhall/id"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/reputation"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func services(t *testing.T) policy.Policy {
	t.Helper()
	p, err := policy.Preset("services")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Marks of one buyer each, unless said otherwise.
var (
	liked    = reputation.Mark{Outcome: reputation.Outcome{Ended: true, Completed: true, Judged: true, Liked: true}}
	disliked = reputation.Mark{Outcome: reputation.Outcome{Ended: true, Completed: true, Judged: true}}
	silent   = reputation.Mark{Outcome: reputation.Outcome{Ended: true, Completed: true}}
	failed   = reputation.Mark{Outcome: reputation.Outcome{Ended: true, Cause: order.CountsCancelled}}
	neutral  = reputation.Mark{Outcome: reputation.Outcome{Ended: true}}
	late     = reputation.Mark{Work: reputation.Work{Late: true}, Outcome: reputation.Outcome{Ended: true, Completed: true}}
)

// marks is so many of each, newest first as they are given.
func marks(of ...any) []reputation.Mark {
	var list []reputation.Mark
	for i := 0; i < len(of); i += 2 {
		for range of[i].(int) {
			m := of[i+1].(reputation.Mark)
			m.Buyer = id.Member{byte(len(list)), byte(len(list) >> 8), 1}
			list = append(list, m)
		}
	}
	return list
}

func figures(t *testing.T, list []reputation.Mark) reputation.Figures {
	p := services(t)
	return figuresUnder(&p, list)
}

func figuresUnder(p *policy.Policy, list []reputation.Mark) reputation.Figures {
	var totals reputation.Totals
	for _, m := range list {
		totals = totals.With(m)
	}
	return reputation.FiguresOf(totals, list[:min(len(list), reputation.WindowOf(p))], p)
}

func TestResponsibilityCountsEachOrderOnceByItsHeaviestCause(t *testing.T) {
	lateAndFailed := failed
	lateAndFailed.Late = true
	tests := []struct {
		name  string
		marks []reputation.Mark
		want  reputation.Share
	}{
		{"no order yet", nil, reputation.Whole},
		{"all well", marks(10, silent), reputation.Whole},
		{"one of ten failed", marks(1, failed, 9, silent), 900_000},
		{"late is half", marks(1, late, 9, silent), 950_000},
		{"late and failed is one failure", marks(1, lateAndFailed, 9, silent), 900_000},
		{"a dislike alone is not irresponsible", marks(5, disliked, 5, silent), reputation.Whole},
		{"only the last thirty", marks(30, silent, 50, failed), reputation.Whole},
		{"an end by nobody's fault is an order", marks(1, failed, 1, neutral), 500_000},
	}
	for _, test := range tests {
		if got := figures(t, test.marks).Responsibility; got != test.want {
			t.Errorf("%s: %d, want %d", test.name, got, test.want)
		}
	}
}

func TestReturningBuyersRaiseTheOrderRatingAndDislikesLowerIt(t *testing.T) {
	base := figures(t, marks(2, liked, 1, disliked))
	back := marks(2, liked, 1, disliked)
	back[0].Buyer = back[2].Buyer
	if got := figures(t, back); got.OrderRating <= base.OrderRating {
		t.Errorf("a buyer came back, and the rating went from %d to %d", base.OrderRating, got.OrderRating)
	}
	if got := figures(t, marks(2, liked, 2, disliked)); got.OrderRating >= base.OrderRating {
		t.Errorf("one more dislike, and the rating went from %d to %d", base.OrderRating, got.OrderRating)
	}
	if got := figures(t, marks(80, liked, 9, disliked)).OrderRating; got != reputation.Whole {
		t.Errorf("dislikes before the last eighty count: %d", got)
	}
}

func TestLevelsRiseAndFall(t *testing.T) {
	tests := []struct {
		name  string
		marks []reputation.Mark
		want  policy.Level
	}{
		{"nothing", nil, policy.LevelNewbie},
		{"ten are not more than ten", marks(10, silent), policy.LevelNewbie},
		{"eleven are", marks(11, silent), policy.LevelAdvanced},
		{"a tenth failed is not less than a tenth", marks(2, failed, 18, silent), policy.LevelNewbie},
		{"nor is a tenth disliked", marks(2, disliked, 18, silent), policy.LevelNewbie},
		{"late ones are halves", marks(3, late, 17, silent), policy.LevelAdvanced},
		{"fifty-one", marks(51, silent), policy.LevelProfessional},
		{"eight in a hundred failed", marks(8, failed, 92, silent), policy.LevelAdvanced},
		{"seven", marks(7, failed, 93, silent), policy.LevelProfessional},
		{"older than the last hundred", marks(100, silent, 60, failed), policy.LevelProfessional},
	}
	for _, test := range tests {
		if got := figures(t, test.marks).Level; got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

// TestTheOutlookComesTrue adds the orders it speaks of, to records at random.
func TestTheOutlookComesTrue(t *testing.T) {
	p := services(t)
	p.LevelOrders = 20
	random := rand.New(rand.NewPCG(1, 2))
	kinds := []reputation.Mark{liked, silent, silent, silent, silent, silent, failed, disliked, late, neutral}
	for range 300 {
		var list []reputation.Mark
		for range random.IntN(80) {
			list = append(list, kinds[random.IntN(len(kinds))])
		}
		f := figuresUnder(&p, list)
		window := list[:min(len(list), reputation.WindowOf(&p))]
		o := reputation.OutlookOf(f, window, &p)
		with := func(n int64, m reputation.Mark) policy.Level {
			longer := list
			for range n {
				longer = append([]reputation.Mark{m}, longer...)
			}
			return figuresUnder(&p, longer).Level
		}
		if o.Next != "" && (with(o.Missing, silent) != o.Next && with(o.Missing, silent) != policy.LevelProfessional || with(o.Missing-1, silent) == o.Next) {
			t.Fatalf("%d orders are missing for %s from %+v: after them %s, one less %s",
				o.Missing, o.Next, f, with(o.Missing, silent), with(o.Missing-1, silent))
		}
		if f.Level != policy.LevelNewbie && (with(o.Failures, failed) == f.Level || with(o.Failures-1, failed) != f.Level) {
			t.Fatalf("%d failures end %s from %+v: after them %s", o.Failures, f.Level, f, with(o.Failures, failed))
		}
	}
}

// TestTotalsCanTakeBackWhatTheyCounted: figures follow changes one by one.
func TestTotalsCanTakeBackWhatTheyCounted(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var totals reputation.Totals
	var list []reputation.Mark
	for range 500 {
		m := reputation.Mark{
			Work: reputation.Work{Late: random.IntN(2) == 0, Delivered: random.IntN(2) == 0, OnTime: random.IntN(2) == 0,
				Started: random.IntN(2) == 0, Wait: time.Duration(random.IntN(90)) * time.Minute, Lead: time.Duration(random.IntN(90)) * time.Hour},
			Outcome: reputation.Outcome{Ended: random.IntN(5) > 0, Completed: random.IntN(2) == 0, Judged: random.IntN(2) == 0,
				Liked: random.IntN(2) == 0, Stars: random.Int64N(6)},
		}
		list, totals = append(list, m), totals.With(m)
	}
	random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	for _, m := range list {
		totals = totals.Without(m)
	}
	if totals != (reputation.Totals{}) {
		t.Errorf("all taken back, and left are %+v", totals)
	}
}

func TestMoreOfAGoodThingNeverLowersTheOverallRating(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	kinds := []reputation.Mark{liked, silent, failed, disliked, late}
	for range 200 {
		var list []reputation.Mark
		for range random.IntN(25) {
			list = append(list, kinds[random.IntN(len(kinds))])
		}
		good := figures(t, append([]reputation.Mark{liked}, list...)).Overall
		bad := figures(t, append([]reputation.Mark{failed}, list...)).Overall
		now := figures(t, list).Overall
		if good < now || bad > now || good > reputation.Whole || bad < 0 {
			t.Fatalf("from %d: %d with one liked, %d with one failed, of %d orders", now, good, bad, len(list))
		}
	}
}

func TestANewSellersOverallRatingIsItsStart(t *testing.T) {
	p := services(t)
	p.WeightQuantity = 0
	if got := figuresUnder(&p, nil).Overall; got != 700_000 {
		t.Errorf("without orders the overall rating is %d", got)
	}
}

// seen is a service in the middle of everything: it moves nothing.
func seen(change func(*reputation.Standing)) reputation.Standing {
	s := reputation.Standing{Overall: 700_000, Orders: 10, LiveAt: noon.AddDate(-1, 0, 0), At: noon}
	change(&s)
	return s
}

func TestEachPartOfTheRankMovesItAlone(t *testing.T) {
	p := services(t)
	tests := []struct {
		name string
		s    reputation.Standing
		want reputation.Parts
	}{
		{"nothing", seen(func(*reputation.Standing) {}), reputation.Parts{}},
		{"the best sellers", seen(func(s *reputation.Standing) { s.Overall = reputation.Whole }), reputation.Parts{Rating: 300_000}},
		{"the worst", seen(func(s *reputation.Standing) { s.Overall = 0 }), reputation.Parts{Rating: -700_000}},
		{"usual conversion", seen(func(s *reputation.Standing) { s.Views, s.Placed = 1000, 20 }), reputation.Parts{}},
		{"half as much again", seen(func(s *reputation.Standing) { s.Views, s.Placed = 900, 28 }), reputation.Parts{Conversion: 100_000}},
		{"much more", seen(func(s *reputation.Standing) { s.Views, s.Placed = 100, 100 }), reputation.Parts{Conversion: 200_000}},
		{"looked at and never ordered", seen(func(s *reputation.Standing) { s.Views = 99_900 }), reputation.Parts{Conversion: -199_800}},
		{"top-rated", seen(func(s *reputation.Standing) { s.TopRated = true }), reputation.Parts{TopRated: 200_000}},
		{"fresh", seen(func(s *reputation.Standing) { s.LiveAt = noon }), reputation.Parts{Fresh: 100_000}},
		{"fresh ten days ago", seen(func(s *reputation.Standing) { s.LiveAt = noon.AddDate(0, 0, -10) }), reputation.Parts{Fresh: 66_666}},
		{"new", seen(func(s *reputation.Standing) { s.LiveAt, s.Orders = noon.AddDate(0, 0, -31), 4 }), reputation.Parts{New: 150_000}},
	}
	for _, test := range tests {
		got := reputation.Rank(test.s, &p)
		if got != test.want {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
		sum := reputation.Whole + got.Rating + got.Conversion + got.TopRated + got.Fresh + got.New
		if got.Rank() != sum {
			t.Errorf("%s: rank %d is not 1 and its parts, %d", test.name, got.Rank(), sum)
		}
	}
}

func TestANewcomerThatDisappointsHasNoShare(t *testing.T) {
	p := services(t)
	fresh := func(change func(*reputation.Standing)) reputation.Standing {
		s := reputation.Standing{LiveAt: noon.AddDate(0, 0, -10), At: noon, Views: 50}
		change(&s)
		return s
	}
	if !reputation.Newcomer(fresh(func(*reputation.Standing) {}), &p) {
		t.Fatal("a service of ten days is no newcomer")
	}
	for name, change := range map[string]func(*reputation.Standing){
		"time is over":             func(s *reputation.Standing) { s.LiveAt = noon.AddDate(0, 0, -60) },
		"it has its orders":        func(s *reputation.Standing) { s.Orders = 5 },
		"one failed":               func(s *reputation.Standing) { s.Orders, s.Bad = 1, 1 },
		"all look and none orders": func(s *reputation.Standing) { s.Views = 200 },
	} {
		if reputation.Newcomer(fresh(change), &p) {
			t.Errorf("still a newcomer though %s", name)
		}
	}
}

func TestNoFigureLeavesItsBoundsWhateverThePolicy(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for range 2000 {
		p := services(t)
		for _, name := range []string{"conversion_usual", "conversion_views", "rating_start_orders", "rank_conversion", "rank_rating"} {
			v, _ := policy.Find(name)
			text := map[string][]string{"conversion_usual": {"0.01%", "100%"}, "conversion_views": {"1", "100000"},
				"rating_start_orders": {"0", "1000"}, "rank_conversion": {"0%", "500%"}, "rank_rating": {"0%", "500%"}}[name][random.IntN(2)]
			if err := v.Set(&p, text); err != nil {
				t.Fatal(err)
			}
		}
		s := seen(func(s *reputation.Standing) {
			s.Overall = reputation.Share(random.Int64N(1_000_001))
			s.Views, s.Placed = random.Int64N(10_000_000), random.Int64N(1_000_000)
		})
		parts := reputation.Rank(s, &p)
		most := reputation.Share(int64(p.RankConversion) * 100)
		if parts.Conversion > most || parts.Conversion < -most || parts.Rank() < 1 {
			t.Fatalf("%+v gives %+v, rank %d", s, parts, parts.Rank())
		}
	}
}

func TestBuyersClimbByPurchases(t *testing.T) {
	p := services(t)
	for purchases, want := range map[int64]reputation.BuyerStanding{
		0:  {Next: 1},
		1:  {Level: 1, Next: 6},
		19: {Level: 2, Next: 1},
		90: {Level: 5},
	} {
		want.Purchases = purchases
		if got := reputation.BuyerStandingOf(purchases, 0, &p); got != want {
			t.Errorf("%d purchases: %+v, want %+v", purchases, got, want)
		}
	}
	if !reputation.BuyerStandingOf(12, 12, &p).Super || reputation.BuyerStandingOf(12, 11, &p).Super {
		t.Error("twelve of late make a super buyer, eleven do not")
	}
}

func TestAnOrderCompletedDespiteAFaultIsOneOrder(t *testing.T) { // REP-14, REP-8
	partly := silent
	partly.Cause = order.CountsFault
	f := figures(t, marks(1, partly))
	if f.Successful() != reputation.Whole || f.Failed != 1 || f.Responsibility != 0 {
		t.Errorf("completed, and the seller was at fault: %d of all, responsibility %d", f.Successful(), f.Responsibility)
	}
	if got := figures(t, marks(1, failed, 3, partly, 2, neutral)).Successful(); got != 750_000 {
		t.Errorf("one cancelled and three completed make %d", got)
	}
}

func TestWorkThatIsLateAndNeverComesIsNotOnTime(t *testing.T) { // REP-14, ORD-7
	inTime, never := silent, failed
	inTime.Delivered, inTime.OnTime, never.Late = true, true, true
	tooLate := late
	tooLate.Delivered = true
	tests := []struct {
		name  string
		marks []reputation.Mark
		want  reputation.Share
		of    int64
	}{
		{"nothing was due", marks(3, neutral), 0, 0},
		{"all in time", marks(3, inTime), reputation.Whole, 3},
		{"one late delivery", marks(1, tooLate, 3, inTime), 750_000, 4},
		{"one that never came", marks(1, never, 3, inTime), 750_000, 4},
		{"only such", marks(2, never), 0, 2},
	}
	for _, test := range tests {
		if f := figures(t, test.marks); f.Punctual() != test.want || f.Timed != test.of {
			t.Errorf("%s: %d of %d orders, want %d of %d", test.name, f.Punctual(), f.Timed, test.want, test.of)
		}
	}
}

func TestTimesAreMeansOfTheOrdersThatHaveThem(t *testing.T) { // REP-6
	began := func(wait, lead time.Duration, completed bool) reputation.Mark {
		m := neutral
		m.Started, m.Delivered, m.Wait, m.Lead, m.Completed = true, lead > 0, wait, lead, completed
		return m
	}
	f := figures(t, marks(1, began(time.Hour, 10*time.Hour, true), 1, began(3*time.Hour, 20*time.Hour, true),
		1, began(5*time.Hour, 90*time.Hour, false), 4, neutral))
	if f.MeanWait() != 3*time.Hour || f.Started != 3 {
		t.Errorf("three began after %v", f.MeanWait())
	}
	if f.MeanLead() != 15*time.Hour || f.Led != 2 {
		t.Errorf("the two completed took %v", f.MeanLead())
	}
	if empty := figures(t, marks(4, neutral)); empty.MeanWait() != 0 || empty.MeanLead() != 0 {
		t.Errorf("nothing began, and it took %v and %v", empty.MeanWait(), empty.MeanLead())
	}
}

func TestALikeHasItsPlaceAmongStars(t *testing.T) { // REP-3
	p := services(t)
	p.RatingKind = policy.RatingKindStars
	three := liked
	three.Stars = 3
	for name, test := range map[string]struct {
		marks []reputation.Mark
		want  int64
	}{
		"nobody":            {marks(2, silent), 0},
		"likes of before":   {marks(3, liked), 50},
		"and three stars":   {marks(1, three, 1, liked), 40},
		"a dislike is one":  {marks(1, liked, 1, disliked), 30},
		"nothing but stars": {marks(2, three), 30},
	} {
		if got := figuresUnder(&p, test.marks).Stars; got != test.want {
			t.Errorf("%s: %d tenths, want %d", name, got, test.want)
		}
	}
}

func TestOneLateOrFailedOrderOfLateIsNotClean(t *testing.T) { // REP-9
	for name, test := range map[string]struct {
		marks []reputation.Mark
		want  bool
	}{
		"all well":              {marks(80, liked), true},
		"one late":              {marks(40, liked, 1, late), false},
		"one failed":            {marks(40, liked, 1, failed), false},
		"nobody's fault":        {marks(40, liked, 1, neutral), true},
		"failed before the 80":  {marks(80, liked, 1, failed), true},
		"late as the 80th":      {marks(79, liked, 1, late), false},
		"a dislike says nought": {marks(40, liked, 1, disliked), true},
	} {
		if got := figures(t, test.marks).Clean; got != test.want {
			t.Errorf("%s: clean is %v", name, got)
		}
	}
}
