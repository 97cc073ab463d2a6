package api

import (
	"guildhall/account"
	"guildhall/db"
)

type placeSent struct {
	Body struct {
		Language string `json:"language" maxLength:"20"`
		Zone     string `json:"zone" maxLength:"60"`
	}
}

func setPlace(c *Call, in *placeSent) (Account, error) {
	err := c.Write(func(tx *db.Tx) error {
		return account.SetPlace(tx, c.Member.ID, in.Body.Language, in.Body.Zone)
	})
	if err != nil {
		return Account{}, err
	}
	return c.again()
}

type weekendsSent struct {
	Body struct {
		Hide bool `json:"hide"`
	}
}

// setWeekends hides one's services from Friday to Monday, or no longer (CAT-17).
func setWeekends(c *Call, in *weekendsSent) (Account, error) {
	err := c.Write(func(tx *db.Tx) error { return account.SetWeekends(tx, c.Member.ID, in.Body.Hide) })
	if err != nil {
		return Account{}, err
	}
	return c.again()
}
