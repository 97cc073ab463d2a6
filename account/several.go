package account

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"guildhall/db"
	"guildhall/id"
)

// Several reads the members of a list at once; those that are not there are
// left out.
func Several(tx *db.Tx, members []id.Member) (map[id.Member]Member, error) {
	if len(members) == 0 {
		return nil, nil
	}
	places, args := make([]string, len(members)), make([]any, len(members))
	for i, member := range members {
		places[i], args[i] = fmt.Sprintf("$%d", i+1), member
	}
	all, err := db.All(tx, reader(tx), `SELECT `+memberColumns+` FROM members WHERE id IN (`+strings.Join(places, ", ")+`)`, args...)
	if err != nil {
		return nil, err
	}
	found := make(map[id.Member]Member, len(all))
	for _, m := range all {
		found[m.ID] = m
	}
	return found, nil
}

// beyond sorts behind every login that begins with what stands before it, in
// each order of letters a database may have.
const beyond = "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"

// namedShortest is how many letters of a login one has to know, so that nobody
// reads the whole list of members.
const namedShortest = 2

// Named finds members whose login begins with what was typed, without regard
// to case, in the order of logins (CAT-21). The banned are left out; so is
// everyone while less than two letters are typed.
func Named(tx *db.Tx, start string, limit int) ([]Member, error) {
	start = key(start)
	if utf8.RuneCountInString(start) < namedShortest || !loginLike(start) {
		return nil, nil
	}
	all, err := db.All(tx, reader(tx), `SELECT `+memberColumns+` FROM members
		WHERE login_key >= $1 AND login_key <= $2 AND standing <> 'banned' ORDER BY login_key LIMIT $3`,
		start, start+beyond, limit)
	if err != nil {
		return nil, err
	}
	found := all[:0]
	for _, m := range all {
		if strings.HasPrefix(key(m.Login), start) {
			found = append(found, m)
		}
	}
	return found, nil
}

// loginLike reports whether all of the text could stand in a login.
func loginLike(text string) bool {
	for _, r := range text {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' && r != '-' && r != '.' {
			return false
		}
	}
	return true
}
