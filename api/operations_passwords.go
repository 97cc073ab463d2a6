package api

import (
	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
)

// secretOperations are about passwords and what is nobody else's business.
var secretOperations = []Operation{
	op("PUT /account/password", "changePassword", account.SignedIn, desk.Own, changePassword),
	op("POST /password-resets", "askForReset", account.Anyone, desk.Nobodys, askForReset),
	op("PUT /password-resets", "resetPassword", account.Anyone, desk.Nobodys, resetPassword),
	op("GET /account/private", "getPrivate", account.SignedIn, desk.Own, getPrivate),
	op("PUT /account/private", "setPrivate", account.SignedIn, desk.Own, setPrivate),
}

type passwordSent struct {
	Body struct {
		Old      string `json:"old_password" maxLength:"1024"`
		Password string `json:"password" maxLength:"1024"`
	}
}

// changePassword ends all other sessions (ACC-4); the asker's token stays.
func changePassword(c *Call, in *passwordSent) (Done, error) {
	if wrong := account.CheckPassword(c.Rules.Policy, in.Body.Password, c.Member.Login, c.Member.Email); wrong != nil {
		return Done{}, wrong
	}
	if _, err := c.prove(c.Member.Login, in.Body.Old); err != nil {
		if f, ok := fault.As(err); ok && f.Code == "sign_in_wrong" {
			err = fault.Invalid("password_wrong").At("old_password")
		}
		return Done{}, err
	}
	hash, err := account.Hash(c.Context(), in.Body.Password)
	if err != nil {
		return Done{}, err
	}
	return write(c, func(tx *db.Tx) (Done, error) {
		return Done{true}, account.ChangePassword(tx, c.Member.ID, hash, c.Session.ID)
	})
}

type resetAsked struct {
	Body struct {
		Login string `json:"login" minLength:"1" maxLength:"200"`
	}
}

// askForReset mails a link to whom the name belongs. The answer is the same
// whether it belongs to somebody or not (ACC-7).
func askForReset(c *Call, in *resetAsked) (Done, error) {
	secret := account.NewSecret()
	return once(c, func(tx *db.Tx) (Done, error) {
		return Done{true}, firstOf(
			func() error { return account.Attempt(tx, account.AttemptReset, in.Body.Login) },
			func() error { return account.Attempt(tx, account.AttemptResetAddress, c.Address()) },
			func() error { return account.AskReset(tx, in.Body.Login, secret) },
		)
	})
}

type resetSent struct {
	Body struct {
		Link     string `json:"link" minLength:"1" maxLength:"200"`
		Password string `json:"password" maxLength:"1024"`
	}
}

// resetPassword sets a new password by the mailed link and ends every session.
func resetPassword(c *Call, in *resetSent) (Done, error) {
	m, err := read(c, func(tx *db.Tx) (account.Member, error) { return account.ResetOpen(tx, in.Body.Link) })
	if err != nil {
		return Done{}, err
	}
	if wrong := account.CheckPassword(c.Rules.Policy, in.Body.Password, m.Login, m.Email); wrong != nil {
		return Done{}, wrong
	}
	hash, err := account.Hash(c.Context(), in.Body.Password)
	if err != nil {
		return Done{}, err
	}
	return write(c, func(tx *db.Tx) (Done, error) {
		_, err := account.Reset(tx, in.Body.Link, hash)
		return Done{true}, err
	})
}

// Private is what is nobody else's business (ACC-14).
type Private struct {
	LegalName string `json:"legal_name,omitempty" maxLength:"1000"`
	Address   string `json:"address,omitempty" maxLength:"1000"`
	Phone     string `json:"phone,omitempty" maxLength:"1000"`
	BornOn    string `json:"born_on,omitempty" maxLength:"10"`
	Gender    string `json:"gender,omitempty" maxLength:"1000"`
}

func privateOf(p account.Private) Private {
	return Private{LegalName: p.LegalName, Address: p.Address, Phone: p.Phone, BornOn: p.BornOn, Gender: p.Gender}
}

func getPrivate(c *Call, _ *struct{}) (Private, error) {
	return read(c, func(tx *db.Tx) (Private, error) {
		p, err := account.GetPrivate(tx, c.Member.ID)
		return privateOf(p), err
	})
}

func setPrivate(c *Call, in *sent[Private]) (Private, error) {
	p := account.Private{
		LegalName: in.Body.LegalName, Address: in.Body.Address, Phone: in.Body.Phone, BornOn: in.Body.BornOn, Gender: in.Body.Gender,
	}
	if err := p.Check(c.At, c.Rules.Policy.MinAge); err != nil {
		return Private{}, err
	}
	return write(c, func(tx *db.Tx) (Private, error) { return privateOf(p), account.SetPrivate(tx, c.Member.ID, p) })
}
