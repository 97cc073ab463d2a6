package demo

import (
	"fmt"
	"slices"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/deadline"
	"guildhall/event"
	"guildhall/file"
	"guildhall/id"
	"guildhall/order"
	"guildhall/reputation"
)

// scene is one thing that somebody does in an order, some hours after the
// scene before.
type scene struct {
	hours   float64
	pastDue bool // the hours count from the due time instead
	side    order.Side
	verb    order.Verb
	reason  order.Reason
	text    string
	sum     int64 // cents
	days    int   // a time that comes along
	part    int   // of what is held, in percent, for the seller
	blame   order.Blame
}

// Scenes that are no verb of the table.
const (
	ringing   order.Verb = "let the clock ring"
	judging   order.Verb = "leave feedback: like"
	scolding  order.Verb = "leave feedback: dislike"
	answering order.Verb = "answer the feedback"
	showing   order.Verb = "publish the work"
)

// story is the life of an order; ended ones lie in the past, others reach up to
// now.
type story struct {
	count  int
	ended  bool
	works  bool // a picture is delivered and shown
	scenes []scene
}

var (
	brief   = scene{hours: 0.2, side: order.Buyer, verb: order.HandBrief}
	start   = scene{hours: 2, side: order.Seller, verb: order.Start, text: "Thank you, I begin today."}
	hello   = scene{hours: 1, side: order.Buyer, verb: order.Say, text: "Looking forward to it. Take the time you need."}
	deliver = scene{hours: 30, side: order.Seller, verb: order.Deliver, text: "Here it is: https://example.org/work"}
	accept  = scene{hours: 9, side: order.Buyer, verb: order.Accept}
	like    = scene{hours: 3, side: order.Buyer, verb: judging}
	back    = scene{hours: 6, side: order.Buyer, verb: order.SendBack, text: "Very close. The second part is not what the brief says; please change it."}
	redo    = scene{hours: 10, side: order.Seller, verb: order.Deliver, text: "You are right. Changed here: https://example.org/work-2"}
	thanks  = scene{hours: 20, side: order.Seller, verb: answering, text: "It was a pleasure. Come back any time."}
	tip     = scene{hours: 1, side: order.Buyer, verb: order.Tip, sum: 5_00}
	late    = scene{hours: 20, pastDue: true, verb: ringing}
	nothing = scene{hours: 24 * 5, verb: ringing}
)

var stories = []story{
	{count: 44, ended: true, scenes: []scene{brief, start, hello, deliver, accept, like}},
	{count: 14, ended: true, scenes: []scene{brief, start, deliver, accept, like, thanks, tip}},
	{count: 12, ended: true, scenes: []scene{brief, start, deliver, back, redo, accept, like}},
	{count: 5, ended: true, scenes: []scene{brief, start, deliver, accept,
		{hours: 4, side: order.Buyer, verb: scolding, text: "The work is fine, but it took three reminders to get an answer."}, thanks}},
	{count: 6, ended: true, scenes: []scene{brief, start, deliver, nothing}}, // completed by the clock
	{count: 4, ended: true, scenes: []scene{{hours: 0.1, side: order.Buyer, verb: order.Cancel, reason: order.ByMistake}}},
	{count: 3, ended: true, scenes: []scene{brief, nothing}}, // never started
	{count: 4, ended: true, scenes: []scene{brief, start,
		{hours: 50, pastDue: true, side: order.Buyer, verb: order.Cancel, reason: order.NotOnTime, text: "I waited as long as I could."}}},
	{count: 4, ended: true, scenes: []scene{brief, start,
		{hours: 5, side: order.Buyer, verb: order.Cancel, reason: order.BuyerOther, text: "Our plans changed; this is not your fault."},
		{hours: 3, side: order.Seller, verb: order.AcceptCancel}}},
	{count: 2, ended: true, scenes: []scene{brief, {hours: 3, side: order.Seller, verb: order.Cancel, reason: order.NoTimeForIt, text: "I am sorry, I took on too much."}}},
	{count: 2, ended: true, scenes: []scene{brief, start, deliver, back,
		{hours: 4, side: order.Seller, verb: order.AskArbitration, text: "The brief does not mention what is asked for now."},
		{hours: 8, side: order.Buyer, verb: order.StateCase, text: "It was said in our talk before the order."},
		{hours: 20, side: order.Arbiter, verb: order.DecideCase, part: 70, text: "The brief holds what was agreed. Most of it was delivered, so most of it is paid."}, nothing}},

	{count: picturesTaken - 1, ended: true, works: true, scenes: []scene{brief, start, deliver, accept, like,
		{hours: 1, side: order.Buyer, verb: order.AgreePortfolio}, {hours: 2, verb: showing}}},

	{count: 5, scenes: []scene{{hours: 0.1, side: order.Buyer, verb: order.Say, text: "I will answer your questions this evening."}}},
	{count: 5, scenes: []scene{brief}},
	{count: 9, scenes: []scene{brief, start, hello}},
	{count: 7, scenes: []scene{brief, start, deliver}},
	{count: 2, scenes: []scene{brief, start, deliver, back}},
	{count: 3, scenes: []scene{brief, start, late}},
	{count: 2, scenes: []scene{brief, start,
		{hours: 6, side: order.Seller, verb: order.ProposeExtra, sum: 25_00, days: 2, text: "The old files need cleaning first. Shall I?"}}},
	{count: 2, scenes: []scene{brief, start, {hours: 6, side: order.Buyer, verb: order.BuyMore, sum: 0, text: "One more, please."}}},
	{count: 2, scenes: []scene{brief, start,
		{hours: 8, side: order.Buyer, verb: order.Cancel, reason: order.BuyerMisunderstood, text: "I think we mean different things."}}},
	{count: 1, scenes: []scene{brief, start, deliver, back,
		{hours: 4, side: order.Buyer, verb: order.AskArbitration, text: "Half of what was agreed is missing, and we do not agree about which half."},
		{hours: 5, side: order.Seller, verb: order.StateCase, text: "Everything in the brief is there. I list it point by point in the message above."}}},
}

// sought are the services that every other order that pleased went to, so that
// some sellers have risen from the first level. What the first of them offers
// gets nothing else: nobody was late or silent there, and it is top-rated.
var sought = []int{0, 0, 1}

// praise is what pleased buyers say, by turns.
var praise = []string{
	"Just what I asked for, and a day before I needed it.",
	"Every question was answered before I had thought of it.",
	"It looks better on our wall than I had hoped.",
	"Quick, friendly, and exact to the last detail.",
	"The second look was not even needed. Thank you!",
	"My colleagues asked who made it. I told them.",
	"Good work at a fair price. I will come back.",
	"What I could not put into words was understood all the same.",
	"A small mistake was mine, and it was mended without a word.",
	"Careful, calm, and on the day that was promised.",
	"We use it every day now.",
	"I was told honestly what would not work, and got what does.",
	"The best money I have spent this year.",
}

// shownMost is among how many services the works that are shown are dealt: the
// first of the list, whose category asks for works.
const shownMost = 5

// pleased reports whether the buyer likes the work in the end.
func (s story) pleased() bool {
	return slices.ContainsFunc(s.scenes, func(sc scene) bool { return sc.verb == judging })
}

// planOrders deals the stories to buyers and services.
func (l *lives) planOrders() error {
	return l.store.Read(l.ctx, func(tx *db.Tx) error {
		nth := 0
		l.plan = nil
		for _, s := range stories {
			for i := range s.count {
				t := l.planOrder(s, nth)
				nth++
				if !s.works {
					continue
				}
				var err error
				if t.work, err = workTitle(tx, t.service); err != nil {
					return err
				}
				t.picture = l.pictures[i]
			}
		}
		return nil
	})
}

// tale is one order being planned.
type tale struct {
	l      *lives
	id     id.Order
	buyer  id.Member
	seller id.Member

	service catalogue.Service
	work    string     // title of what is shown; empty: nothing is
	picture file.Taken // which is delivered
}

// deal is which service an order is for.
func (l *lives) deal(s story, nth int) int {
	switch {
	case s.works:
		return 1 + nth%shownMost
	case s.pleased() && nth%2 == 0:
		return sought[nth/2%len(sought)]
	}
	which := (nth * 37) % len(l.live)
	for l.live[which].Seller == l.live[sought[0]].Seller {
		which = (which + 1) % len(l.live)
	}
	return which
}

func (l *lives) planOrder(s story, nth int) *tale {
	which := l.deal(s, nth)
	service := l.live[which]
	t := &tale{l: l, buyer: l.member[buyers[nth%len(buyers)].login], seller: service.Seller, service: service}
	offsets := s.offsets(l.leads[which])
	at := l.beginning(s, offsets[len(offsets)-1])
	t.id = id.New[id.OrderKind](at)
	l.plan = append(l.plan, step{at, t.place(service.Live, nth)})
	for i, sc := range s.scenes {
		if sc.verb == judging {
			sc.text = praise[nth%len(praise)]
		}
		l.plan = append(l.plan, step{at.Add(offsets[i]), t.play(sc)})
	}
	return t
}

// offsets are when each scene is played, counted from placing. The work clock
// starts with the brief.
func (s story) offsets(lead time.Duration) []time.Duration {
	var at, due time.Duration
	list := make([]time.Duration, len(s.scenes))
	for i, sc := range s.scenes {
		hours := time.Duration(sc.hours * float64(time.Hour))
		if at += hours; sc.pastDue {
			at = due + hours
		}
		if sc.verb == order.HandBrief {
			due = at + lead
		}
		list[i] = at
	}
	return list
}

// beginning is when a story starts: ended ones so that they are over by now,
// others so that their last scene was played in the last hours.
func (l *lives) beginning(s story, span time.Duration) time.Time {
	latest := l.now.Add(-span - 20*time.Minute)
	if !s.ended {
		return latest.Add(-time.Duration(l.chance.IntN(5*60)) * time.Minute)
	}
	room := latest.Sub(l.now.Add(-opened)) - 24*time.Hour
	return latest.Add(-time.Duration(l.chance.Int64N(int64(room))))
}

func (t *tale) place(version id.ServiceVersion, nth int) func(*db.Tx) error {
	return func(tx *db.Tx) error {
		placing := order.Placing{ID: t.id, Buyer: t.buyer, Version: version, Units: 1, At: tx.Now(), Agent: agent}
		placing.Package = "economy"
		if byUnit, err := soldByUnit(tx, version); err != nil {
			return err
		} else if byUnit {
			placing.Package = ""
		}
		if _, err := order.Place(tx, placing); err != nil {
			return fmt.Errorf("order %d: %w", nth, err)
		}
		return nil
	}
}

func (t *tale) play(sc scene) func(*db.Tx) error {
	return func(tx *db.Tx) error {
		err := t.scene(tx, sc)
		if err != nil {
			return fmt.Errorf("%s (%s): %w", sc.verb, sc.reason, err)
		}
		return nil
	}
}

func (t *tale) scene(tx *db.Tx, sc scene) error {
	switch sc.verb {
	case ringing:
		return order.Ring(tx, deadline.Clock{Subject: event.Of("order", t.id)})
	case judging, scolding:
		_, err := reputation.Leave(tx, reputation.Leaving{Order: t.id, Author: t.buyer, At: tx.Now(), Agent: agent,
			Verdict: reputation.Verdict{Liked: sc.verb == judging, Text: sc.text}})
		return err
	case answering:
		return t.answer(tx, sc.text)
	case showing:
		return t.publish(tx)
	case order.HandBrief:
		_, err := order.HandOver(tx, t.command(tx, sc), []order.Answer{{Question: "wish", Text: "For our shop window and for people who come by on foot."}})
		return err
	case order.BuyMore:
		_, err := order.AddMore(tx, t.command(tx, sc), order.More{Units: 1})
		return err
	}
	if sc.verb == order.Deliver && t.work != "" {
		return t.deliverPicture(tx, t.command(tx, sc))
	}
	c, err := t.with(tx, t.command(tx, sc), sc)
	if err != nil {
		return err
	}
	_, err = order.Act(tx, c)
	return err
}

// with adds what depends on the order as it stands.
func (t *tale) with(tx *db.Tx, c order.Command, sc scene) (order.Command, error) {
	if sc.part == 0 {
		return c, nil
	}
	o, err := order.Get(tx, t.id)
	c.Sum = o.Held.Part(int64(sc.part), 100)
	return c, err
}

func (t *tale) command(tx *db.Tx, sc scene) order.Command {
	c := order.Command{
		Order: t.id, Side: sc.side, Verb: sc.verb, Reason: sc.reason, At: tx.Now(), Agent: agent, Text: sc.text,
		Lead: time.Duration(sc.days) * 24 * time.Hour, Blame: sc.blame, Actor: t.buyer,
	}
	c.Sum = c.Sum.Plus(cents(sc.sum))
	switch sc.side {
	case order.Seller:
		c.Actor = t.seller
	case order.Arbiter:
		c.Actor = t.l.member["ada"]
	}
	return c
}

func (t *tale) answer(tx *db.Tx, text string) error {
	f, err := reputation.Of(tx, t.id, t.buyer)
	if err != nil {
		return err
	}
	f, err = reputation.Answer(tx, reputation.Answering{Feedback: f.ID, Author: t.seller, At: tx.Now(), Agent: agent, Text: text})
	if err != nil || f.Response.State == reputation.ResponseShown {
		return err
	}
	return reputation.JudgeResponse(tx, f.ID, t.l.member["ada"], true)
}
