package talk

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"guildhall/catalogue"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/id"
)

// TestTheUsualReplyTimeIsShownWhereSellersAre answers after three hours and
// looks at the profile, the service and the API (TLK-5).
func TestTheUsualReplyTimeIsShownWhereSellersAre(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		bea := s.enter(s.Buyer)
		service := "/services/" + catalogue.Slug(s.service.Title) + "-" + s.service.ID.String()
		var told struct {
			Reply int64 `json:"usual_reply_seconds"`
		}
		member := "/members/" + s.Seller.Login
		for _, path := range []string{member, service} {
			if strings.Contains(bea.goes(path).page, "Usual reply time") {
				t.Errorf("%s tells a reply time before the first answer", path)
			}
		}
		if bea.asks(member, &told); told.Reply != 0 {
			t.Errorf("the API tells %d s before the first answer", told.Reply)
		}
		c := s.talk(s.Buyer)
		s.say(c, s.Buyer, "Can you draw a tower?")
		s.Clock.Advance(3*time.Hour - time.Second)
		s.say(c, s.Seller, "Yes.")
		for _, path := range []string{member, service} {
			bea.goes(path).sees(http.StatusOK, "Usual reply time", "3 h")
		}
		if bea.asks(member, &told); told.Reply != 3*60*60 {
			t.Errorf("the API tells %d s, want three hours", told.Reply)
		}
	})
}

var (
	messageOf = regexp.MustCompile(`<p class="kept-lines">number (\d+)</p>`)
	olderOf   = regexp.MustCompile(`rel="prev" href="([^"]+)"`)
	talkOf    = regexp.MustCompile(`class="name" href="(/conversations/[^"]+)"`)
	nextOf    = regexp.MustCompile(`rel="next" href="([^"]+)"`)
)

// follow reads a page and those its link leads to, and what each of them shows.
func (p *person) follow(path string, shown, link *regexp.Regexp) (pages [][]string) {
	p.s.t.Helper()
	for path != "" && len(pages) < 10 {
		p.goes(path).sees(http.StatusOK)
		var found []string
		for _, one := range shown.FindAllStringSubmatch(p.page, -1) {
			found = append(found, one[1])
		}
		pages = append(pages, found)
		path = ""
		if next := link.FindStringSubmatch(p.page); next != nil {
			path = html.UnescapeString(next[1])
		}
	}
	return pages
}

// TestEverythingThatWasSaidCanBeRead walks back through a long conversation, on
// the page and by the API, while more is said.
func TestEverythingThatWasSaidCanBeRead(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		c := s.talk(s.Buyer)
		var first conversation.Message
		var want []string
		for i := range 230 {
			m := s.say(c, s.Buyer, fmt.Sprintf("number %d", i))
			if i == 0 {
				first = m
			}
			want = append(want, fmt.Sprint(i))
		}
		sam := s.enter(s.Seller)
		pages := sam.follow(address(c.ID), messageOf, olderOf)
		slices.Reverse(pages)
		if got := slices.Concat(pages...); len(pages) != 3 || !slices.Equal(got, want) {
			t.Errorf("%d pages show %v", len(pages), got)
		}
		sam.sees(http.StatusOK, "To the latest messages")
		sam.goes(address(c.ID)+"?quote="+first.ID.String()).sees(http.StatusOK, `<blockquote class="quoted">number 0</blockquote>`)
		s.Write(func(tx *db.Tx) error {
			_, err := conversation.Write(tx, conversation.Writing{Conversation: c.ID, Author: s.Seller.ID, Text: "The first one?", Quote: first.ID})
			return err
		})
		sam.goes(address(c.ID)).sees(http.StatusOK, `<blockquote class="quoted">number 0</blockquote>`)

		var list struct {
			Items []struct{ Text string }
			Next  string
		}
		var got []string
		for after := ""; ; after = list.Next {
			list.Items, list.Next = nil, ""
			sam.asks(address(c.ID)+"?limit=100&after="+after, &list)
			var page []string
			for _, m := range list.Items {
				if number, ok := strings.CutPrefix(m.Text, "number "); ok {
					page = append(page, number)
				}
			}
			got = append(page, got...)
			if list.Next == "" || len(got) > 1000 {
				break
			}
			s.say(c, s.Buyer, "Meanwhile")
		}
		if !slices.Equal(got, want) {
			t.Errorf("the API lists %v", got)
		}
	})
}

// TestEveryConversationIsInTheList walks through more than a page of them, on
// the page and by the API; one that was read about is spoken in meanwhile.
func TestEveryConversationIsInTheList(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		var talks []conversation.Conversation
		var want []string
		for i := range 60 {
			buyer := s.Join(fmt.Sprintf("buyer%d", i))
			c := s.talk(buyer)
			s.say(c, buyer, "Good morning")
			talks, want = append(talks, c), append(want, address(c.ID))
		}
		slices.Reverse(want)
		sam := s.enter(s.Seller)
		if got := slices.Concat(sam.follow("/conversations", talkOf, nextOf)...); !slices.Equal(got, want) {
			t.Errorf("the pages list %d of %d: %v", len(got), len(want), got)
		}
		if got := slices.Concat(sam.follow("/conversations?shelf=waiting&q=morning", talkOf, nextOf)...); !slices.Equal(got, want) {
			t.Errorf("of a shelf and a search the pages list %d of %d", len(got), len(want))
		}
		var list struct {
			Items []struct{ ID id.Conversation }
			Next  string
		}
		var got []string
		for after := ""; ; after = list.Next {
			list.Items, list.Next = nil, ""
			sam.asks("/conversations?limit=25&after="+url.QueryEscape(after), &list)
			for _, one := range list.Items {
				got = append(got, address(one.ID))
			}
			if list.Next == "" || len(got) > 1000 {
				break
			}
			s.say(talks[59-len(got)+1], s.Seller, "Yes.") // the last one of this page goes to the top
		}
		if !slices.Equal(got, want) {
			t.Errorf("the API lists %d of %d", len(got), len(want))
		}
	})
}

// TestAMessageOnAnOrderPageIsReported finds the link, sends the form without
// script, and looks for it where moderators work (TLK-7).
func TestAMessageOnAnOrderPageIsReported(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		placed := s.placed()
		page := "/orders/" + placed.String()
		s.sayIn(placed, "Pay me beside the site")
		bea, sam := s.enter(s.Buyer), s.enter(s.Seller)
		link := regexp.MustCompile(page + `/messages/[^"/]+/report`).FindString(bea.goes(page).sees(http.StatusOK, "Pay me beside").page)
		if link == "" {
			t.Fatal("the message cannot be reported")
		}
		if strings.Contains(sam.goes(page).sees(http.StatusOK).page, "/report") {
			t.Error("the seller is offered to report their own words")
		}
		sam.goes(link).sees(http.StatusNotFound)
		bea.goes(link).sees(http.StatusOK, "Pay me beside the site", page)
		bea.sends(link, url.Values{"reason": {"unclear"}}).sees(http.StatusUnprocessableEntity)
		bea.goes(link).sends(link, url.Values{"reason": {"spam"}, "remark": {"Against the rules"}}).sees(http.StatusOK, "Pay me beside")
		s.enter(s.Arbiter).goes("/staff/moderation").sees(http.StatusOK, "Pay me beside the site", "Against the rules")
	})
}

// TestALongOrderIsReadStretchByStretch says more on an order than one page shows.
func TestALongOrderIsReadStretchByStretch(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		placed := s.placed()
		var want []string
		for i := range 230 {
			s.sayIn(placed, fmt.Sprintf("number %d", i))
			want = append(want, fmt.Sprint(i))
		}
		said := regexp.MustCompile(`<p class="text">number (\d+)</p>`)
		sam := s.enter(s.Seller)
		pages := sam.follow("/orders/"+placed.String(), said, olderOf)
		slices.Reverse(pages)
		if got := slices.Concat(pages...); len(pages) != 2 || !slices.Equal(got, want) {
			t.Errorf("%d pages show %v", len(pages), got)
		}
		sam.sees(http.StatusOK, "To the end")
		sam.goes("/orders/"+placed.String()+"?before=-7").sees(http.StatusOK, "number 229")
	})
}
