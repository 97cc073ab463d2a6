package api

import (
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
)

// conversationOperations are about what is said, outside orders and in them.
var conversationOperations = []Operation{
	op("GET /conversations", "listConversations", account.Listen, desk.Own, listConversations),
	op("POST /services/{service}/questions", "askAboutService", account.Write, desk.Nobodys, askAboutService).creating(),
	op("POST /members/{login}/questions", "askMember", account.Write, desk.Nobodys, askMember).creating(),
	op("GET /conversations/{conversation}", "getConversation", account.Listen, desk.ConversationParty, getConversation),
	op("POST /conversations/{conversation}/messages", "writeMessage", account.Write, desk.ConversationParty, writeMessage).creating(),
	op("POST /conversations/{conversation}/files", "uploadConversationFile", account.Write, desk.ConversationParty, uploadConversationFile).
		creating().atMost(uploadBytesMax),
	op("PUT /conversations/{conversation}/reading", "markRead", account.Listen, desk.ConversationParty, markRead),
	op("PUT /messages/{message}", "editMessage", account.Listen, desk.ConversationParty, editMessage),
	op("DELETE /messages/{message}", "deleteMessage", account.Listen, desk.ConversationParty, deleteMessage),
	op("GET /orders/{order}/messages", "listOrderMessages", account.Deal, desk.OrderParty, listOrderMessages),
}

// Conversation is one line of the list of conversations.
type Conversation struct {
	ID       id.Conversation `json:"id"`
	With     string          `json:"with"`
	Last     time.Time       `json:"last"`
	Text     string          `json:"text,omitempty"`
	Unread   int64           `json:"unread"`
	Starred  bool            `json:"starred"`
	Archived bool            `json:"archived"`
	Waits    bool            `json:"waits_for_you"`
	AnswerBy *time.Time      `json:"answer_by,omitempty"`
	Link     string          `json:"link"`
}

type talksAsked struct {
	Page
	Shelf string `query:"shelf" enum:"waiting,starred,archived" doc:"nothing: all that are not in the archive"`
	Words string `query:"q" maxLength:"100"`
}

func listConversations(c *Call, in *talksAsked) (List[Conversation], error) {
	after, known := conversation.SpotOf(in.After)
	if !known {
		return List[Conversation]{}, fault.Invalid("api_cursor").At("after")
	}
	return read(c, func(tx *db.Tx) (List[Conversation], error) {
		list := List[Conversation]{Items: []Conversation{}}
		rows, err := conversation.List(tx, conversation.Asked{
			Member: c.Member.ID, Shelf: conversation.Shelf(in.Shelf), Words: in.Words, After: after, Limit: in.Limit + 1,
		})
		if len(rows) > in.Limit {
			rows = rows[:in.Limit]
			list.Next = rows[in.Limit-1].Spot().String()
		}
		for _, row := range rows {
			line, err := c.line(tx, row)
			if err != nil {
				return list, err
			}
			list.Items = append(list.Items, line)
		}
		return list, err
	})
}

func (c *Call) line(tx *db.Tx, row conversation.Summary) (Conversation, error) {
	with, err := account.Get(tx, row.With)
	if err != nil {
		return Conversation{}, err
	}
	made := Conversation{
		ID: row.ID, With: with.Login, Last: row.Last, Text: row.Text, Unread: row.Unread, Starred: row.Starred,
		Archived: row.Archived, Link: c.Link("/conversations/" + row.ID.String()),
	}
	if row.Seller != c.Member.ID || row.WaitsSince.IsZero() {
		return made, nil
	}
	until, err := conversation.AnswerBy(tx, row.Conversation)
	made.Waits, made.AnswerBy = true, moment(until)
	return made, err
}

// Message is one thing said.
type Message struct {
	ID       id.Message `json:"id"`
	Author   string     `json:"author"`
	Text     string     `json:"text"`
	Quote    string     `json:"quote,omitempty"`
	Files    []string   `json:"files,omitempty"`
	Act      string     `json:"act,omitempty"`
	Contacts bool       `json:"contacts,omitempty"`
	At       time.Time  `json:"at"`
	Edited   *time.Time `json:"edited,omitempty"`
	Deleted  *time.Time `json:"deleted,omitempty"`
}

func message(tx *db.Tx, m conversation.Message) (Message, error) {
	author, err := account.Get(tx, m.Author)
	made := Message{
		ID: m.ID, Author: author.Login, Text: m.Text, Files: names(m.Files), Act: m.Act, Contacts: m.Contacts,
		At: m.At, Edited: moment(m.Edited), Deleted: moment(m.Deleted),
	}
	if !m.Quote.IsZero() {
		made.Quote = m.Quote.String()
	}
	return made, err
}

// messages are one page of what was said, in the order it was said; the first
// page is the latest, and each next one what was said before it.
func messages(tx *db.Tx, holder conversation.Holder, p Page) (List[Message], error) {
	list := List[Message]{Items: []Message{}}
	before, err := behind[id.MessageKind](p)
	if err != nil {
		return list, err
	}
	rows, older, err := conversation.Page(tx, holder, before, p.Limit)
	if err != nil {
		return list, err
	}
	if older {
		list.Next = rows[0].ID.String()
	}
	for _, row := range rows {
		m, err := message(tx, row)
		if err != nil {
			return list, err
		}
		list.Items = append(list.Items, m)
	}
	return list, nil
}

type said struct {
	Body struct {
		Text  string   `json:"text" maxLength:"10000"`
		Quote string   `json:"quote,omitempty"`
		Files []string `json:"files,omitempty" maxItems:"20"`
	}
}

// Written is a message with its conversation.
type Written struct {
	Conversation id.Conversation `json:"conversation"`
	Message      Message         `json:"message"`
}

// askAboutService opens the conversation with a live service's seller and
// writes into it (TLK-2).
func askAboutService(c *Call, in *said) (Written, error) {
	return once(c, func(tx *db.Tx) (Written, error) {
		s, err := c.service(tx)
		if err == nil && !s.Reachable() {
			err = fault.Missing()
		}
		if err != nil {
			return Written{}, err
		}
		begun, err := conversation.Start(tx, conversation.Starting{
			Author: c.Member.ID, Seller: s.Seller, From: event.Of("service", s.ID),
		})
		if err != nil {
			return Written{}, err
		}
		return c.write(tx, begun.ID, in)
	})
}

// askMember opens the conversation with a seller who has something on sale
// (TLK-2).
func askMember(c *Call, in *said) (Written, error) {
	return once(c, func(tx *db.Tx) (Written, error) {
		m, err := account.ByLogin(tx, c.Path("login"))
		if err != nil {
			return Written{}, err
		}
		sells, err := catalogue.HasLive(tx, m.ID)
		if err == nil && !sells {
			err = fault.Missing()
		}
		if err != nil {
			return Written{}, err
		}
		begun, err := conversation.Start(tx, conversation.Starting{
			Author: c.Member.ID, Seller: m.ID, From: event.Of("member", m.ID),
		})
		if err != nil {
			return Written{}, err
		}
		return c.write(tx, begun.ID, in)
	})
}

// write says something in a conversation that is open to the asker.
func (c *Call) write(tx *db.Tx, where id.Conversation, in *said) (Written, error) {
	writing := conversation.Writing{Conversation: where, Author: c.Member.ID, Text: in.Body.Text}
	var err error
	if writing.Quote, err = optional[id.MessageKind](in.Body.Quote); err != nil {
		return Written{}, err
	}
	if writing.Files, err = ids[id.FileKind](in.Body.Files); err != nil {
		return Written{}, err
	}
	written, err := conversation.Write(tx, writing)
	if err != nil {
		return Written{}, err
	}
	m, err := message(tx, written)
	return Written{where, m}, err
}

// talk reads the conversation of the address for one of its two.
func (c *Call) talk(tx *db.Tx) (conversation.Conversation, error) {
	which, err := id.Parse[id.ConversationKind](c.Path("conversation"))
	if err != nil {
		return conversation.Conversation{}, err
	}
	return conversation.Get(tx, which, c.Member.ID)
}

func getConversation(c *Call, in *Page) (List[Message], error) {
	return read(c, func(tx *db.Tx) (List[Message], error) {
		talk, err := c.talk(tx)
		if err != nil {
			return List[Message]{}, err
		}
		return messages(tx, conversation.In(talk.ID), *in)
	})
}

func writeMessage(c *Call, in *said) (Written, error) {
	return once(c, func(tx *db.Tx) (Written, error) {
		talk, err := c.talk(tx)
		if err != nil {
			return Written{}, err
		}
		return c.write(tx, talk.ID, in)
	})
}

func uploadConversationFile(c *Call, in *upload) (File, error) {
	if _, err := read(c, c.talk); err != nil {
		return File{}, err // before a byte is kept
	}
	taken, err := c.take(in)
	if err != nil {
		return File{}, err
	}
	return once(c, func(tx *db.Tx) (File, error) {
		talk, err := c.talk(tx)
		if err != nil {
			return File{}, err
		}
		kept, err := file.Attach(tx, taken, conversation.In(talk.ID).Files(), c.Member.ID)
		return fileOf(kept), err
	})
}

func markRead(c *Call, _ *struct{}) (Done, error) {
	return write(c, func(tx *db.Tx) (Done, error) {
		talk, err := c.talk(tx)
		if err != nil {
			return Done{}, err
		}
		return Done{true}, conversation.Read(tx, talk.ID, c.Member.ID)
	})
}

type edited struct {
	Body struct {
		Text string `json:"text" minLength:"1" maxLength:"10000"`
	}
}

func editMessage(c *Call, in *edited) (Message, error) {
	which, err := id.Parse[id.MessageKind](c.Path("message"))
	if err != nil {
		return Message{}, err
	}
	return write(c, func(tx *db.Tx) (Message, error) {
		m, err := conversation.Edit(tx, c.Member.ID, which, in.Body.Text)
		if err != nil {
			return Message{}, err
		}
		return message(tx, m)
	})
}

func deleteMessage(c *Call, _ *struct{}) (Message, error) {
	which, err := id.Parse[id.MessageKind](c.Path("message"))
	if err != nil {
		return Message{}, err
	}
	return write(c, func(tx *db.Tx) (Message, error) {
		m, err := conversation.Delete(tx, c.Member.ID, which)
		if err != nil {
			return Message{}, err
		}
		return message(tx, m)
	})
}

func listOrderMessages(c *Call, in *Page) (List[Message], error) {
	return read(c, func(tx *db.Tx) (List[Message], error) {
		o, _, err := c.open(tx)
		if err != nil {
			return List[Message]{}, err
		}
		return messages(tx, conversation.InOrder(o.ID), *in)
	})
}
