package cart

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
)

// Limits of one member's favourites.
const (
	FavouritesMax = 200
	ListsMax      = 20
	ListNameMax   = 60 // characters
)

// Favourite is a service that a member keeps in view (CAT-25).
type Favourite struct {
	Service id.Service
	List    id.FavouriteList // zero: not sorted
	Added   time.Time
}

// List is a named list of favourites.
type List struct {
	ID    id.FavouriteList
	Name  string
	Count int // favourites in it
}

// Keep makes a service a favourite; one that is one already stays where it was
// sorted. Faults: not_found for a service that strangers cannot reach,
// favourites_many{most}.
func Keep(tx *db.Tx, member id.Member, service id.Service) error {
	found, err := catalogue.Get(tx, service)
	switch {
	case err != nil:
		return err
	case !found.Reachable():
		return fault.Missing()
	}
	held, err := db.Value[int](tx, `SELECT count(*) FROM favourites WHERE member = $1 AND service <> $2`, member, service)
	if err != nil {
		return err
	}
	if held >= FavouritesMax {
		return fault.Conflict("favourites_many", "most", FavouritesMax)
	}
	return tx.Exec(`INSERT INTO favourites (member, service, added_at) VALUES ($1, $2, $3)
		ON CONFLICT (member, service) DO NOTHING`, member, service, tx.Now())
}

// LetGo ends being a favourite; of one that is none nothing happens.
func LetGo(tx *db.Tx, member id.Member, service id.Service) error {
	return tx.Exec(`DELETE FROM favourites WHERE member = $1 AND service = $2`, member, service)
}

// Sort moves a favourite to a list; the zero list takes it out of the one it is
// in. Fault: not_found for what is not the member's.
func Sort(tx *db.Tx, member id.Member, service id.Service, list id.FavouriteList) error {
	if !list.IsZero() {
		if _, err := ListOf(tx, member, list); err != nil {
			return err
		}
	}
	return tx.ExecOne(fault.Missing(), `UPDATE favourites SET list = $1 WHERE member = $2 AND service = $3`, list, member, service)
}

// Favourites reads what the member keeps, the last added first: of one list, or
// all for the zero list.
func Favourites(tx *db.Tx, member id.Member, list id.FavouriteList) ([]Favourite, error) {
	where, args := "", []any{member}
	if !list.IsZero() {
		where, args = " AND list = $2", append(args, list)
	}
	return db.All(tx, func(row db.Row) (Favourite, error) {
		var f Favourite
		return f, row.Scan(&f.Service, &f.List, &f.Added)
	}, `SELECT service, list, added_at FROM favourites WHERE member = $1`+where+` ORDER BY added_at DESC, service`, args...)
}

// Among tells which of the services are favourites of the member; for the
// hearts of a list.
func Among(tx *db.Tx, member id.Member, services []id.Service) (map[id.Service]bool, error) {
	kept := map[id.Service]bool{}
	if member.IsZero() || len(services) == 0 {
		return kept, nil
	}
	args, places := []any{member}, make([]string, len(services))
	for i, service := range services {
		args = append(args, service)
		places[i] = fmt.Sprintf("$%d", i+2)
	}
	found, err := db.All(tx, scanService, `SELECT service FROM favourites WHERE member = $1 AND service IN (`+strings.Join(places, ", ")+`)`, args...)
	for _, service := range found {
		kept[service] = true
	}
	return kept, err
}

func scanService(row db.Row) (id.Service, error) {
	var service id.Service
	return service, row.Scan(&service)
}

// Lists reads the member's lists by name, each with how many are in it.
func Lists(tx *db.Tx, member id.Member) ([]List, error) {
	return db.All(tx, scanList, `SELECT l.id, l.name, (SELECT count(*) FROM favourites f WHERE f.list = l.id)
		FROM favourite_lists l WHERE l.member = $1 ORDER BY l.name`, member)
}

func scanList(row db.Row) (List, error) {
	var l List
	return l, row.Scan(&l.ID, &l.Name, &l.Count)
}

// ListOf reads one of the member's lists. Fault: not_found.
func ListOf(tx *db.Tx, member id.Member, list id.FavouriteList) (List, error) {
	found, err := db.One(tx, scanList, `SELECT l.id, l.name, (SELECT count(*) FROM favourites f WHERE f.list = l.id)
		FROM favourite_lists l WHERE l.member = $1 AND l.id = $2`, member, list)
	if errors.Is(err, db.ErrNoRow) {
		return List{}, fault.Missing()
	}
	return found, err
}

// MakeList adds a named list. Faults: list_name, list_name_long{most},
// list_name_taken, lists_many{most}.
func MakeList(tx *db.Tx, member id.Member, name string) (List, error) {
	name, err := listName(tx, member, name, id.FavouriteList{})
	if err != nil {
		return List{}, err
	}
	lists, err := Lists(tx, member)
	if err != nil {
		return List{}, err
	}
	if len(lists) >= ListsMax {
		return List{}, fault.Conflict("lists_many", "most", ListsMax)
	}
	made := List{ID: id.New[id.FavouriteListKind](tx.Now()), Name: name}
	return made, tx.Exec(`INSERT INTO favourite_lists (id, member, name, made_at) VALUES ($1, $2, $3, $4)`,
		made.ID, member, made.Name, tx.Now())
}

// RenameList gives a list another name. Faults: not_found and those of
// MakeList.
func RenameList(tx *db.Tx, member id.Member, list id.FavouriteList, name string) (List, error) {
	renamed, err := ListOf(tx, member, list)
	if err != nil {
		return List{}, err
	}
	if renamed.Name, err = listName(tx, member, name, list); err != nil {
		return List{}, err
	}
	return renamed, tx.ExecOne(db.ErrAgain, `UPDATE favourite_lists SET name = $1 WHERE id = $2`, renamed.Name, list)
}

// EndList removes a list; what was in it stays a favourite. Fault: not_found.
func EndList(tx *db.Tx, member id.Member, list id.FavouriteList) error {
	if _, err := ListOf(tx, member, list); err != nil {
		return err
	}
	if err := tx.Exec(`UPDATE favourites SET list = NULL WHERE list = $1`, list); err != nil {
		return err
	}
	return tx.ExecOne(db.ErrAgain, `DELETE FROM favourite_lists WHERE id = $1`, list)
}

// listName is the name as it is kept, if the member's other lists leave it free.
func listName(tx *db.Tx, member id.Member, name string, own id.FavouriteList) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	switch {
	case name == "":
		return "", fault.Invalid("list_name").At("name")
	case utf8.RuneCountInString(name) > ListNameMax:
		return "", fault.Invalid("text_long", "most", ListNameMax).At("name")
	}
	lists, err := Lists(tx, member)
	for _, l := range lists {
		if l.ID != own && strings.EqualFold(l.Name, name) {
			return "", fault.Conflict("list_name_taken").At("name")
		}
	}
	return name, err
}
