// Package portfolio is the works that sellers show (REP-12): what they
// delivered, with their buyers' consent (ORD-26), and what they made elsewhere.
package portfolio

import (
	"strings"
	"time"
	"unicode/utf8"

	"guildhall/catalogue"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
	"guildhall/screen"
)

// Limits of a portfolio.
const (
	TitleMax     = 120 // characters
	ElsewhereMax = 100 // works from elsewhere of one seller
	listMax      = 200
	ReadyMax     = listMax // orders that wait to be shown
)

// State is where a work stands.
type State string

// The closed list of states.
const (
	Waiting   State = "waiting" // for a moderator
	Shown     State = "shown"
	Rejected  State = "rejected"
	Withdrawn State = "withdrawn" // by the seller, or by the buyer's refusal
)

// Work is one picture or video that a seller shows.
type Work struct {
	ID       id.Work
	Seller   id.Member
	Service  id.Service // shown on its page; zero: on the profile only
	Order    id.Order   // it was delivered in; zero: made elsewhere, and marked so
	Title    string
	File     id.File // a picture or a video; zero: Video
	Picture  bool    // File is a picture
	Video    string  // a YouTube video's id
	State    State
	Reason   string    // why it was rejected: key of the list of reasons
	Remark   string    // and the moderator's words
	RightsAt time.Time // when the seller confirmed having the rights (CAT-29)
	At       time.Time
}

// Elsewhere reports whether it was not made in an order here.
func (w Work) Elsewhere() bool { return w.Order.IsZero() }

// Files is the holder of works from elsewhere.
func Files(seller id.Member) file.Holder { return file.HolderOf("portfolio", seller) }

// fits reports whether a file can be shown: a picture, or a video.
func fits(f file.File) bool { return f.Picture() || strings.HasPrefix(f.Type, "video/") }

// check says what keeps a work from being published, each fault beside its
// field; nil when nothing does.
func (w *Work) check(rights bool) error {
	var faults []*fault.Fault
	add := func(f *fault.Fault, field string) { faults = append(faults, f.At(field)) }
	w.Title = strings.TrimSpace(w.Title)
	switch n := utf8.RuneCountInString(w.Title); {
	case n == 0:
		add(fault.Invalid("required"), "title")
	case n > TitleMax:
		add(fault.Invalid("text_long", "most", TitleMax), "title")
	}
	if found := screen.Contacts(w.Title); len(found) > 0 {
		add(fault.Invalid("contact_details", "found", found[0].Text), "title")
	}
	if word := screen.Profanity(w.Title); word != "" {
		add(fault.Invalid("rude", "word", word), "title")
	}
	switch {
	case w.File.IsZero() && w.Video == "":
		add(fault.Invalid("work_nothing"), "file")
	case w.Video != "" && !catalogue.IsVideo(w.Video):
		add(fault.Invalid("video_not_youtube"), "video")
	}
	if !rights {
		add(fault.Invalid("rights_unconfirmed"), "rights")
	}
	return fault.Join(faults...)
}
