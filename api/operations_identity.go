package api

import (
	"time"

	"github.com/danielgtaylor/huma/v2"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
)

// identityOperations are a member's own check (ACC-19).
var identityOperations = []Operation{
	op("GET /account/identity", "getIdentity", account.SignedIn, desk.Own, getIdentity),
	op("POST /account/identity", "askIdentity", account.SignedIn, desk.Own, askIdentity).creating().atMost(account.IdentityBytesMax + 1<<20),
}

// identityStaffOperations are those of who judges them.
var identityStaffOperations = []Operation{
	op("GET /staff/identity", "listIdentities", account.Settle, desk.Staffs, listIdentities).most(identitiesMax),
	op("GET /staff/identity/{login}", "getIdentityOf", account.Settle, desk.Staffs, getIdentityOf),
	op("POST /staff/identity/{login}", "judgeIdentity", account.Settle, desk.Staffs, judgeIdentity),
	bytesOf("GET /staff/identity/{login}/document", "downloadIdentityDocument", account.Settle, desk.Staffs, downloadIdentityDocument),
}

// identitiesMax bounds the list of checks that wait.
const identitiesMax = 100

// IdentityCheck is how the check of a member's identity stands.
type IdentityCheck struct {
	Login     string     `json:"login"`
	State     string     `json:"state" enum:"none,waiting,verified,refused"`
	LegalName string     `json:"legal_name,omitempty"`
	Document  bool       `json:"has_document"`
	AskedAt   *time.Time `json:"asked_at,omitempty"`
	DecidedAt *time.Time `json:"decided_at,omitempty"`
	Reason    string     `json:"reason,omitempty"`
}

func identityOf(m account.Member, i account.Identity) IdentityCheck {
	made := IdentityCheck{
		Login: m.Login, State: string(i.State), LegalName: i.LegalName, Document: !i.Document.IsZero(),
		AskedAt: moment(i.AskedAt), DecidedAt: moment(i.DecidedAt), Reason: i.Reason,
	}
	if i.State == "" {
		made.State = "none"
	}
	return made
}

func getIdentity(c *Call, _ *struct{}) (IdentityCheck, error) {
	return read(c, func(tx *db.Tx) (IdentityCheck, error) {
		check, err := account.IdentityOf(tx, c.Member.ID)
		return identityOf(c.Member, check), err
	})
}

type identityAsked struct {
	RawBody huma.MultipartFormFiles[struct {
		LegalName string        `form:"legal_name" required:"true" maxLength:"200"`
		Document  huma.FormFile `form:"document" required:"true"`
	}]
}

func askIdentity(c *Call, in *identityAsked) (IdentityCheck, error) {
	sent := in.RawBody.Data()
	defer sent.Document.Close()
	taken, err := account.TakeIdentity(c.Files, sent.Document, sent.Document.Filename, c.At)
	if err != nil {
		return IdentityCheck{}, err
	}
	c.hash(append([]byte(sent.LegalName+"\n"), taken.SHA256[:]...))
	return once(c, func(tx *db.Tx) (IdentityCheck, error) {
		if err := account.AskIdentity(tx, c.Member.ID, sent.LegalName, taken); err != nil {
			return IdentityCheck{}, err
		}
		check, err := account.IdentityOf(tx, c.Member.ID)
		return identityOf(c.Member, check), err
	})
}

func listIdentities(c *Call, _ *struct{}) (List[IdentityCheck], error) {
	return read(c, func(tx *db.Tx) (List[IdentityCheck], error) {
		list := List[IdentityCheck]{Items: []IdentityCheck{}}
		rows, err := account.IdentitiesWaiting(tx, identitiesMax)
		if err != nil {
			return list, err
		}
		members := make([]id.Member, len(rows))
		for i, row := range rows {
			members[i] = row.Member
		}
		whose, err := account.Several(tx, members)
		for _, row := range rows {
			list.Items = append(list.Items, identityOf(whose[row.Member], row))
		}
		return list, err
	})
}

// checkOf reads the check of the address's member.
func (c *Call) checkOf(tx *db.Tx) (account.Member, account.Identity, error) {
	m, err := account.ByLogin(tx, c.Path("login"))
	if err != nil {
		return m, account.Identity{}, err
	}
	check, err := account.IdentityOf(tx, m.ID)
	return m, check, err
}

func getIdentityOf(c *Call, _ *struct{}) (IdentityCheck, error) {
	return read(c, func(tx *db.Tx) (IdentityCheck, error) {
		m, check, err := c.checkOf(tx)
		return identityOf(m, check), err
	})
}

type identityJudged struct {
	Body struct {
		Decision string `json:"decision" enum:"verify,refuse"`
		Reason   string `json:"reason,omitempty" maxLength:"1000"`
	}
}

func judgeIdentity(c *Call, in *identityJudged) (IdentityCheck, error) {
	return once(c, func(tx *db.Tx) (IdentityCheck, error) {
		m, _, err := c.checkOf(tx)
		if err != nil {
			return IdentityCheck{}, err
		}
		check, err := account.JudgeIdentity(tx, account.Judging{
			Member: m.ID, By: c.Member.ID, Verified: in.Body.Decision == "verify", Reason: in.Body.Reason,
		})
		return identityOf(m, check), err
	})
}

func downloadIdentityDocument(c *Call) error {
	f, err := read(c, func(tx *db.Tx) (file.File, error) {
		_, check, err := c.checkOf(tx)
		if err == nil && check.Document.IsZero() {
			err = fault.Missing()
		}
		if err != nil {
			return file.File{}, err
		}
		return file.Get(tx, check.Document)
	})
	if err != nil {
		return err
	}
	return c.attach(f)
}
