package api

import (
	"guildhall/account"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/moderation"
)

// talkOperations are what members do with conversations beside talking (TLK-5,
// TLK-7).
var talkOperations = []Operation{
	op("PUT /conversations/{conversation}/star", "starConversation", account.Listen, desk.ConversationParty, keeping(conversation.Star, true)),
	op("DELETE /conversations/{conversation}/star", "unstarConversation", account.Listen, desk.ConversationParty, keeping(conversation.Star, false)),
	op("PUT /conversations/{conversation}/archiving", "archiveConversation", account.Listen, desk.ConversationParty, keeping(conversation.Archive, true)),
	op("DELETE /conversations/{conversation}/archiving", "fetchConversation", account.Listen, desk.ConversationParty, keeping(conversation.Archive, false)),
	op("PUT /conversations/{conversation}/no-answer", "needNoAnswer", account.Listen, desk.ConversationParty, needNoAnswer),
	op("POST /messages/{message}/report", "reportMessage", account.Listen, desk.ConversationParty, reportMessage).creating(),
	op("GET /replies", "listReplies", account.Listen, desk.Own, listReplies).most(conversation.RepliesMax),
	op("POST /replies", "saveReply", account.Listen, desk.Own, saveReply).creating(),
	op("PUT /replies/{reply}", "changeReply", account.Listen, desk.ReplyOwner, changeReply),
	op("DELETE /replies/{reply}", "dropReply", account.Listen, desk.ReplyOwner, dropReply),
}

// keeping makes an operation of one way to keep a conversation.
func keeping(keep func(*db.Tx, id.Conversation, id.Member, bool) error, how bool) func(*Call, *struct{}) (Done, error) {
	return func(c *Call, _ *struct{}) (Done, error) {
		return write(c, func(tx *db.Tx) (Done, error) {
			talk, err := c.talk(tx)
			if err != nil {
				return Done{}, err
			}
			return Done{true}, keep(tx, talk.ID, c.Member.ID, how)
		})
	}
}

func needNoAnswer(c *Call, _ *struct{}) (Done, error) {
	return write(c, func(tx *db.Tx) (Done, error) {
		talk, err := c.talk(tx)
		if err != nil {
			return Done{}, err
		}
		return Done{true}, conversation.NeedsNoAnswer(tx, talk.ID, c.Member.ID)
	})
}

type reported struct {
	Body struct {
		Reason string `json:"reason" maxLength:"40"`
		Remark string `json:"remark,omitempty" maxLength:"1000"`
	}
}

func reportMessage(c *Call, in *reported) (Done, error) {
	which, err := id.Parse[id.MessageKind](c.Path("message"))
	if err != nil {
		return Done{}, err
	}
	return once(c, func(tx *db.Tx) (Done, error) {
		return Done{true}, moderation.ReportMessage(tx, moderation.Report{
			Message: which, Reporter: c.Member.ID, Reason: moderation.Reason(in.Body.Reason), Remark: in.Body.Remark,
		})
	})
}

// Reply is what a member answers often.
type Reply struct {
	ID    id.Reply `json:"id"`
	Title string   `json:"title"`
	Text  string   `json:"text"`
}

type replySent struct {
	Body struct {
		Title string `json:"title" minLength:"1" maxLength:"200"`
		Text  string `json:"text" minLength:"1" maxLength:"10000"`
	}
}

func listReplies(c *Call, _ *struct{}) (List[Reply], error) {
	return read(c, func(tx *db.Tx) (List[Reply], error) {
		rows, err := conversation.Replies(tx, c.Member.ID)
		return listOf(rows, len(rows), func(r conversation.Reply) Reply { return Reply(r) }, nil), err
	})
}

func saveReply(c *Call, in *replySent) (Reply, error) {
	return once(c, func(tx *db.Tx) (Reply, error) { return c.keepReply(tx, id.Reply{}, in) })
}

func changeReply(c *Call, in *replySent) (Reply, error) {
	which, err := id.Parse[id.ReplyKind](c.Path("reply"))
	if err != nil {
		return Reply{}, err
	}
	return write(c, func(tx *db.Tx) (Reply, error) { return c.keepReply(tx, which, in) })
}

func (c *Call) keepReply(tx *db.Tx, which id.Reply, in *replySent) (Reply, error) {
	kept, err := conversation.SaveReply(tx, c.Member.ID, conversation.Reply{ID: which, Title: in.Body.Title, Text: in.Body.Text})
	return Reply(kept), err
}

func dropReply(c *Call, _ *struct{}) (Done, error) {
	which, err := id.Parse[id.ReplyKind](c.Path("reply"))
	if err != nil {
		return Done{}, err
	}
	return write(c, func(tx *db.Tx) (Done, error) {
		return Done{true}, conversation.DropReply(tx, c.Member.ID, which)
	})
}
