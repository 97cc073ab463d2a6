package account

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
	"guildhall/portfolio"
	"guildhall/reputation"
	"guildhall/web/cart"
	"guildhall/web/parts"
)

// pictureTypes are what a profile's picture may be.
var pictureTypes = []string{"jpg", "jpeg", "png", "gif"}

const (
	tagsMax         = 2000
	descriptionMax  = 8000
	pictureBytesMax = 4 << 20
)

// PictureBodyMax is the largest body of the form that carries a picture.
const PictureBodyMax = pictureBytesMax + 1<<20

// ShowProfileEdit asks what the member wants to tell everyone (ACC-13).
func ShowProfileEdit(v *desk.Visit) error {
	var p account.Profile
	err := v.Read(func(tx *db.Tx) (err error) {
		p, err = account.GetProfile(tx, v.Member.ID)
		return err
	})
	if err != nil {
		return err
	}
	f := v.Blank().Set("display_name", p.DisplayName).Set("headline", p.Headline).Set("description", p.Description).
		Set("city", p.City).Set("country", p.Country).Set("occupation", p.Occupation).
		Set("languages", strings.Join(p.Languages, ", ")).Set("skills", strings.Join(p.Skills, ", ")).
		Set("interests", strings.Join(p.Interests, ", "))
	return v.Render(profileEditPage(v, f))
}

// SaveProfile stores it, and the picture where one was sent.
func SaveProfile(v *desk.Visit) error {
	f := v.Form()
	p := account.Profile{
		DisplayName: f.Text("display_name", lineMax), Headline: f.Text("headline", lineMax),
		Description: f.Lines("description", descriptionMax), City: f.Text("city", lineMax),
		Country: strings.ToUpper(f.Text("country", 2)), Occupation: f.Text("occupation", lineMax),
		Languages: account.Tags(f.Text("languages", tagsMax)), Skills: account.Tags(f.Text("skills", tagsMax)),
		Interests: account.Tags(f.Text("interests", tagsMax)),
	}
	if err := p.Check(); err != nil {
		f.Take(err)
	}
	picture, err := takePicture(v, f)
	if err := f.Take(err); err != nil {
		return err
	}
	store := func(tx *db.Tx) error {
		if err := account.SetProfile(tx, v.Member.ID, p); err != nil {
			return err
		}
		return storePicture(tx, v.Member.ID, picture, f.Flag("no_picture"))
	}
	return save(v, store, func() error { return v.Render(profileEditPage(v, f)) }, "/settings/profile")
}

// takePicture judges and keeps the bytes of a sent picture; zero when none was
// sent. Faults stand beside "picture".
func takePicture(v *desk.Visit, f *desk.Form) (file.Taken, error) {
	upload := f.Upload("picture")
	if upload == nil || f.Bad() {
		return file.Taken{}, nil
	}
	content, err := upload.Open()
	if err != nil {
		return file.Taken{}, err
	}
	defer content.Close()
	taken, err := v.Files.Take(content, upload.Filename, v.At, file.Limits{BytesMax: pictureBytesMax, Types: pictureTypes})
	if refused, ok := fault.As(err); ok {
		return file.Taken{}, refused.At("picture")
	}
	return taken, err
}

func storePicture(tx *db.Tx, member id.Member, taken file.Taken, remove bool) error {
	if taken.ID.IsZero() && remove {
		return account.SetPicture(tx, member, id.File{})
	}
	if taken.ID.IsZero() {
		return nil
	}
	kept, err := file.Attach(tx, taken, file.HolderOf("member", member), member)
	if err != nil {
		return err
	}
	return account.SetPicture(tx, member, kept.ID)
}

// person is what the public page shows of a member.
type person struct {
	Member   account.Member
	Profile  account.Profile
	Services []parts.Tile
	Before   string // where the services before these are; empty: nowhere
	After    string // and those after them
	Figures  reputation.Figures
	Buyer    reputation.BuyerStanding // zero where it is not shown to who looks
	Reply    time.Duration            // usually until an answer; zero: not known yet
	Works    []portfolio.Work
	Feedback parts.Feedback
	Online   bool
	Own      bool
	Blocked  bool // by who looks
}

const (
	servicesShown = 24
	worksShown    = 8
)

// ShowMember is the public profile: what the member told everyone, their live
// services, when they were last here (ACC-13). Nothing private is read for it.
func ShowMember(v *desk.Visit) error {
	var p person
	err := v.Read(func(tx *db.Tx) (err error) {
		p, err = readPerson(tx, v)
		return err
	})
	if err != nil {
		return err
	}
	return v.Render(memberPage(v, p))
}

func readPerson(tx *db.Tx, v *desk.Visit) (person, error) {
	m, err := account.ByLogin(tx, v.Path("login"))
	if err != nil {
		return person{}, err
	}
	p := person{Member: m, Own: m.ID == v.Member.ID, Online: m.Online(v.At, v.Rules.Policy.OnlineWindow)}
	if p.Profile, err = account.GetProfile(tx, m.ID); err != nil {
		return person{}, err
	}
	if err := p.readServices(tx, v); err != nil {
		return person{}, err
	}
	if err := readStanding(tx, v, &p); err != nil {
		return person{}, err
	}
	if p.Reply, err = conversation.UsualReply(tx, m.ID); err != nil {
		return person{}, err
	}
	if p.Works, err = portfolio.OfSeller(tx, m.ID, id.Work{}, worksShown); err != nil {
		return person{}, err
	}
	said, err := reputation.About(tx, m.ID, parts.FeedbackBehind(v), parts.FeedbackMany+1)
	if err != nil {
		return person{}, err
	}
	if p.Feedback, err = parts.ReadFeedback(tx, v, said, true); err != nil || !v.SignedIn() {
		return p, err
	}
	p.Blocked, err = account.HasBlocked(tx, v.Member.ID, m.ID)
	return p, err
}

// readStanding reads the member's public sums as a seller and, where who looks
// may know it, as a buyer (REP-10, REP-14).
func readStanding(tx *db.Tx, v *desk.Visit, p *person) (err error) {
	if p.Figures, err = reputation.FiguresFor(tx, p.Member.ID); err != nil {
		return err
	}
	bought, err := reputation.BuyerFor(tx, p.Member.ID, &v.Rules.Policy)
	if err != nil {
		return err
	}
	shown, err := reputation.BuyerShownTo(tx, p.Member.ID, v.Member.ID, bought.Purchases)
	if shown {
		p.Buyer = bought
	}
	return err
}

// readServices reads the services that everyone can see now, with a heart each
// and the mark of the top-rated (REP-9, CAT-25).
func (p *person) readServices(tx *db.Tx, v *desk.Visit) error {
	services, err := catalogue.BySeller(tx, p.Member.ID)
	if err != nil {
		return err
	}
	var shown []id.Service
	for _, s := range services {
		if s.Shown() {
			shown = append(shown, s.ID)
		}
	}
	shown = p.page(v, shown)
	tree, err := catalogue.Tree(tx, v.Say.Language())
	if err != nil {
		return err
	}
	if p.Services, err = parts.ReadTiles(tx, tree, shown); err != nil {
		return err
	}
	return cart.Hearts(tx, v, p.Services)
}

// page cuts the page of services out that the address asks for.
func (p *person) page(v *desk.Visit, all []id.Service) []id.Service {
	n, err := strconv.Atoi(v.Query("services"))
	if last := (len(all) - 1) / servicesShown; err != nil || n < 0 || n > last {
		n = 0
	}
	address := func(n int) string { return v.R.URL.Path + "?services=" + strconv.Itoa(n) + "#services-of" }
	from, to := n*servicesShown, min((n+1)*servicesShown, len(all))
	if n > 0 {
		p.Before = address(n - 1)
	}
	if to < len(all) {
		p.After = address(n + 1)
	}
	return all[from:to]
}

// Block and Unblock stop and allow messages and orders between two members
// (TLK-7).
func Block(v *desk.Visit) error {
	return changeBlock(v, conversation.Block, "account.blocked")
}

// Unblock takes the member's own block back.
func Unblock(v *desk.Visit) error {
	return changeBlock(v, account.Unblock, "account.unblocked")
}

func changeBlock(v *desk.Visit, change func(tx *db.Tx, member, other id.Member) error, said string) error {
	err := v.Write(func(tx *db.Tx) error {
		other, err := account.ByLogin(tx, v.Path("login"))
		if err != nil {
			return err
		}
		return change(tx, v.Member.ID, other.ID)
	})
	if err != nil {
		return err
	}
	v.Notice(said, "login", v.Path("login"))
	return v.Redirect("/members/" + v.Path("login"))
}

// memberFacts is what a profile says in short lines, those that were told.
func memberFacts(v *desk.Visit, p person) []parts.Fact {
	facts := parts.StandingFacts(v.Say, p.Figures, p.Reply, p.Buyer)
	add := func(key, value string) {
		if value != "" {
			facts = append(facts, parts.Fact{Name: v.Say.T(key), Value: value})
		}
	}
	add("account.fact.place", home(p.Profile))
	add("account.fact.joined", v.Say.Day(p.Member.Joined))
	add("account.fact.occupation", p.Profile.Occupation)
	add("account.fact.languages", tags(p.Profile.Languages))
	add("account.fact.skills", tags(p.Profile.Skills))
	return facts
}

// Picture serves the small form of a member's picture, which is public. It was
// drawn anew when it came, so nothing else can be in it.
func Picture(v *desk.Visit) error {
	var kept file.File
	err := v.Read(func(tx *db.Tx) error {
		m, err := account.ByLogin(tx, v.Path("login"))
		if err == nil && m.Picture.IsZero() {
			err = fault.Missing()
		}
		if err != nil {
			return err
		}
		kept, err = file.Get(tx, m.Picture)
		return err
	})
	if err != nil {
		return err
	}
	thumb, err := v.Files.OpenThumb(kept)
	if err != nil {
		return err
	}
	defer thumb.Close()
	content, err := io.ReadAll(thumb)
	if err != nil {
		return err
	}
	return v.Raw(http.DetectContentType(content), content)
}
