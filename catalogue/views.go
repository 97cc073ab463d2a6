package catalogue

import (
	"cmp"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"slices"
	"time"

	"guildhall/db"
	"guildhall/id"
)

// View is one look at the page of a service.
type View struct {
	Service id.Service
	Viewer  string // tells people apart within a day: a member's id, or a visitor's address and program
	Address string // of a visitor; empty for a member
	At      time.Time
	Opened  bool // from a list
}

// Display is how often lists showed a service on one day, and at which places
// together; the first place is 1.
type Display struct {
	Service  id.Service
	Day      int64
	Shown    int64
	PlaceSum int64
}

// addressViewsMax is how many visitors behind one address count a service and
// day: a small office does, and whoever changes a program's name to look
// often gains no more than that.
const addressViewsMax = 10

// DayOf is the day of a moment, as service_days counts it.
func DayOf(at time.Time) int64 { return at.Unix() / int64(24*time.Hour/time.Second) }

// CountViews writes down looks and displays; each viewer counts once a service
// and day (CAT-28), and of one address a few. Rows are touched in one order, so that nodes that count at
// once wait for each other and never in a circle.
func CountViews(tx *db.Tx, views []View, listed []Display) error {
	fresh, err := unseen(tx, views)
	if err != nil {
		return err
	}
	for _, v := range fresh {
		opened := 0
		if v.Opened {
			opened = 1
		}
		if err := addDay(tx, v.Service, DayOf(v.At), 0, 0, 1, opened); err != nil {
			return err
		}
	}
	listed = slices.SortedFunc(slices.Values(listed), func(a, b Display) int { return byDay(a.Service, b.Service, a.Day, b.Day) })
	for _, l := range listed {
		if err := addDay(tx, l.Service, l.Day, l.Shown, l.PlaceSum, 0, 0); err != nil {
			return err
		}
	}
	return nil
}

func byDay(a, b id.Service, dayOfA, dayOfB int64) int {
	return cmp.Or(cmp.Compare(dayOfA, dayOfB), slices.Compare(a[:], b[:]))
}

// unseen marks who looked and leaves out those who were counted already.
func unseen(tx *db.Tx, views []View) ([]View, error) {
	views = slices.SortedStableFunc(slices.Values(views), func(a, b View) int {
		return byDay(a.Service, b.Service, DayOf(a.At), DayOf(b.At))
	})
	salts := map[int64][]byte{}
	marked := make([]*db.Answer[bool], len(views))
	for i, v := range views {
		day := DayOf(v.At)
		if salts[day] == nil {
			salt, err := saltOf(tx, day)
			if err != nil {
				return nil, err
			}
			salts[day] = salt
		}
		address := cmp.Or(v.Address, v.Viewer) // a member is counted once, wherever they are
		marked[i] = db.AskValue[bool](tx, `INSERT INTO service_viewers (day, service, address, viewer)
			SELECT $1, $2, $3, $4
			WHERE (SELECT count(*) FROM service_viewers WHERE day = $1 AND service = $2 AND address = $3) < $5
			ON CONFLICT (day, service, address, viewer) DO NOTHING RETURNING TRUE`,
			day, v.Service, salted(salts[day], address), salted(salts[day], v.Viewer), addressViewsMax)
	}
	var fresh []View
	for i, answer := range marked {
		rows, err := answer.All()
		if err != nil {
			return nil, err
		}
		if len(rows) > 0 {
			fresh = append(fresh, views[i])
		}
	}
	return fresh, nil
}

// salted says nothing of who it is once the salt is gone.
func salted(salt []byte, who string) []byte {
	sum := hmac.New(sha256.New, salt)
	sum.Write([]byte(who))
	return sum.Sum(nil)
}

const saltBytes = 32

func saltOf(tx *db.Tx, day int64) ([]byte, error) {
	salt := make([]byte, saltBytes)
	rand.Read(salt)
	return db.Value[[]byte](tx, `INSERT INTO viewer_salts (day, salt) VALUES ($1, $2)
		ON CONFLICT (day) DO UPDATE SET salt = viewer_salts.salt RETURNING salt`, day, salt)
}

func addDay(tx *db.Tx, service id.Service, day, shown, places int64, views, opened int) error {
	return tx.Exec(`INSERT INTO service_days (service, day, shown, places, views, opened) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (service, day) DO UPDATE SET shown = service_days.shown + excluded.shown,
		places = service_days.places + excluded.places, views = service_days.views + excluded.views,
		opened = service_days.opened + excluded.opened`, service, day, shown, places, views, opened)
}

// ForgetViewers drops who was counted on days that are over, and their salts; a
// duty of the sweeper. Yesterday stays, for looks that are written down late.
func ForgetViewers(tx *db.Tx) error {
	before := DayOf(tx.Now()) - 1
	if err := tx.Exec(`DELETE FROM service_viewers WHERE day < $1`, before); err != nil {
		return err
	}
	return tx.Exec(`DELETE FROM viewer_salts WHERE day < $1`, before)
}

// Viewed is what was seen of a service on one day, or over several.
type Viewed struct {
	Day      int64
	Shown    int64 // times in lists
	PlaceSum int64 // of those times, added up
	Views    int64 // people who looked at the page, once a day each
	Opened   int64 // of them, those who came from a list
}

// Plus adds the figures of another day.
func (v Viewed) Plus(w Viewed) Viewed {
	return Viewed{v.Day, v.Shown + w.Shown, v.PlaceSum + w.PlaceSum, v.Views + w.Views, v.Opened + w.Opened}
}

// Place is the middle place in lists, 0 when it was in none.
func (v Viewed) Place() float64 {
	if v.Shown == 0 {
		return 0
	}
	return float64(v.PlaceSum) / float64(v.Shown)
}

// ViewDays reads the days of a service since the moment's, oldest first; days
// on which nothing happened are left out.
func ViewDays(tx *db.Tx, service id.Service, since time.Time) ([]Viewed, error) {
	return db.All(tx, func(row db.Row) (Viewed, error) {
		var v Viewed
		return v, row.Scan(&v.Day, &v.Shown, &v.PlaceSum, &v.Views, &v.Opened)
	}, `SELECT day, shown, places, views, opened FROM service_days WHERE service = $1 AND day >= $2 ORDER BY day`,
		service, DayOf(since))
}

// Views adds up what was seen of a service since the moment's day.
func Views(tx *db.Tx, service id.Service, since time.Time) (Viewed, error) {
	days, err := ViewDays(tx, service, since)
	var sum Viewed
	for _, day := range days {
		sum = sum.Plus(day)
	}
	sum.Day = DayOf(since)
	return sum, err
}
