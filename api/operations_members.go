package api

import (
	"guildhall/account"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
)

// memberOperations are about others, as everyone may see them.
var memberOperations = []Operation{
	op("GET /members", "findMembers", account.Anyone, desk.Nobodys, findMembers),
	op("GET /members/{login}", "getMember", account.Anyone, desk.Nobodys, getMember),
}

// Member is what everyone may know of a member.
type Member struct {
	Login    string  `json:"login"`
	Name     string  `json:"name"`
	Online   bool    `json:"online"`
	Verified bool    `json:"verified"`
	Profile  Profile `json:"profile"`
	Reply    int64   `json:"usual_reply_seconds,omitempty"`
	Link     string  `json:"link"`
}

func getMember(c *Call, _ *struct{}) (Member, error) {
	return read(c, func(tx *db.Tx) (Member, error) {
		m, err := account.ByLogin(tx, c.Path("login"))
		if err != nil {
			return Member{}, err
		}
		if m.Standing == account.Banned {
			return Member{}, fault.Missing()
		}
		usual, err := conversation.UsualReply(tx, m.ID)
		if err != nil {
			return Member{}, err
		}
		p, err := account.GetProfile(tx, m.ID)
		p.Interests = nil // told for suggestions, shown to nobody
		return Member{
			Login: m.Login, Name: m.Name(), Online: m.Online(c.At, c.Rules.Policy.OnlineWindow), Verified: m.Verified(),
			Profile: Profile(p), Reply: seconds(usual), Link: c.Link("/members/" + m.Login),
		}, err
	})
}

func listBlocks(c *Call, _ *struct{}) (List[string], error) {
	return read(c, func(tx *db.Tx) (List[string], error) {
		rows, err := account.Blocks(tx, c.Member.ID)
		return listOf(rows, len(rows), func(m account.Member) string { return m.Login }, nil), err
	})
}

func blockMember(c *Call, _ *struct{}) (Done, error) {
	return write(c, func(tx *db.Tx) (Done, error) {
		other, err := account.ByLogin(tx, c.Path("login"))
		if err != nil {
			return Done{}, err
		}
		return Done{true}, conversation.Block(tx, c.Member.ID, other.ID)
	})
}

func unblockMember(c *Call, _ *struct{}) (Done, error) {
	return write(c, func(tx *db.Tx) (Done, error) {
		other, err := account.ByLogin(tx, c.Path("login"))
		if err != nil {
			return Done{}, err
		}
		return Done{true}, account.Unblock(tx, c.Member.ID, other.ID)
	})
}
