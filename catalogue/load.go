package catalogue

import (
	"time"

	"guildhall/db"
	"guildhall/id"
	"guildhall/rulebook"
)

// Load tells the catalogue how many orders a seller has under way: above
// auto_pause_above their services are hidden, at auto_resume_at they are back,
// and in between they stay as they are (CAT-13).
func Load(tx *db.Tx, seller id.Member, underWay int64) error {
	rules, err := rulebook.Current(tx)
	if err != nil {
		return err
	}
	switch {
	case underWay > int64(rules.Policy.AutoPauseAbove):
		return Withhold(tx, seller, CauseWorkload, "", time.Time{})
	case underWay <= int64(rules.Policy.AutoResumeAt):
		return Release(tx, seller, CauseWorkload)
	}
	return nil
}
