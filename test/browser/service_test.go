package browser_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/id"
	"guildhall/moderation"
	"guildhall/policy"
	"guildhall/reputation"
	"guildhall/test/browser"
	"guildhall/town"
)

// sold has Bea order Sam's standard package, Sam do it and Bea accept it.
func (s *stage) sold() id.Order {
	s.t.Helper()
	s.Write(func(tx *db.Tx) error { return town.Fund(tx, s.Buyer.ID, 60_00) })
	return s.completed()
}

// figured lets the sweeper's part happen: figures and ranks.
func (s *stage) figured() {
	s.t.Helper()
	s.Follow(reputation.Take)
	s.Write(func(tx *db.Tx) error {
		_, err := reputation.RankDue(tx, 100)
		return err
	})
}

// says has Bea leave feedback with these words.
func (s *stage) says(of id.Order, liked bool, text string) (said reputation.Feedback) {
	s.t.Helper()
	s.Write(func(tx *db.Tx) (err error) {
		said, err = reputation.Leave(tx, reputation.Leaving{
			Order: of, Author: s.Buyer.ID, At: tx.Now(), Verdict: reputation.Verdict{Liked: liked, Text: text},
		})
		return err
	})
	return said
}

// answered has Sam answer in public, and a moderator show it.
func (s *stage) answered(said reputation.Feedback, text string) {
	s.t.Helper()
	s.Write(func(tx *db.Tx) error {
		_, err := reputation.Answer(tx, reputation.Answering{Feedback: said.ID, Author: s.Seller.ID, At: tx.Now(), Text: text})
		if err != nil {
			return err
		}
		return reputation.JudgeResponse(tx, said.ID, s.Arbiter.ID, true)
	})
}

func TestAServicePageAddsUpWhatIsChosen(t *testing.T) {
	s := newMarket(t)
	tab := s.open(s.Buyer, s.servicePath(), browser.Look{})
	total := func() string { return tab.Probe(`document.querySelector("[data-total]").textContent`) }
	due := func() string { return tab.Probe(`document.querySelector("[data-due]").textContent`) }
	day := func(days int) string {
		return tab.Probe(fmt.Sprintf(`new Intl.DateTimeFormat("en-GB", {weekday: "long", day: "numeric", month: "short", timeZone: "UTC"}).format(Date.now() + %d * 864e5)`, days))
	}
	for _, step := range []struct {
		field, value, total string
		days                int
	}{
		{"package", "business", "$90.00", 7},
		{"option.colour", "3", "$120.00", 10},
		{"option.express", "1", "$145.00", 9},
		{"option.colour", "0", "$115.00", 6},
		{"package", "economy", "$45.00", 1},
	} {
		tab.Fill(step.field, step.value)
		if total() != step.total || due() != day(step.days) {
			t.Errorf("after %s=%s: %s, due %s; want %s, %s", step.field, step.value, total(), due(), step.total, day(step.days))
		}
	}
}

func TestSeveralOfAnExtraAreOrderedWithAndWithoutScript(t *testing.T) {
	eachWay(t, func(t *testing.T, look browser.Look) {
		s := newMarket(t)
		tab := s.open(s.Buyer, s.servicePath(), look)
		tab.Fill("option.colour", "2")
		tab.Press("Order now")
		tab.See("$60.00") // 40 and twice 10
		if tab.Typed("option.colour") != "2" {
			t.Errorf("the next page has %q of it", tab.Typed("option.colour"))
		}
	})
}

func TestAServicePageShowsItsFeedbackPageByPage(t *testing.T) {
	s := newMarket(t)
	for n := range 11 {
		said := s.says(s.sold(), n != 4, fmt.Sprintf("Word number %c.", 'A'+n))
		if n == 10 {
			s.answered(said, "Come by for the garden.")
		}
	}
	s.place() // one more is under way
	s.figured()
	eachWay(t, func(t *testing.T, look browser.Look) {
		tab := browser.Open(t, s.url+s.servicePath(), look)
		tab.See("Word number K.", "Word number B.", "sam answered", "Come by for the garden.", "11 orders completed", "1 in work now",
			"10 liked it, 1 did not", "11 feedbacks", "4.6 of 5")
		tab.Miss("Word number A.")
		for property, want := range map[string]string{"ratingValue": "4.6", "ratingCount": "11"} {
			if got := tab.Probe(`document.querySelector('[itemprop="` + property + `"]').content`); got != want {
				t.Errorf("search engines are told a %s of %q", property, got)
			}
		}
		tab.Press("Older ones")
		tab.See("Word number A.")
		tab.Miss("Word number K.")
		tab.Press("The newest")
		tab.See("Word number K.")

		tab.Go(s.url + "/members/sam")
		tab.See("Word number K.", s.Offer().Title)
		tab.Press("Older ones")
		tab.See("Word number A.")
	})
}

func TestAServicePageShowsTheWorksBesideTheFeedback(t *testing.T) {
	s := newShop(t)
	which := s.agreed()
	s.says(which, true, "The door is just as green.")
	s.showsAWork(browser.Look{}, which)
	tab := browser.Open(t, s.url+s.servicePath(), browser.Look{})
	if tab.Probe(`String(document.querySelectorAll("#feedback .verdict-work a.work").length)`) != "1" {
		t.Errorf("the work does not stand beside the feedback:\n%s", tab.Text())
	}
	profile := browser.Open(t, s.url+"/members/sam", browser.Look{NoScript: true})
	if !strings.Contains(profile.HTML(), `class="verdict-work"`) {
		t.Error("nor on the profile")
	}
}

func TestFeedbackIsChangedOnceAfterItsAnswer(t *testing.T) {
	eachWay(t, func(t *testing.T, look browser.Look) {
		s := newStage(t)
		which := s.completed()
		said := s.says(which, false, "The windows are crooked.")
		bea := s.open(s.Buyer, path(which), look)
		bea.See("The windows are crooked.")
		bea.Miss("Change your feedback")
		s.answered(said, "I sent you a better one.")
		bea.Reload()
		bea.See("Change your feedback")
		if bea.Typed("text") != "The windows are crooked." || bea.Probe(`document.querySelector("#feedback [name=liked]:checked").value`) != "no" {
			t.Fatalf("what stands is not in the form: %q", bea.Typed("text"))
		}
		bea.Fill("liked", "yes")
		bea.Fill("text", "Now they are straight.")
		bea.Press("Change it")
		bea.See("Now they are straight.", "Liked it")
		bea.Miss("Change your feedback")
	})
}

func TestAServiceIsReportedAndStaffSeeIt(t *testing.T) {
	eachWay(t, func(t *testing.T, look browser.Look) {
		s := newStage(t)
		visitor := browser.Open(t, s.url+s.servicePath(), look)
		visitor.Press("Report this service")
		visitor.See("Sign in")
		s.open(s.Seller, s.servicePath(), look).Miss("Report this service")
		for range 2 {
			bea := s.open(s.Buyer, s.servicePath(), look)
			bea.Press("Report this service")
			bea.Fill("reason", string(moderation.Other))
			bea.Press("Report it")
			bea.See("Please name the reason in your own words.")
			bea.Fill("remark", "It is my house in the picture.")
			bea.Press("Report it")
			bea.See("Thank you. Moderators will look at it.", s.Offer().Title)
		}
		ada := s.open(s.Arbiter, "/staff/moderation", look)
		ada.See("A service of sam was reported by bea.", "It is my house in the picture.", s.Offer().Title)
		if n := strings.Count(ada.Text(), "was reported by bea"); n != 1 {
			t.Errorf("reported twice, it stands there %d times", n)
		}
		ada.Press("Looked at")
		ada.Miss("was reported by bea")
	})
}

func TestStaffRemoveFeedbackAndItsReasonStays(t *testing.T) {
	eachWay(t, func(t *testing.T, look browser.Look) {
		s := newStage(t)
		which := s.completed()
		s.says(which, false, "His politics are not mine.")
		browser.Open(t, s.url+s.servicePath(), look).Miss("Decide about it")
		ada := s.open(s.Arbiter, s.servicePath()+"#feedback", look)
		ada.Go(s.url + ada.Probe(`document.querySelector("#feedback a[href^='/staff/feedback/']").getAttribute("href")`))
		ada.See("His politics are not mine.")
		ada.Fill("reason", string(moderation.Unrelated))
		ada.Press("Remove it")
		ada.See("The feedback was removed.")
		for _, where := range []string{"/members/sam", s.servicePath(), path(which)} {
			bea := s.open(s.Buyer, where, look)
			bea.See("Staff removed this feedback: It has nothing to do with the work.")
			bea.Miss("His politics are not mine.")
		}
		s.open(s.Buyer, "/decisions", look).See("Your feedback on", "It has nothing to do with the work.")
	})
}

func TestTopRatedIsMarkedOnTheServiceAndTheProfile(t *testing.T) {
	s := newMarket(t)
	s.under(func(p *policy.Policy) { p.TopRatedOrders = 1 })
	s.Clock.Advance(time.Minute)
	visitor := browser.Open(t, s.url+s.servicePath(), browser.Look{})
	visitor.Miss("Top-rated")
	s.says(s.sold(), true, "Lovely.")
	s.figured()
	visitor.Reload()
	visitor.See("Top-rated")
	visitor.Go(s.url + "/members/sam")
	visitor.See("Top-rated")
}

func TestTagsLeadToWhatTheySay(t *testing.T) {
	s := newShop(t)
	offer := s.Offer()
	offer.Tags = []string{"c++", "f#", "r&b", "pen and ink"}
	s.service = s.Sell(s.Seller.ID, offer)
	s.service.Title = offer.Title
	tab := browser.Open(t, s.url+s.servicePath(), browser.Look{NoScript: true})
	for _, tag := range offer.Tags {
		tab.Go(s.url + s.servicePath())
		tab.Press(tag)
		if got := tab.Typed("q"); got != tag {
			t.Errorf("the tag %q searches %q", tag, got)
		}
	}
}

func TestSimilarServicesHaveAHeart(t *testing.T) {
	s := newMarket(t)
	s.service = s.rival() // of another seller, so that Sam's have hearts for Sam's buyers
	tab := s.open(s.Buyer, addressOf(s.service), browser.Look{})
	tiles, hearts := tab.Probe(`String(document.querySelectorAll(".similar .tile").length)`), tab.Probe(`String(document.querySelectorAll(".similar .tile .heart").length)`)
	if tiles == "0" || tiles != hearts {
		t.Errorf("%s similar services have %s hearts", tiles, hearts)
	}
}

func TestPagesOfAServicesRecordAreSoundInEveryWindow(t *testing.T) {
	s := newShop(t)
	which := s.agreed()
	s.answered(s.says(which, true, "The door is just as green as it is, and the ivy has every leaf. I have it above my desk."), "It was a pleasure to draw, come by for the garden.")
	s.showsAWork(browser.Look{}, which)
	gone := s.says(s.sold(), false, "His politics are not mine.")
	s.Write(func(tx *db.Tx) error {
		_, err := moderation.RemoveFeedback(tx, moderation.FeedbackRemoval{Feedback: gone.ID, Moderator: s.Arbiter.ID, Reason: moderation.Unrelated})
		return err
	})
	disliked := s.says(s.sold(), false, "The windows are crooked.")
	for n := range 9 {
		s.says(s.sold(), true, fmt.Sprintf("Good, for the %d. time.", n+2))
	}
	s.place()
	s.figured()
	s.Write(func(tx *db.Tx) error {
		return moderation.ReportService(tx, moderation.Report{Service: s.service.ID, Reporter: s.Buyer.ID, Reason: moderation.Copy, Remark: "It is my house."})
	})
	for _, look := range append(looks, browser.Look{Dark: true}, browser.Look{Width: 390}) {
		for _, p := range []struct {
			name, path string
			staff      bool
		}{
			{"service-record", s.servicePath(), false}, {"service-report", s.servicePath() + "/report", false},
			{"profile-record", "/members/sam", false}, {"order-change", path(which), false},
			{"service-staff", s.servicePath(), true}, {"feedback-removal", "/staff/feedback/" + disliked.ID.String(), true}, {"raised", "/staff/moderation", true},
		} {
			who := s.Buyer
			if p.staff {
				who = s.Arbiter
			}
			tab := s.open(who, p.path, look)
			tab.Judge()
			tab.Shot(p.name)
		}
	}
}
