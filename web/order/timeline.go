package order

import (
	"slices"
	"strconv"
	"time"

	"guildhall/account"
	"guildhall/conversation"
	"guildhall/event"
	"guildhall/file"
	"guildhall/id"
	"guildhall/order"
)

// moment is one entry of the time-line: an event of the order, something said,
// or both when words came with the act.
type moment struct {
	At    time.Time
	Day   bool // the first of its day
	Event string
	Icon  string
	Mood  string
	Who   account.Member
	Mine  bool
	Text  string
	Files []file.File
	Words id.Message // what Text and Files were said in; zero: nothing was said
}

// timeline puts events and words into one line. What was said with an act, or
// as a plain message, stands with the event it left.
func (p *page) timeline() []moment {
	var line []moment
	words := slices.Clone(p.Words)
	for _, e := range p.inOrder() {
		entry := p.eventMoment(e)
		if i := slices.IndexFunc(words, func(w conversation.Message) bool { return cameWith(w, e) }); i >= 0 {
			entry.Text, entry.Files, entry.Words = words[i].Text, p.files(words[i].Files), words[i].ID
			words = slices.Delete(words, i, i+1)
		}
		if entry.Event != "" || entry.Text != "" || len(entry.Files) > 0 {
			line = append(line, entry)
		}
	}
	return line
}

// momentsAtOnce bounds the part of the line that one page shows.
const momentsAtOnce = 200

// stretch is the part of the line that the page shows.
type stretch struct {
	Moments []moment
	Older   string // address of what was before; empty: nothing was
	Latest  string // address of the end of the line; empty: this is it
}

// stretch is the end of the line, or what was before the entry that the address
// counts to: the line only grows, so that a count stays where it is.
func (p *page) stretch() stretch {
	line := p.timeline()
	until, err := strconv.Atoi(p.v.Query("before"))
	if err != nil || until < 1 || until > len(line) {
		until = len(line) // nonsense is the end
	}
	from := max(0, until-momentsAtOnce)
	s := stretch{Moments: p.withDays(line[from:until])}
	if from > 0 {
		s.Older = p.path("?before=" + strconv.Itoa(from) + "#line-title")
	}
	if until < len(line) {
		s.Latest = p.path("#line-title")
	}
	return s
}

// report is where a party reports what the other said; empty for what else stands
// on the line.
func (p *page) report(m moment) string {
	if m.Words.IsZero() || m.Mine || !p.party() || p.Order.SideOf(m.Who.ID) == order.Nobody {
		return ""
	}
	return p.path("/messages/" + m.Words.String() + "/report")
}

// cameWith tells whether the words were said with the event's act; a plain
// message leaves the event "say".
func cameWith(w conversation.Message, e event.Entry) bool {
	act := w.Act
	if act == "" {
		act = string(order.Say)
	}
	return act == e.Kind && w.Author == e.Actor && w.At.Equal(e.At)
}

// inOrder are the events by time: what other subjects noted beside the chain
// stands where it happened.
func (p *page) inOrder() []event.Entry {
	return slices.SortedStableFunc(slices.Values(p.Events), func(a, b event.Entry) int { return a.At.Compare(b.At) })
}

func (p *page) eventMoment(e event.Entry) moment {
	m := moment{At: e.At, Who: p.member(e.Actor), Mine: e.Actor == p.v.Member.ID}
	if e.Kind == string(order.Say) {
		return m
	}
	m.Event = p.eventWords(e)
	m.Icon, m.Mood = eventLook(e.Kind)
	return m
}

// eventWords is the sentence of a row, with the name of who did it; the clock
// and staff have no name. What other subjects note beside the chain may have no
// sentence here and is left out.
func (p *page) eventWords(e event.Entry) string {
	key := "order.event." + e.Kind
	if !p.v.Say.Has(key) {
		return "" // a note beside the chain that is no part of the time-line
	}
	return p.v.Say.T(key, "buyer", p.Buyer.Name(), "seller", p.Seller.Name(), "name", p.member(e.Actor).Name())
}

// withDays marks the first entry of each day in the reader's zone.
func (p *page) withDays(line []moment) []moment {
	last := ""
	for i := range line {
		day := line[i].At.In(p.v.Say.Zone()).Format(time.DateOnly)
		line[i].Day, last = day != last, day
	}
	return line
}

// eventLook is the icon and the mood of a row on the time-line.
func eventLook(row string) (icon, mood string) {
	if look, ok := eventLooks[row]; ok {
		return look.icon, look.mood
	}
	known := order.RowByID(row)
	switch {
	case known == nil:
		return "info", ""
	case len(known.To) == 1 && known.To[0] == order.Cancelled:
		return "cross", "harm"
	case known.Verb == order.RingClock:
		return "clock", ""
	case known.Verb == order.Cancel:
		return "question", "wanted"
	}
	if action, ok := byVerb(known.Verb); ok {
		return action.Icon, ""
	}
	return "info", ""
}

var eventLooks = map[string]struct{ icon, mood string }{
	"place": {"chest", "good"}, "start": {"play", "good"}, "complete_brief": {"edit", "good"}, "hand_brief": {"edit", ""},
	"deliver": {"box", "good"}, "accept": {"check", "good"}, "check_lapse": {"check", "good"}, "send_back": {"return", "wanted"},
	"due_pass": {"clock", "harm"}, "due_pass_excused": {"clock", "wanted"}, "tip": {"heart", "good"},
	"ask_arbitration": {"scales", "harm"}, "ask_arbitration_placed": {"scales", "harm"}, "ask_arbitration_unpaid": {"scales", "harm"},
	"ask_brief": {"question", "wanted"}, "mark_no_time": {"clock", "wanted"},
}
