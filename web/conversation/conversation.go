// Package conversation is the pages of what members say to each other outside
// orders (TLK-1 to TLK-3), complete without script.
package conversation

import (
	"net/url"
	"slices"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
	"guildhall/moderation"
)

// uploadsBytesMax bounds a message with its files: the policy's limit is per file.
const uploadsBytesMax = 64 << 20

// How much one page shows.
const (
	talksAtOnce    = 50
	messagesAtOnce = 100
)

// Routes are the pages of conversations, for the table of all pages.
var Routes = slices.Concat(talkRoutes, keepRoutes, reportRoutes)

var talkRoutes = []desk.Route{
	{Method: "GET", Pattern: "/conversations", Right: account.Listen, Whose: desk.Own, Handle: List},
	{Method: "GET", Pattern: "/conversations/new", Right: account.Write, Handle: New},
	{Method: "POST", Pattern: "/conversations", Right: account.Write, Whose: desk.Own, Handle: Start, BodyBytesMax: uploadsBytesMax},
	{Method: "GET", Pattern: "/conversations/{id}", Right: account.Listen, Whose: desk.ConversationParty, Handle: Show},
	{Method: "POST", Pattern: "/conversations/{id}/messages", Right: account.Write, Whose: desk.ConversationParty, Handle: Send, BodyBytesMax: uploadsBytesMax},
	{Method: "GET", Pattern: "/conversations/{id}/messages/{message}", Right: account.Write, Whose: desk.ConversationParty, Handle: EditForm},
	{Method: "POST", Pattern: "/conversations/{id}/messages/{message}", Right: account.Write, Whose: desk.ConversationParty, Handle: Edit},
	{Method: "POST", Pattern: "/conversations/{id}/messages/{message}/deletion", Right: account.Write, Whose: desk.ConversationParty, Handle: Delete},
}

type listPage struct {
	v      *desk.Visit
	Shelf  conversation.Shelf
	Words  string
	Counts conversation.Counts
	Talks  []conversation.Summary
	People map[id.Member]account.Member
	Next   string // address of the page behind; empty: this is the last
}

// wordsMax bounds what is searched for, in characters.
const wordsMax = 100

// List is GET /conversations?shelf=…&q=…&after=….
func List(v *desk.Visit) error {
	p := &listPage{v: v, Shelf: shelfOf(v), Words: v.Query("q"), People: map[id.Member]account.Member{}}
	if err := v.Read(p.read); err != nil {
		return err
	}
	return v.Render(showList(p))
}

func (p *listPage) read(tx *db.Tx) error {
	after, _ := conversation.SpotOf(p.v.Query("after")) // nonsense starts at the beginning
	var err error
	p.Talks, err = conversation.List(tx, conversation.Asked{
		Member: p.v.Member.ID, Shelf: p.Shelf, Words: p.Words, After: after, Limit: talksAtOnce + 1,
	})
	if err != nil {
		return err
	}
	if len(p.Talks) > talksAtOnce {
		p.Talks = p.Talks[:talksAtOnce]
		p.Next = p.address(p.Shelf, p.Talks[talksAtOnce-1].Spot().String())
	}
	if p.Counts, err = conversation.Count(tx, p.v.Member.ID); err != nil {
		return err
	}
	for _, talk := range p.Talks {
		if p.People[talk.With], err = account.Get(tx, talk.With); err != nil {
			return err
		}
	}
	return nil
}

// address is the list's, behind a line of it.
func (p *listPage) address(shelf conversation.Shelf, after string) string {
	query := url.Values{}
	for name, value := range map[string]string{"shelf": string(shelf), "q": p.Words, "after": after} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return "/conversations?" + query.Encode()
}

// ground is what a conversation starts from: a live service, or the profile
// of a seller with one (TLK-2).
type ground struct {
	Service id.Service // zero: the profile
	Title   string     // of the service
	Seller  account.Member
}

// groundOf reads and judges the ground named by the address or the form.
func groundOf(tx *db.Tx, service, login string) (ground, error) {
	var g ground
	var err error
	if service == "" {
		if g.Seller, err = account.ByLogin(tx, login); err != nil {
			return ground{}, err
		}
		sells, err := catalogue.HasLive(tx, g.Seller.ID)
		if err == nil && !sells {
			err = fault.Missing()
		}
		return g, err
	}
	if g.Service, err = id.Parse[id.ServiceKind](service); err != nil {
		return ground{}, err
	}
	seller, err := catalogue.SellerOf(tx, g.Service)
	if err != nil {
		return ground{}, err
	}
	found, err := catalogue.Get(tx, g.Service)
	if err != nil {
		return ground{}, err
	}
	g.Title = found.Title
	g.Seller, err = account.Get(tx, seller)
	return g, err
}

func (g ground) from() event.Subject {
	if g.Service.IsZero() {
		return event.Of("member", g.Seller.ID)
	}
	return event.Of("service", g.Service)
}

type newPage struct {
	v      *desk.Visit
	Ground ground
	Form   *desk.Form
}

// New is GET /conversations/new?service=… or ?member=…; where the two talk
// already it leads there.
func New(v *desk.Visit) error {
	p := &newPage{v: v}
	var known conversation.Conversation
	err := v.Read(func(tx *db.Tx) error {
		var err error
		if p.Ground, err = groundOf(tx, v.Query("service"), v.Query("member")); err != nil {
			return err
		}
		known, err = conversation.Between(tx, v.Member.ID, p.Ground.Seller.ID)
		if f, ok := fault.As(err); ok && f.Sort == fault.SortMissing {
			return nil
		}
		return err
	})
	if err != nil {
		return err
	}
	if !known.ID.IsZero() {
		return v.Redirect(address(known.ID))
	}
	return v.Render(showNew(p))
}

func address(c id.Conversation) string { return "/conversations/" + c.String() }

// Start is POST /conversations: the conversation and its first message.
func Start(v *desk.Visit) error {
	p := &newPage{v: v}
	f := v.Form()
	err := v.Read(func(tx *db.Tx) error {
		var err error
		p.Ground, err = groundOf(tx, f.Value("service"), f.Value("member"))
		return err
	})
	if err != nil {
		return err
	}
	w, taken, err := read(v, f)
	if err != nil {
		return err
	}
	path := ""
	if !f.Bad() {
		path, err = v.Once(func(tx *db.Tx) (string, error) {
			g, err := groundOf(tx, f.Value("service"), f.Value("member"))
			if err != nil {
				return "", err
			}
			c, err := conversation.Start(tx, conversation.Starting{Author: v.Member.ID, Seller: g.Seller.ID, From: g.from()})
			if err != nil {
				return "", err
			}
			return address(c.ID), write(tx, v, c.ID, w, taken)
		})
		if err := refuse(v, f, err); err != nil {
			return err
		}
	}
	if f.Bad() {
		p.Form = f
		return v.Render(showNew(p))
	}
	return v.Redirect(path)
}

// read takes a message out of its form; files are stored at once, outside any
// transaction.
func read(v *desk.Visit, f *desk.Form) (conversation.Writing, []file.Taken, error) {
	w := conversation.Writing{Author: v.Member.ID, Text: f.Lines("text", 2*conversation.TextMax), Quote: desk.FormID[id.MessageKind](f, "quote")}
	var taken []file.Taken
	for _, upload := range f.Uploads("files", conversation.FilesMax) {
		opened, err := upload.Open()
		if err != nil {
			return w, nil, err
		}
		one, err := v.Files.Take(opened, upload.Filename, v.At, file.Limits{BytesMax: v.Rules.Policy.FileMax, Types: v.Rules.Policy.FileTypes})
		if closing := opened.Close(); err == nil {
			err = closing
		}
		if wrong, ok := fault.As(err); ok {
			f.Add(wrong.At("files"))
			continue
		}
		if err != nil {
			return w, nil, err
		}
		taken = append(taken, one)
	}
	return w, taken, nil
}

// write attaches the files and says the message.
func write(tx *db.Tx, v *desk.Visit, c id.Conversation, w conversation.Writing, taken []file.Taken) error {
	w.Conversation, w.Files = c, nil
	for _, one := range taken {
		kept, err := file.Attach(tx, one, conversation.In(c).Files(), v.Member.ID)
		if err != nil {
			return err
		}
		w.Files = append(w.Files, kept.ID)
	}
	_, err := conversation.Write(tx, w)
	return err
}

// refuse notes faults in the form; refused contact details are counted
// (TRU-6), in a transaction of their own.
func refuse(v *desk.Visit, f *desk.Form, err error) error {
	if wrong, ok := fault.As(err); ok && wrong.Code == "contact_details" {
		if err := v.Write(func(tx *db.Tx) error { return moderation.Strike(tx, v.Member.ID) }); err != nil {
			return err
		}
	}
	return f.Take(err)
}

// talkPage is one conversation.
type talkPage struct {
	v        *desk.Visit
	Talk     conversation.Conversation
	Other    account.Member
	About    string // title of the service it started from; empty: none or gone
	Messages []conversation.Message
	Older    bool                  // some were said before these
	Before   id.Message            // these were said before it; zero: they are the last
	Quotes   map[id.Message]string // what is quoted from other pages
	Files    map[id.File]file.File
	Editing  id.Message // the message being edited; zero: none
	Side     conversation.Side
	AnswerBy time.Time // until when the seller has to answer; zero: no time runs
	Blocked  bool      // by the visitor
	Replies  []conversation.Reply
	Form     *desk.Form
}

// Show is GET /conversations/{id}?before=…; what was said counts as read.
func Show(v *desk.Visit) error {
	p, err := open(v)
	if err != nil {
		return err
	}
	err = v.Write(func(tx *db.Tx) error { return conversation.Read(tx, p.Talk.ID, v.Member.ID) })
	if err != nil {
		return err
	}
	return v.Render(showTalk(p))
}

func open(v *desk.Visit) (*talkPage, error) {
	which, err := desk.PathID[id.ConversationKind](v, "id")
	if err != nil {
		return nil, err
	}
	p := &talkPage{v: v, Files: map[id.File]file.File{}, Quotes: map[id.Message]string{}}
	p.Before, _ = id.Parse[id.MessageKind](v.Query("before")) // nonsense is the latest
	return p, v.Read(func(tx *db.Tx) error { return p.read(tx, which) })
}

func (p *talkPage) read(tx *db.Tx, which id.Conversation) error {
	var err error
	if p.Talk, err = conversation.Get(tx, which, p.v.Member.ID); err != nil {
		return err
	}
	if p.Other, err = account.Get(tx, p.Talk.Other(p.v.Member.ID)); err != nil {
		return err
	}
	p.Messages, p.Older, err = conversation.Page(tx, conversation.In(which), p.Before, messagesAtOnce)
	if err != nil {
		return err
	}
	if err := p.readQuotes(tx); err != nil {
		return err
	}
	files, err := file.Of(tx, conversation.In(which).Files())
	if err != nil {
		return err
	}
	for _, f := range files {
		p.Files[f.ID] = f
	}
	if err := p.readKept(tx); err != nil {
		return err
	}
	return p.readAbout(tx)
}

// readKept reads how the visitor keeps the conversation and what is owed in it.
func (p *talkPage) readKept(tx *db.Tx) error {
	var err error
	if p.Side, err = conversation.SideOf(tx, p.Talk.ID, p.v.Member.ID); err != nil {
		return err
	}
	if p.AnswerBy, err = conversation.AnswerBy(tx, p.Talk); err != nil {
		return err
	}
	if p.Blocked, err = account.HasBlocked(tx, p.v.Member.ID, p.Other.ID); err != nil {
		return err
	}
	p.Replies, err = conversation.Replies(tx, p.v.Member.ID)
	return err
}

// owes reports whether the visitor is the seller and owes an answer.
func (p *talkPage) owes() bool {
	return p.Talk.Seller == p.v.Member.ID && !p.Talk.WaitsSince.IsZero()
}

func (p *talkPage) readAbout(tx *db.Tx) error {
	if p.Talk.From.Kind != "service" {
		return nil
	}
	service, err := catalogue.Get(tx, id.Service(p.Talk.From.ID))
	if err == nil && service.Reachable() {
		p.About = service.Title
	}
	return err
}

// Send is POST /conversations/{id}/messages.
func Send(v *desk.Visit) error {
	p, err := open(v)
	if err != nil {
		return err
	}
	f := v.Form()
	w, taken, err := read(v, f)
	if err != nil {
		return err
	}
	if !f.Bad() {
		_, err = v.Once(func(tx *db.Tx) (string, error) { return "", write(tx, v, p.Talk.ID, w, taken) })
		if err := refuse(v, f, err); err != nil {
			return err
		}
	}
	if f.Bad() {
		p.Form = f
		if err := v.Read(p.readQuotes); err != nil {
			return err
		}
		return v.Render(showTalk(p))
	}
	return v.Redirect(address(p.Talk.ID) + "#write")
}
