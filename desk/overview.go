package desk

import (
	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/deadline"
	"guildhall/mail"
)

// Overview is what the first page of the staff shows: put together here, since
// it joins several subjects.
type Overview struct {
	Members, Online int64
	Waiting         int64 // services to be judged
	Mail            mail.Counts
	Admins          int
	Stuck           []deadline.Stuck // clocks that fail again and again
	Outages         []deadline.Outage
}

// stuckShown is how many failing clocks a page lists.
const stuckShown = 20

// OverviewOf reads it, in one view of the database.
func OverviewOf(tx *db.Tx, v *Visit) (Overview, error) {
	var o Overview
	var err error
	if o.Members, err = account.Count(tx); err != nil {
		return o, err
	}
	if o.Online, err = account.OnlineCount(tx, v.Rules.Policy.OnlineWindow); err != nil {
		return o, err
	}
	if _, o.Waiting, err = catalogue.Waiting(tx, 1); err != nil {
		return o, err
	}
	admins, err := account.Staff(tx, account.Admin)
	if err != nil {
		return o, err
	}
	o.Admins = len(admins)
	if o.Mail, err = mail.Count(tx); err != nil {
		return o, err
	}
	if o.Stuck, err = deadline.Failing(tx, stuckShown); err != nil {
		return o, err
	}
	o.Outages, err = deadline.Outages(tx, tx.Now().AddDate(0, 0, -outageDays))
	return o, err
}

// outageDays is how far back the page of the system's health looks.
const outageDays = 30
