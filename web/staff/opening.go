package staff

import (
	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
)

// todo is one line of the list "before you open".
type todo struct {
	Key  string // of its sentence; Key + ".why" says what to do
	Done bool
	Tick string // the item a button ticks; empty where the program sees it itself
}

// beforeOpening is the list, from what the program sees and what was ticked.
func beforeOpening(v *desk.Visit, o desk.Overview) []todo {
	return []todo{
		{Key: "staff.todo.set_up", Done: v.Site.Ready()},
		{Key: "staff.todo.address", Done: !loopbackHost(v.Config.URL.Hostname())},
		{Key: "staff.todo.certificate", Done: v.Secure()},
		{Key: "staff.todo.mail", Done: v.Config.Mail != ""},
		{Key: "staff.todo.provider", Done: v.Config.Provider != "" && v.Config.Provider != "sandbox"},
		{Key: "staff.todo.terms", Done: v.Site.Read, Tick: "terms"},
		{Key: "staff.todo.backup", Done: v.Site.Backup, Tick: "backup"},
		{Key: "staff.todo.second_admin", Done: o.Admins > 1},
	}
}

// leftToDo counts what is open.
func leftToDo(list []todo) int {
	left := 0
	for _, item := range list {
		if !item.Done {
			left++
		}
	}
	return left
}

func loopbackHost(host string) bool {
	return host == "localhost" || host == "127.0.0.1" || host == "::1"
}

// Home is the staff's first page: what waits, and what to do before opening.
func Home(v *desk.Visit) error {
	o, err := overview(v)
	if err != nil {
		return err
	}
	return v.Render(home(v, o, beforeOpening(v, o)))
}

// Health shows what runs by itself: clocks that fail, outages, the program.
func Health(v *desk.Visit) error {
	o, err := overview(v)
	if err != nil {
		return err
	}
	return v.Render(health(v, o))
}

func overview(v *desk.Visit) (desk.Overview, error) {
	var o desk.Overview
	err := v.Read(func(tx *db.Tx) error {
		var err error
		o, err = desk.OverviewOf(tx, v)
		return err
	})
	return o, err
}

// Tick notes that a person did what the program cannot see.
func Tick(v *desk.Visit) error {
	f := v.Form()
	item := f.Choice("item", "terms", "backup")
	if err := f.Err(); err != nil {
		return err
	}
	err := v.Write(func(tx *db.Tx) error {
		site, err := desk.SiteNow(tx, v.Rules.Policy)
		if err != nil {
			return err
		}
		site.Read = site.Read || item == "terms"
		site.Backup = site.Backup || item == "backup"
		return desk.SaveSite(tx, site)
	})
	if err != nil {
		return err
	}
	return v.Redirect("/staff")
}

// mayOperate tells whether the asker looks after the program itself.
func mayOperate(v *desk.Visit) bool { return v.May(account.Operate) }
