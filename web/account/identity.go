package account

import (
	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/web/parts"
)

// identitiesShown bounds each list of the staff's page.
const identitiesShown = 50

// IdentityBodyMax is the largest body of the form that carries a document.
const IdentityBodyMax = account.IdentityBytesMax + 1<<20

// ShowIdentity is where a member asks for verification, and reads how it
// stands (ACC-19).
func ShowIdentity(v *desk.Visit) error {
	var p account.Private
	err := v.Read(func(tx *db.Tx) (err error) {
		p, err = account.GetPrivate(tx, v.Member.ID)
		return err
	})
	if err != nil {
		return err
	}
	return showIdentity(v, v.Blank().Set("legal_name", p.LegalName))
}

func showIdentity(v *desk.Visit, f *desk.Form) error {
	var check account.Identity
	err := v.Read(func(tx *db.Tx) (err error) {
		check, err = account.IdentityOf(tx, v.Member.ID)
		return err
	})
	if err != nil {
		return err
	}
	return v.Render(identityPage(v, f, check))
}

// AskIdentity puts the wish before the staff.
func AskIdentity(v *desk.Visit) error {
	f := v.Form()
	name := f.Required("legal_name", account.LegalNameMax)
	document, err := takeDocument(v, f)
	if err := f.Take(err); err != nil {
		return err
	}
	if !f.Bad() {
		_, err := v.Once(func(tx *db.Tx) (string, error) {
			return "", account.AskIdentity(tx, v.Member.ID, name, document)
		})
		if err := f.Take(err); err != nil {
			return err
		}
	}
	if f.Bad() {
		return showIdentity(v, f)
	}
	v.Notice("identity.asked")
	return v.Redirect("/settings/identity")
}

// takeDocument judges and keeps the bytes of what was sent. Faults stand beside
// "document".
func takeDocument(v *desk.Visit, f *desk.Form) (file.Taken, error) {
	upload := f.Upload("document")
	if upload == nil || f.Bad() {
		return file.Taken{}, nil
	}
	content, err := upload.Open()
	if err != nil {
		return file.Taken{}, err
	}
	defer content.Close()
	return account.TakeIdentity(v.Files, content, upload.Filename, v.At)
}

// identified is a check with whose it is.
type identified struct {
	account.Identity
	Member account.Member
	By     account.Member // who decided; zero: nobody yet, or a program
}

// identities is the staff's page of checks.
type identities struct {
	v                *desk.Visit
	Waiting, Decided []identified
}

// Identities is GET /staff/identity; ?login= leads to one member.
func Identities(v *desk.Visit) error {
	p, f := &identities{v: v}, v.Blank().Set("login", v.Query("login"))
	err := v.Read(func(tx *db.Tx) error {
		if login := v.Query("login"); login != "" {
			if _, err := account.ByLogin(tx, login); err != nil {
				f.Add(fault.Invalid("member_unknown").At("login"))
			}
		}
		return p.read(tx)
	})
	if err != nil {
		return err
	}
	if v.Query("login") != "" && !f.Bad() {
		return v.Redirect("/staff/identity/" + v.Query("login"))
	}
	return v.Render(identitiesPage(p, f))
}

func (p *identities) read(tx *db.Tx) error {
	waiting, err := account.IdentitiesWaiting(tx, identitiesShown)
	if err != nil {
		return err
	}
	decided, err := account.IdentitiesDecided(tx, identitiesShown)
	if err != nil {
		return err
	}
	if p.Waiting, err = whose(tx, waiting); err != nil {
		return err
	}
	p.Decided, err = whose(tx, decided)
	return err
}

func whose(tx *db.Tx, checks []account.Identity) ([]identified, error) {
	var list []identified
	for _, check := range checks {
		one, err := identify(tx, check)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}

func identify(tx *db.Tx, check account.Identity) (identified, error) {
	one := identified{Identity: check}
	var err error
	if one.Member, err = account.Get(tx, check.Member); err != nil || check.DecidedBy.IsZero() {
		return one, err
	}
	one.By, err = account.Get(tx, check.DecidedBy)
	return one, err
}

// Identity is GET /staff/identity/{login}: what a member showed, and the
// decision.
func Identity(v *desk.Visit) error { return showJudging(v, v.Blank()) }

func showJudging(v *desk.Visit, f *desk.Form) error {
	var one identified
	err := v.Read(func(tx *db.Tx) error {
		m, err := account.ByLogin(tx, v.Path("login"))
		if err != nil {
			return err
		}
		check, err := account.IdentityOf(tx, m.ID)
		if err != nil {
			return err
		}
		check.Member = m.ID
		one, err = identify(tx, check)
		return err
	})
	if err != nil {
		return err
	}
	return v.Render(judgingPage(v, f, one))
}

// JudgeIdentity is POST /staff/identity/{login}.
func JudgeIdentity(v *desk.Visit) error {
	f := v.Form()
	verified := f.Choice("decision", "verify", "refuse") == "verify"
	reason := f.Lines("reason", account.IdentityWhyMax)
	if !f.Bad() {
		_, err := v.Once(func(tx *db.Tx) (string, error) {
			m, err := account.ByLogin(tx, v.Path("login"))
			if err != nil {
				return "", err
			}
			_, err = account.JudgeIdentity(tx, account.Judging{Member: m.ID, By: v.Member.ID, Verified: verified, Reason: reason})
			return "", err
		})
		if err := f.Take(err); err != nil {
			return err
		}
	}
	if missing := f.Wrong(""); missing != nil && missing.Sort == fault.SortMissing {
		return missing
	}
	if f.Bad() {
		return showJudging(v, f)
	}
	v.Notice("identity.judged", "login", v.Path("login"))
	return v.Redirect("/staff/identity")
}

// facts of a check, for who judges it.
func (i identified) facts(v *desk.Visit) []parts.Fact {
	list := []parts.Fact{{Name: v.Say.T("identity.state"), Value: v.Say.T(i.key())}}
	if i.LegalName != "" {
		list = append(list, parts.Fact{Name: v.Say.T("account.field.legal_name"), Value: i.LegalName})
	}
	if !i.AskedAt.IsZero() {
		list = append(list, parts.Fact{Name: v.Say.T("identity.asked_at"), Value: v.Say.Moment(i.AskedAt)})
	}
	if !i.DecidedAt.IsZero() {
		list = append(list, parts.Fact{Name: v.Say.T("identity.decided_at"), Value: v.Say.Moment(i.DecidedAt)})
	}
	if i.Reason != "" {
		list = append(list, parts.Fact{Name: v.Say.T("identity.reason"), Value: i.Reason})
	}
	return list
}

func (i identified) key() string {
	if i.State == "" {
		return "identity.state.none"
	}
	return "identity.state." + string(i.State)
}
