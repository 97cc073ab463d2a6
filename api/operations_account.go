package api

import (
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
)

// accountOperations are about the asker's own account. A token cannot make
// tokens: that takes the password.
var accountOperations = []Operation{
	op("POST /account", "register", account.Anyone, desk.Nobodys, register).creating(),
	op("POST /tokens", "makeToken", account.Anyone, desk.Nobodys, makeToken).creating(),
	op("GET /account", "getAccount", account.SignedIn, desk.Own, getAccount),
	op("POST /account/confirmation", "confirmAddress", account.SignedIn, desk.Own, confirmAddress),
	op("POST /account/confirmation-mail", "sendConfirmation", account.SignedIn, desk.Own, sendConfirmation),
	op("PUT /account/email", "correctEmail", account.SignedIn, desk.Own, correctEmail),
	op("PUT /account/place", "setPlace", account.SignedIn, desk.Own, setPlace),
	op("PUT /account/weekends", "setWeekends", account.SignedIn, desk.Own, setWeekends),
	op("GET /account/profile", "getOwnProfile", account.SignedIn, desk.Own, getOwnProfile),
	op("PUT /account/profile", "setProfile", account.SignedIn, desk.Own, setProfile),
	op("GET /account/tokens", "listTokens", account.SignedIn, desk.Own, listTokens).most(account.TokensMax),
	op("DELETE /account/tokens/{token}", "withdrawToken", account.SignedIn, desk.TokenOwner, withdrawToken),
	op("GET /account/sessions", "listSessions", account.SignedIn, desk.Own, listSessions).most(account.SessionsMax),
	op("DELETE /account/sessions/{session}", "endSession", account.SignedIn, desk.SessionOwner, endSession),
	op("GET /account/safety-log", "getSafetyLog", account.SignedIn, desk.Own, getSafetyLog).most(account.SafetyLogMax),
	op("GET /account/blocks", "listBlocks", account.SignedIn, desk.Own, inPages(listBlocks, func(login string) string { return login })),
	op("PUT /account/blocks/{login}", "blockMember", account.SignedIn, desk.Nobodys, blockMember),
	op("DELETE /account/blocks/{login}", "unblockMember", account.SignedIn, desk.Nobodys, unblockMember),
}

// Account is what a member sees of their own account.
type Account struct {
	ID        id.Member `json:"id"`
	Login     string    `json:"login"`
	Email     string    `json:"email"`
	Confirmed bool      `json:"confirmed"`
	Standing  string    `json:"standing"`
	Roles     []string  `json:"roles" nullable:"false"`
	Language  string    `json:"language"`
	Zone      string    `json:"zone"`
	Weekends  bool      `json:"hides_weekends"`
	Joined    time.Time `json:"joined"`
}

func accountOf(m account.Member) Account {
	made := Account{
		ID: m.ID, Login: m.Login, Email: m.Email, Confirmed: m.Confirmed, Standing: string(m.Standing),
		Roles: []string{}, Language: m.Language, Zone: m.Zone, Weekends: m.HidesWeekends, Joined: m.Joined,
	}
	for _, role := range m.Roles {
		made.Roles = append(made.Roles, string(role))
	}
	return made
}

type registration struct {
	Body struct {
		Login        string `json:"login" maxLength:"200"`
		Email        string `json:"email" maxLength:"200"`
		Password     string `json:"password" maxLength:"1024"`
		OfAge        bool   `json:"of_age"`
		Terms        bool   `json:"terms_accepted"`
		Organisation string `json:"organisation,omitempty" maxLength:"200"`
		Capacity     string `json:"capacity,omitempty" maxLength:"200"`
		Language     string `json:"language,omitempty" maxLength:"20"`
	}
}

func register(c *Call, in *registration) (Account, error) {
	b := in.Body
	c.hash([]byte(b.Login + "\n" + b.Email)) // a password is never hashed fast
	if err := mayRegister(c, in); err != nil {
		return Account{}, err
	}
	err := c.Write(func(tx *db.Tx) error { return account.Attempt(tx, account.AttemptRegister, c.Address()) })
	if err != nil {
		return Account{}, err
	}
	r := account.Registration{
		Login: b.Login, Email: b.Email, Language: c.Say.Language(), Zone: c.Site.Zone,
		Organisation: b.Organisation, Capacity: b.Capacity, Secret: account.NewSecret(),
	}
	if r.PasswordHash, err = account.Hash(c.Context(), b.Password); err != nil {
		return Account{}, err
	}
	return once(c, func(tx *db.Tx) (Account, error) {
		m, err := account.Register(tx, r)
		return accountOf(m), err
	})
}

// mayRegister checks what needs no database, all at once.
func mayRegister(c *Call, in *registration) error {
	var faults []*fault.Fault
	if f, wrong := fault.As(account.Check(c.Rules.Policy, in.Body.Login, in.Body.Email, in.Body.Password)); wrong {
		faults = append(faults, f)
	}
	if !in.Body.OfAge {
		faults = append(faults, fault.Invalid("age_first", "age", c.Rules.Policy.MinAge).At("of_age"))
	}
	if !in.Body.Terms {
		faults = append(faults, fault.Invalid("terms_first").At("terms_accepted"))
	}
	return fault.Join(faults...)
}

// Token is a personal token. Secret is there once, in the answer that made it.
type Token struct {
	ID     id.Token   `json:"id"`
	Name   string     `json:"name"`
	Scopes []string   `json:"scopes" nullable:"false"`
	Made   time.Time  `json:"made"`
	Used   *time.Time `json:"used,omitempty"`
	Ends   *time.Time `json:"ends,omitempty"`
	Secret string     `json:"secret,omitempty"`
}

func tokenOf(t account.Token) Token {
	made := Token{ID: t.ID, Name: t.Name, Scopes: []string{}, Made: t.Made, Used: moment(t.Used), Ends: moment(t.Ends)}
	for _, scope := range t.Scopes {
		made.Scopes = append(made.Scopes, string(scope))
	}
	return made
}

type tokenAsked struct {
	Body struct {
		Login    string     `json:"login" maxLength:"200"`
		Password string     `json:"password" maxLength:"1024"`
		Name     string     `json:"name" maxLength:"60"`
		Scopes   []string   `json:"scopes" minItems:"1" maxItems:"10" enum:"read,profile,services,orders,messages,money,staff"`
		Ends     *time.Time `json:"ends,omitempty"`
	}
}

// makeToken signs a program in: the password proves the member, the token is
// for all that follows. A repeat names the same token and shows it no more.
func makeToken(c *Call, in *tokenAsked) (Token, error) {
	b := in.Body
	c.hash([]byte(b.Login + "\n" + b.Name))
	m, err := c.prove(b.Login, b.Password)
	if err != nil {
		return Token{}, err
	}
	c.Member = m
	var scopes []account.Scope
	for _, s := range b.Scopes {
		scopes = append(scopes, account.Scope(s))
	}
	var ends time.Time
	if b.Ends != nil {
		ends = b.Ends.UTC().Truncate(time.Microsecond)
	}
	secret, fresh := account.NewToken(), false
	made, err := once(c, func(tx *db.Tx) (Token, error) {
		fresh = true
		t, err := account.MakeToken(tx, m.ID, b.Name, secret, scopes, ends)
		return tokenOf(t), err
	})
	if fresh {
		made.Secret = account.TokenPrefix + secret
	}
	c.Secret()
	return made, err
}

// prove finds the member whom name and password belong to. The answer is the
// same, and takes as long, whether there is such an account or not (ACC-7).
// Faults: sign_in_wrong, too_often.
func (c *Call) prove(name, password string) (account.Member, error) {
	var m account.Member
	var hash string
	err := c.Write(func(tx *db.Tx) error {
		err := account.Attempt(tx, account.AttemptSignIn, name)
		if err == nil {
			err = account.Attempt(tx, account.AttemptSignInAddress, c.Address())
		}
		if err != nil {
			return err
		}
		m, hash, err = named(tx, name)
		return err
	})
	if err != nil {
		return account.Member{}, err
	}
	right, err := account.Match(c.Context(), password, hash)
	if err != nil {
		return account.Member{}, err
	}
	if right {
		return m, c.Write(func(tx *db.Tx) error { return account.Forgive(tx, account.AttemptSignIn, name) })
	}
	err = c.Write(func(tx *db.Tx) error { return account.SignInFailed(tx, m, c.Device(), c.Address()) })
	if err != nil {
		return account.Member{}, err
	}
	return account.Member{}, fault.Invalid("sign_in_wrong")
}

// named is a member and their hash; both zero for a name nobody has.
func named(tx *db.Tx, name string) (account.Member, string, error) {
	m, err := account.ByName(tx, name)
	if f, ok := fault.As(err); ok && f.Sort == fault.SortMissing {
		return account.Member{}, "", nil
	}
	if err != nil {
		return account.Member{}, "", err
	}
	hash, err := account.PasswordHash(tx, m.ID)
	return m, hash, err
}

func getAccount(c *Call, _ *struct{}) (Account, error) { return accountOf(c.Member), nil }

type codeSent struct {
	Body struct {
		Code string `json:"code" minLength:"1" maxLength:"20"`
	}
}

// confirmAddress proves the address by the code of the mail. Wrong ones are
// counted, so they are carried out too.
func confirmAddress(c *Call, in *codeSent) (Account, error) {
	if c.Member.Confirmed {
		return Account{}, fault.Conflict("already_confirmed")
	}
	right, err := write(c, func(tx *db.Tx) (bool, error) {
		if err := account.Attempt(tx, account.AttemptCode, c.Address()); err != nil {
			return false, err
		}
		return account.ConfirmByCode(tx, c.Member.ID, in.Body.Code)
	})
	if err == nil && !right {
		err = fault.Invalid("code_wrong").At("code")
	}
	if err != nil {
		return Account{}, err
	}
	return c.again()
}

// again reads the asker's account as it now is.
func (c *Call) again() (Account, error) {
	m, err := read(c, func(tx *db.Tx) (account.Member, error) { return account.Get(tx, c.Member.ID) })
	return accountOf(m), err
}

func sendConfirmation(c *Call, _ *struct{}) (Done, error) {
	secret := account.NewSecret()
	return once(c, func(tx *db.Tx) (Done, error) {
		return Done{true}, account.SendAgain(tx, c.Member.ID, secret)
	})
}

type emailSent struct {
	Body struct {
		Email string `json:"email" minLength:"1" maxLength:"200"`
	}
}

// correctEmail replaces an address that was never confirmed (ACC-3).
func correctEmail(c *Call, in *emailSent) (Account, error) {
	if wrong := account.CheckEmail(c.Rules.Policy, in.Body.Email); wrong != nil {
		return Account{}, wrong
	}
	secret := account.NewSecret()
	err := c.Write(func(tx *db.Tx) error { return account.CorrectEmail(tx, c.Member.ID, in.Body.Email, secret) })
	if err != nil {
		return Account{}, err
	}
	return c.again()
}

// Profile is what a member tells everyone (ACC-13).
type Profile struct {
	DisplayName string   `json:"display_name,omitempty" maxLength:"200"`
	Headline    string   `json:"headline,omitempty" maxLength:"500"`
	Description string   `json:"description,omitempty" maxLength:"10000"`
	City        string   `json:"city,omitempty" maxLength:"200"`
	Country     string   `json:"country,omitempty" maxLength:"2"`
	Occupation  string   `json:"occupation,omitempty" maxLength:"200"`
	Languages   []string `json:"languages,omitempty" maxItems:"50"`
	Skills      []string `json:"skills,omitempty" maxItems:"100"`
	Interests   []string `json:"interests,omitempty" maxItems:"100"`
}

func getOwnProfile(c *Call, _ *struct{}) (Profile, error) {
	p, err := read(c, func(tx *db.Tx) (account.Profile, error) { return account.GetProfile(tx, c.Member.ID) })
	return Profile(p), err
}

type profileSent struct{ Body Profile }

func setProfile(c *Call, in *profileSent) (Profile, error) {
	if err := account.Profile(in.Body).Check(); err != nil {
		return Profile{}, err
	}
	return write(c, func(tx *db.Tx) (Profile, error) {
		if err := account.SetProfile(tx, c.Member.ID, account.Profile(in.Body)); err != nil {
			return Profile{}, err
		}
		p, err := account.GetProfile(tx, c.Member.ID)
		return Profile(p), err
	})
}

func listTokens(c *Call, _ *struct{}) (List[Token], error) {
	return read(c, func(tx *db.Tx) (List[Token], error) {
		rows, err := account.Tokens(tx, c.Member.ID)
		return listOf(rows, len(rows), tokenOf, nil), err
	})
}

func withdrawToken(c *Call, _ *struct{}) (Done, error) {
	token, err := id.Parse[id.TokenKind](c.Path("token"))
	if err != nil {
		return Done{}, err
	}
	return write(c, func(tx *db.Tx) (Done, error) {
		return Done{true}, account.WithdrawToken(tx, c.Member.ID, token)
	})
}

// Session is one signed-in browser or device (ACC-6).
type Session struct {
	ID      id.Session `json:"id"`
	Device  string     `json:"device"`
	Place   string     `json:"place"`
	Started time.Time  `json:"started"`
	Seen    time.Time  `json:"seen"`
	Ends    time.Time  `json:"ends"`
}

func listSessions(c *Call, _ *struct{}) (List[Session], error) {
	return read(c, func(tx *db.Tx) (List[Session], error) {
		rows, err := account.Sessions(tx, c.Member.ID)
		return listOf(rows, len(rows), func(s account.Session) Session {
			return Session{s.ID, s.Device, s.Place, s.Started, s.Seen, s.Ends}
		}, nil), err
	})
}

func endSession(c *Call, _ *struct{}) (Done, error) {
	session, err := id.Parse[id.SessionKind](c.Path("session"))
	if err != nil {
		return Done{}, err
	}
	return write(c, func(tx *db.Tx) (Done, error) {
		return Done{true}, account.EndSession(tx, c.Member.ID, session)
	})
}

// SafetyEntry is one line of what happened to the account's safety (ACC-7).
type SafetyEntry struct {
	What   string    `json:"what"`
	Device string    `json:"device,omitempty"`
	Place  string    `json:"place,omitempty"`
	At     time.Time `json:"at"`
}

func getSafetyLog(c *Call, _ *struct{}) (List[SafetyEntry], error) {
	return read(c, func(tx *db.Tx) (List[SafetyEntry], error) {
		rows, err := account.SafetyLog(tx, c.Member.ID)
		return listOf(rows, len(rows), func(e account.SafetyEntry) SafetyEntry { return SafetyEntry(e) }, nil), err
	})
}
