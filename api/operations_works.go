package api

import (
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
	"guildhall/moderation"
	"guildhall/portfolio"
)

// workOperations are about the works that sellers show (REP-12).
var workOperations = []Operation{
	op("GET /members/{login}/works", "listWorks", account.Anyone, desk.Nobodys, listWorks),
	op("GET /services/{service}/works", "listServiceWorks", account.Anyone, desk.Nobodys, listServiceWorks),
	op("GET /works/{work}", "getWork", account.Anyone, desk.Nobodys, getWork),
	op("GET /portfolio", "listOwnWorks", account.SignedIn, desk.Own, listOwnWorks),
	op("POST /portfolio", "addWork", account.Sell, desk.Own, addWork).creating(),
	op("POST /portfolio/files", "uploadWorkFile", account.Sell, desk.Own, uploadWorkFile).creating().atMost(uploadBytesMax),
	op("POST /orders/{order}/work", "publishWork", account.Sell, desk.OrderParty, publishWork).creating(),
	op("DELETE /works/{work}", "takeWorkDown", account.SignedIn, desk.WorkOwner, takeWorkDown),
}

// workStaffOperations are the moderators'.
var workStaffOperations = []Operation{
	op("GET /staff/works", "listWaitingWorks", account.Moderate, desk.Staffs, listWaitingWorks),
	op("POST /staff/works/{work}/judgement", "judgeWork", account.Moderate, desk.Staffs, judgeWork).creating(),
}

// ShownWork is a picture or video that a seller shows.
type ShownWork struct {
	ID        id.Work   `json:"id"`
	Seller    string    `json:"seller"`
	Title     string    `json:"title"`
	Elsewhere bool      `json:"from_elsewhere"`
	Service   string    `json:"service,omitempty"`
	File      string    `json:"file,omitempty"`
	Video     string    `json:"youtube,omitempty"`
	State     string    `json:"state"`
	Reason    string    `json:"reason,omitempty"`
	Remark    string    `json:"remark,omitempty"`
	At        time.Time `json:"at"`
	Link      string    `json:"link"`
}

// work writes one out.
func (c *Call) work(tx *db.Tx, w portfolio.Work) (ShownWork, error) {
	seller, err := account.Get(tx, w.Seller)
	return c.workOf(w, seller.Login), err
}

// workOf is a work as the asker may see it: reason and remark are for its
// seller and for staff.
func (c *Call) workOf(w portfolio.Work, seller string) ShownWork {
	made := ShownWork{
		ID: w.ID, Seller: seller, Title: w.Title, Elsewhere: w.Elsewhere(), Video: w.Video,
		State: string(w.State), At: w.At, Link: c.Link("/works/" + w.ID.String()),
	}
	if !w.Service.IsZero() {
		made.Service = w.Service.String()
	}
	if !w.File.IsZero() {
		made.File = c.Link("/files/" + w.File.String())
	}
	if w.Seller == c.Member.ID || c.May(account.Moderate) {
		made.Reason, made.Remark = w.Reason, w.Remark
	}
	return made
}

func (c *Call) works(tx *db.Tx, rows []portfolio.Work, err error) (List[ShownWork], error) {
	if err != nil {
		return List[ShownWork]{}, err
	}
	sellers, err := account.Several(tx, each(rows, func(w portfolio.Work) id.Member { return w.Seller }))
	return List[ShownWork]{Items: each(rows, func(w portfolio.Work) ShownWork { return c.workOf(w, sellers[w.Seller].Login) })}, err
}

// worksPage is one page of rows, of which one more than the limit was read.
func (c *Call) worksPage(tx *db.Tx, rows []portfolio.Work, limit int, err error) (List[ShownWork], error) {
	list, err := c.works(tx, rows[:min(len(rows), limit)], err)
	if len(rows) > limit {
		list.Next = rows[limit-1].ID.String()
	}
	return list, err
}

func listWorks(c *Call, in *Page) (List[ShownWork], error) {
	behind, err := behind[id.WorkKind](*in)
	if err != nil {
		return List[ShownWork]{}, err
	}
	return read(c, func(tx *db.Tx) (List[ShownWork], error) {
		seller, err := account.ByLogin(tx, c.Path("login"))
		if err != nil {
			return List[ShownWork]{}, err
		}
		rows, err := portfolio.OfSeller(tx, seller.ID, behind, in.Limit+1)
		return c.worksPage(tx, rows, in.Limit, err)
	})
}

func listServiceWorks(c *Call, in *Page) (List[ShownWork], error) {
	behind, err := behind[id.WorkKind](*in)
	if err != nil {
		return List[ShownWork]{}, err
	}
	return read(c, func(tx *db.Tx) (List[ShownWork], error) {
		s, err := c.service(tx)
		if err == nil && !s.Reachable() && !c.insider(s) {
			err = fault.Missing()
		}
		if err != nil {
			return List[ShownWork]{}, err
		}
		rows, err := portfolio.OfService(tx, s.ID, behind, in.Limit+1)
		return c.worksPage(tx, rows, in.Limit, err)
	})
}

func getWork(c *Call, _ *struct{}) (ShownWork, error) {
	which, err := id.Parse[id.WorkKind](c.Path("work"))
	if err != nil {
		return ShownWork{}, err
	}
	return read(c, func(tx *db.Tx) (ShownWork, error) {
		w, err := portfolio.Get(tx, which)
		if err != nil {
			return ShownWork{}, err
		}
		return c.work(tx, w)
	})
}

func listOwnWorks(c *Call, in *Page) (List[ShownWork], error) {
	behind, err := behind[id.WorkKind](*in)
	if err != nil {
		return List[ShownWork]{}, err
	}
	return read(c, func(tx *db.Tx) (List[ShownWork], error) {
		rows, err := portfolio.Own(tx, c.Member.ID, behind, in.Limit+1)
		return c.worksPage(tx, rows, in.Limit, err)
	})
}

func uploadWorkFile(c *Call, in *upload) (File, error) {
	taken, err := c.take(in)
	if err != nil {
		return File{}, err
	}
	return once(c, func(tx *db.Tx) (File, error) {
		kept, err := file.Attach(tx, taken, portfolio.Files(c.Member.ID), c.Member.ID)
		return fileOf(kept), err
	})
}

type workSent struct {
	Body struct {
		Title   string `json:"title" maxLength:"500"`
		File    string `json:"file,omitempty" doc:"of the delivery, or one uploaded for the portfolio"`
		Video   string `json:"youtube,omitempty" maxLength:"200" doc:"a YouTube video's id or address, instead of a file"`
		Service string `json:"service,omitempty" doc:"of works from elsewhere: on whose page they stand as well"`
		Rights  bool   `json:"rights" doc:"the seller confirms having the rights"`
	}
}

// wish reads what is to be shown.
func (c *Call) wish(in *workSent) (portfolio.Publishing, error) {
	b := in.Body
	wish := portfolio.Publishing{Seller: c.Member.ID, Title: b.Title, Video: catalogue.VideoID(b.Video), Rights: b.Rights}
	var err error
	if wish.File, err = optional[id.FileKind](b.File); err != nil {
		return wish, err
	}
	wish.Service, err = optional[id.ServiceKind](b.Service)
	return wish, err
}

func (c *Call) publish(tx *db.Tx, wish portfolio.Publishing) (ShownWork, error) {
	made, err := portfolio.Publish(tx, wish)
	if err != nil {
		return ShownWork{}, err
	}
	return c.work(tx, made)
}

// addWork shows a work from elsewhere.
func addWork(c *Call, in *workSent) (ShownWork, error) {
	return once(c, func(tx *db.Tx) (ShownWork, error) {
		wish, err := c.wish(in)
		if err != nil {
			return ShownWork{}, err
		}
		return c.publish(tx, wish)
	})
}

// publishWork shows what was delivered in an order, with the buyer's consent.
func publishWork(c *Call, in *workSent) (ShownWork, error) {
	return once(c, func(tx *db.Tx) (ShownWork, error) {
		o, _, err := c.open(tx)
		if err != nil {
			return ShownWork{}, err
		}
		wish, err := c.wish(in)
		if err != nil {
			return ShownWork{}, err
		}
		wish.Order = o.ID
		return c.publish(tx, wish)
	})
}

func takeWorkDown(c *Call, _ *struct{}) (Done, error) {
	which, err := id.Parse[id.WorkKind](c.Path("work"))
	if err != nil {
		return Done{}, err
	}
	return write(c, func(tx *db.Tx) (Done, error) {
		return Done{true}, portfolio.TakeDown(tx, which, c.Member.ID)
	})
}

func listWaitingWorks(c *Call, in *waitingAsked) (List[ShownWork], error) {
	return read(c, func(tx *db.Tx) (List[ShownWork], error) {
		rows, err := portfolio.ForJudging(tx, in.Limit)
		return c.works(tx, rows, err)
	})
}

type workJudged struct {
	Body struct {
		Outcome string `json:"outcome" enum:"approved,rejected"`
		Reason  string `json:"reason,omitempty" maxLength:"40"`
		Remark  string `json:"remark,omitempty" maxLength:"4000"`
	}
}

func judgeWork(c *Call, in *workJudged) (Done, error) {
	which, err := id.Parse[id.WorkKind](c.Path("work"))
	if err != nil {
		return Done{}, err
	}
	return once(c, func(tx *db.Tx) (Done, error) {
		_, err := moderation.JudgeWork(tx, moderation.WorkJudgement{
			Work: which, Moderator: c.Member.ID, Outcome: moderation.Outcome(in.Body.Outcome),
			Reason: moderation.Reason(in.Body.Reason), Remark: in.Body.Remark,
		})
		return Done{true}, err
	})
}
