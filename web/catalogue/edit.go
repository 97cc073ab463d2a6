package catalogue

import (
	"cmp"
	"io"
	"mime/multipart"
	"slices"
	"strconv"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
	"guildhall/moderation"
)

// UploadsBytesMax bounds a form with pictures: the policy's limit is per file.
const UploadsBytesMax = 64 << 20

// editPage is where a seller prepares a service (CAT-5, CAT-8).
type editPage struct {
	v       *desk.Visit
	Service catalogue.Service
	Offer   catalogue.Offer
	Rules   catalogue.Rules
	Tree    []catalogue.Node
	Causes  []catalogue.Standing
	Kept    map[id.File]file.File // what the service holds
	Form    *desk.Form            // what was refused; nil when nothing was sent
}

// New is GET /services/new: what selling means here, and the button to begin.
func New(v *desk.Visit) error { return v.Render(beginPage(v)) }

// Begin is POST /services: a new draft.
func Begin(v *desk.Visit) error {
	path, err := v.Once(func(tx *db.Tx) (string, error) {
		made, err := catalogue.NewDraft(tx, v.Member.ID)
		return "/services/" + made.ID.String() + "/edit", err
	})
	if err != nil {
		return err
	}
	return v.Redirect(path)
}

// Edit is GET /services/{id}/edit.
func Edit(v *desk.Visit) error {
	p, err := openEdit(v)
	if err != nil {
		return err
	}
	return v.Render(editor(p))
}

func openEdit(v *desk.Visit) (*editPage, error) {
	service, err := desk.PathID[id.ServiceKind](v, "id")
	if err != nil {
		return nil, err
	}
	p := &editPage{v: v}
	return p, v.Read(func(tx *db.Tx) error { return p.read(tx, service) })
}

func (p *editPage) read(tx *db.Tx, service id.Service) error {
	var err error
	if p.Service, err = own(tx, p.v, service); err != nil {
		return err
	}
	if p.Offer, err = catalogue.Editing(tx, service); err != nil {
		return err
	}
	if p.Tree, err = catalogue.Tree(tx, p.v.Say.Language()); err != nil {
		return err
	}
	if p.Causes, err = catalogue.Causes(tx, p.Service); err != nil {
		return err
	}
	if p.Kept, err = keptFiles(tx, service); err != nil {
		return err
	}
	p.Rules, err = catalogue.RulesFor(tx, p.Offer.Category, p.v.Rules.Policy)
	return err
}

// keptFiles are the files a service holds, by their ids.
func keptFiles(tx *db.Tx, service id.Service) (map[id.File]file.File, error) {
	held, err := file.Of(tx, file.HolderOf("service", service))
	kept := map[id.File]file.File{}
	for _, f := range held {
		kept[f.ID] = f
	}
	return kept, err
}

// Save is POST /services/{id}/edit: the draft is kept, and where the button
// said so handed in. What cannot be read is told beside its field; the rest
// is kept all the same.
func Save(v *desk.Visit) error {
	p, err := openEdit(v)
	if err != nil {
		return err
	}
	f := v.Form()
	offer := offerOf(f, p.Offer)
	taken, err := p.takeUploads(f)
	if err != nil {
		return err
	}
	handIn := f.Flag("hand_in") && !f.Bad()
	var refused error
	err = v.Write(func(tx *db.Tx) error {
		if err := p.keep(tx, offer, taken, f.Version()); err != nil || !handIn {
			return err
		}
		refused = tx.Attempt(p.handIn)
		return nil
	})
	if err := f.Take(cmp.Or(err, refused)); err != nil {
		return err
	}
	if err := p.strike(refused); err != nil {
		return err
	}
	if f.Bad() {
		return p.again(f)
	}
	return p.saved(f)
}

// keep writes the draft with its new pictures and files. Those it names
// already must be the seller's own, of this service.
func (p *editPage) keep(tx *db.Tx, offer catalogue.Offer, taken uploads, guard int64) error {
	holder := file.HolderOf("service", p.Service.ID)
	if _, err := file.Held(tx, holder, p.Service.Seller, slices.Concat(offer.Images, offer.Files)); err != nil {
		return err
	}
	var err error
	if offer.Images, err = attach(tx, holder, p.v.Member.ID, offer.Images, taken.pictures); err != nil {
		return err
	}
	if offer.Files, err = attach(tx, holder, p.v.Member.ID, offer.Files, taken.files); err != nil {
		return err
	}
	_, err = catalogue.SaveDraft(tx, p.v.Member.ID, p.Service.ID, offer, guard)
	return err
}

// attach gives taken files to the holder and adds them to the list.
func attach(tx *db.Tx, holder file.Holder, owner id.Member, list []id.File, taken []file.Taken) ([]id.File, error) {
	list = slices.Clone(list)
	for _, one := range taken {
		kept, err := file.Attach(tx, one, holder, owner)
		if err != nil {
			return nil, err
		}
		list = append(list, kept.ID)
	}
	return list, nil
}

// handIn is tried under a savepoint: what was typed stays kept when it is refused.
func (p *editPage) handIn(tx *db.Tx) error {
	_, err := catalogue.Act(tx, catalogue.Command{Service: p.Service.ID, Actor: p.v.Member.ID, Verb: catalogue.Submit})
	return err
}

// contacts reports whether contact details were among what was refused.
func contacts(err error) bool {
	wrong, ok := fault.As(err)
	if !ok {
		return false
	}
	for _, one := range wrong.All() {
		if one.Code == "contact_details" {
			return true
		}
	}
	return false
}

// strike counts refused contact details (TRU-6), in a transaction of its own.
func (p *editPage) strike(refused error) error {
	if !contacts(refused) {
		return nil
	}
	return p.v.Write(func(tx *db.Tx) error { return moderation.Strike(tx, p.v.Member.ID) })
}

func (p *editPage) saved(f *desk.Form) error {
	switch {
	case f.Flag("auto"):
		return p.v.Render(savedMark(strconv.FormatInt(p.Service.Guard+1, 10)))
	case f.Flag("hand_in"):
		p.v.Notice("catalogue.handed_in", "within", p.v.Rules.Policy.ModerationTarget)
		return p.v.Redirect("/services/mine")
	case f.Flag("look"):
		return p.v.Redirect("/services/" + p.Service.ID.String() + "/preview")
	}
	p.v.Notice("catalogue.saved")
	return p.v.Redirect("/services/" + p.Service.ID.String() + "/edit")
}

// again shows the form with what was typed and what is wrong with it.
func (p *editPage) again(f *desk.Form) error {
	fresh, err := openEdit(p.v)
	if err != nil {
		return err
	}
	fresh.Form = f
	return p.v.Render(editor(fresh))
}

// uploads are the files of one form, stored on disk and nobody's yet.
type uploads struct{ pictures, files []file.Taken }

// takeUploads stores what was uploaded, outside any transaction. A refused
// file is a fault beside its field; the others are kept.
func (p *editPage) takeUploads(f *desk.Form) (uploads, error) {
	types := p.v.Rules.Policy.FileTypes
	pictures, err := takeAll(p.v, f, "images", catalogue.ImagesMax, pictureTypes(types))
	if err != nil {
		return uploads{}, err
	}
	files, err := takeAll(p.v, f, "files", catalogue.FilesMax, types)
	return uploads{pictures, files}, err
}

func takeAll(v *desk.Visit, f *desk.Form, field string, most int, types []string) ([]file.Taken, error) {
	var taken []file.Taken
	for _, upload := range f.Uploads(field, most) {
		one, err := takeUpload(v, upload, types)
		if err := f.Take(at(field, err)); err != nil {
			return nil, err
		}
		if err == nil {
			taken = append(taken, one)
		}
	}
	return taken, nil
}

// at names the field a fault stands beside.
func at(field string, err error) error {
	if wrong, ok := fault.As(err); ok {
		return wrong.At(field)
	}
	return err
}

func takeUpload(v *desk.Visit, upload *multipart.FileHeader, types []string) (file.Taken, error) {
	opened, err := upload.Open()
	if err != nil {
		return file.Taken{}, err
	}
	defer opened.Close()
	return v.Files.Take(io.Reader(opened), upload.Filename, v.At, file.Limits{BytesMax: v.Rules.Policy.FileMax, Types: types})
}

// pictureTypes are the policy's endings that can be shown in a gallery.
func pictureTypes(all []string) []string {
	var pictures []string
	for _, ending := range all {
		switch ending {
		case "jpg", "jpeg", "png", "gif", "tif", "bmp":
			pictures = append(pictures, ending)
		}
	}
	return pictures
}

// act makes the handler of a seller's verb: POST /services/{id}/{noun}.
func act(verb catalogue.Verb) desk.Handler {
	return func(v *desk.Visit) error {
		service, err := desk.PathID[id.ServiceKind](v, "id")
		if err != nil {
			return err
		}
		_, err = v.Once(func(tx *db.Tx) (string, error) {
			_, err := catalogue.Act(tx, catalogue.Command{Service: service, Actor: v.Member.ID, Verb: verb})
			return "", err
		})
		if err != nil {
			return err
		}
		v.Notice("catalogue.done." + string(verb))
		return v.Redirect("/services/mine")
	}
}

// minePage is the seller's own list.
type minePage struct {
	v        *desk.Visit
	Services []catalogue.Service
	Member   account.Member
	Offers   map[id.Service]catalogue.Offer
}

// Mine is GET /services/mine.
func Mine(v *desk.Visit) error {
	p := &minePage{v: v, Member: v.Member, Offers: map[id.Service]catalogue.Offer{}}
	err := v.Read(func(tx *db.Tx) error {
		var err error
		if p.Services, err = catalogue.BySeller(tx, v.Member.ID); err != nil {
			return err
		}
		for _, service := range p.Services {
			if p.Offers[service.ID], err = catalogue.Editing(tx, service.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return v.Render(myServices(p))
}
