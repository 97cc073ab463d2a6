package catalogue

import (
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/moderation"
	"guildhall/web/parts"
)

// remarkMax bounds what a reporter adds, in characters.
const remarkMax = 1000

// reportPage asks what is wrong with a service (CAT-24).
type reportPage struct {
	v       *desk.Visit
	Service catalogue.Service
	Title   string
	Form    *desk.Form
}

// ReportForm is GET /services/{slug}/report.
func ReportForm(v *desk.Visit) error {
	p, err := openReport(v)
	if err != nil {
		return err
	}
	return v.Render(showReport(p))
}

// openReport reads a service that others see.
func openReport(v *desk.Visit) (*reportPage, error) {
	service, err := parts.ServiceID(v.Path("slug"))
	if err != nil {
		return nil, err
	}
	p := &reportPage{v: v}
	return p, v.Read(func(tx *db.Tx) error {
		if p.Service, err = catalogue.Get(tx, service); err != nil {
			return err
		}
		if !p.Service.Reachable() {
			return fault.Missing()
		}
		if p.Service.Seller == v.Member.ID {
			return fault.Denied("report_own_service")
		}
		version, err := catalogue.GetVersion(tx, p.Service.Live)
		p.Title = version.Offer.Title
		return err
	})
}

// Report is POST /services/{slug}/report.
func Report(v *desk.Visit) error {
	p, err := openReport(v)
	if err != nil {
		return err
	}
	f := v.Form()
	report := moderation.Report{
		Service: p.Service.ID, Reporter: v.Member.ID,
		Reason: moderation.Reason(f.Value("reason")), Remark: f.Lines("remark", remarkMax),
	}
	if !f.Bad() {
		_, err := v.Once(func(tx *db.Tx) (string, error) { return "", moderation.ReportService(tx, report) })
		if err := f.Take(err); err != nil {
			return err
		}
	}
	if f.Bad() {
		p.Form = f
		return v.Render(showReport(p))
	}
	v.Notice("report.done")
	return v.Redirect(p.address())
}

func (p *reportPage) address() string { return Address(p.Service.ID, p.Title) }

func (p *reportPage) reasons() parts.Input {
	in := parts.Input{Name: "reason", Label: p.v.Say.T("report.reason"), Required: true}
	for _, reason := range moderation.Violations {
		in.Options = append(in.Options, parts.Option{Value: string(reason), Label: p.v.Say.T("moderation.reason." + string(reason))})
	}
	return parts.Ask(p.v.Say, p.Form, in)
}

func (p *reportPage) remark() parts.Input {
	in := parts.Input{Name: "remark", Label: p.v.Say.T("report.remark"), Rows: 4, Optional: true, LengthMax: remarkMax}
	return parts.Ask(p.v.Say, p.Form, in)
}
