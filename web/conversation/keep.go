package conversation

import (
	"net/url"

	"guildhall/account"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/web/parts"
)

// keepRoutes are what members do with conversations beside talking (TLK-5,
// TLK-7).
var keepRoutes = []desk.Route{
	{Method: "POST", Pattern: "/conversations/{id}/mark", Right: account.Listen, Whose: desk.ConversationParty, Handle: Mark},
	{Method: "POST", Pattern: "/conversations/{id}/no-answer", Right: account.Listen, Whose: desk.ConversationParty, Handle: NoAnswer},
	{Method: "POST", Pattern: "/conversations/{id}/block", Right: account.Listen, Whose: desk.ConversationParty, Handle: Block},
	{Method: "POST", Pattern: "/conversations/{id}/block/lifting", Right: account.Listen, Whose: desk.ConversationParty, Handle: Unblock},
	{Method: "GET", Pattern: "/replies", Right: account.Listen, Whose: desk.Own, Handle: Replies},
	{Method: "POST", Pattern: "/replies", Right: account.Listen, Whose: desk.Own, Handle: SaveReply},
	{Method: "GET", Pattern: "/replies/{id}", Right: account.Listen, Whose: desk.ReplyOwner, Handle: EditReply},
	{Method: "POST", Pattern: "/replies/{id}", Right: account.Listen, Whose: desk.ReplyOwner, Handle: SaveReply},
	{Method: "POST", Pattern: "/replies/{id}/removal", Right: account.Listen, Whose: desk.ReplyOwner, Handle: DropReply},
}

// tabs are the shelves of the list, each with how much wants the member.
func (p *listPage) tabs() []parts.Link {
	var links []parts.Link
	for _, shelf := range conversation.Shelves {
		link := parts.Link{Href: "/conversations", Label: p.v.Say.T("conversation.shelf." + shelfName(shelf)), Here: shelf == p.Shelf && p.Words == ""}
		if shelf != conversation.Inbox {
			link.Href += "?" + url.Values{"shelf": {string(shelf)}}.Encode()
		}
		switch shelf {
		case conversation.Inbox:
			link.Count = int(p.Counts.Unread)
		case conversation.Waiting:
			link.Count = int(p.Counts.Waiting)
		}
		links = append(links, link)
	}
	return links
}

func shelfName(shelf conversation.Shelf) string {
	if shelf == conversation.Inbox {
		return "inbox"
	}
	return string(shelf)
}

// shelfOf reads the shelf from the address; one that is not known is the inbox.
func shelfOf(v *desk.Visit) conversation.Shelf {
	for _, shelf := range conversation.Shelves {
		if v.Query("shelf") == string(shelf) {
			return shelf
		}
	}
	return conversation.Inbox
}

// Mark is POST /conversations/{id}/mark: stars or archives it, or no longer.
func Mark(v *desk.Visit) error {
	which, err := desk.PathID[id.ConversationKind](v, "id")
	if err != nil {
		return err
	}
	mark := v.Form().Value("mark")
	err = v.Write(func(tx *db.Tx) error {
		switch mark {
		case "star", "unstar":
			return conversation.Star(tx, which, v.Member.ID, mark == "star")
		case "archive", "fetch":
			return conversation.Archive(tx, which, v.Member.ID, mark == "archive")
		}
		return fault.Missing()
	})
	if err != nil {
		return err
	}
	v.Notice("conversation.marked." + mark)
	if mark == "archive" {
		return v.Redirect("/conversations")
	}
	return v.Redirect(address(which))
}

// NoAnswer is POST /conversations/{id}/no-answer: the seller's word that the
// message needs none.
func NoAnswer(v *desk.Visit) error {
	return change(v, "conversation.settled", func(tx *db.Tx, c conversation.Conversation) error {
		return conversation.NeedsNoAnswer(tx, c.ID, v.Member.ID)
	})
}

// Block is POST /conversations/{id}/block.
func Block(v *desk.Visit) error {
	return change(v, "conversation.blocked", func(tx *db.Tx, c conversation.Conversation) error {
		return conversation.Block(tx, v.Member.ID, c.Other(v.Member.ID))
	})
}

// Unblock is POST /conversations/{id}/block/lifting.
func Unblock(v *desk.Visit) error {
	return change(v, "conversation.unblocked", func(tx *db.Tx, c conversation.Conversation) error {
		return account.Unblock(tx, v.Member.ID, c.Other(v.Member.ID))
	})
}

// change does something about a conversation of the visitor and goes back to it.
func change(v *desk.Visit, said string, do func(*db.Tx, conversation.Conversation) error) error {
	which, err := desk.PathID[id.ConversationKind](v, "id")
	if err != nil {
		return err
	}
	err = v.Write(func(tx *db.Tx) error {
		c, err := conversation.Get(tx, which, v.Member.ID)
		if err != nil {
			return err
		}
		return do(tx, c)
	})
	if err != nil {
		return err
	}
	v.Notice(said)
	return v.Redirect(address(which))
}
