package desk

import (
	"errors"
	"strconv"
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/deadline"
	"guildhall/fault"
)

// The settings of a demo, and what the first of them says.
const (
	demoSetting  = "demo"
	aheadSetting = "demo_ahead" // microseconds
	demoFilling  = "filling"
	demoFilled   = "filled"
)

// ClockAheadMax bounds how far a demo's clock can be moved: years past it are
// further than any deadline.
const ClockAheadMax = 5 * 365 * 24 * time.Hour

// DemoWanted tells whether the demo is to be filled now, and holds the data
// against what was asked for. Faults: desk_demo_real where a real marketplace
// is asked to be a demo, desk_demo_folder the other way round, desk_demo_torn
// where filling was cut off.
func DemoWanted(tx *db.Tx, demo bool) (fill bool, err error) {
	state, err := setting(tx, demoSetting)
	if err != nil {
		return false, err
	}
	members, err := account.Count(tx)
	switch {
	case err != nil:
		return false, err
	case state == demoFilling:
		return false, fault.Conflict("desk_demo_torn")
	case state == demoFilled && !demo:
		return false, fault.Conflict("desk_demo_folder")
	case state == demoFilled || !demo:
		return false, nil
	case members > 0:
		return false, fault.Conflict("desk_demo_real")
	}
	return true, saveSetting(tx, demoSetting, demoFilling)
}

// DemoFilled says that the demo is whole: a demo needs no set-up.
func DemoFilled(tx *db.Tx, site Site) error {
	site.Step = SetUpSteps
	if err := SaveSite(tx, site); err != nil {
		return err
	}
	return saveSetting(tx, demoSetting, demoFilled)
}

func setting(tx *db.Tx, name string) (string, error) {
	value, err := db.Value[string](tx, `SELECT value FROM settings WHERE name = $1`, name)
	if errors.Is(err, db.ErrNoRow) {
		return "", nil
	}
	return value, err
}

// ClockAhead is how far the demo's clock is ahead of the real one. It is a row,
// so that all nodes read it and it outlives a restart.
func ClockAhead(tx *db.Tx) (time.Duration, error) {
	value, err := setting(tx, aheadSetting)
	if err != nil || value == "" {
		return 0, err
	}
	micros, err := strconv.ParseInt(value, 10, 64)
	return time.Duration(micros) * time.Microsecond, err
}

// MoveClock moves the demo's clock forward; that is no outage, so no deadline
// is moved with it. Fault: desk_clock_far.
func (v *Visit) MoveClock(by time.Duration) error {
	var ahead time.Duration
	err := v.Write(func(tx *db.Tx) error {
		was, err := ClockAhead(tx)
		if err != nil {
			return err
		}
		if ahead = was + by; by <= 0 || ahead > ClockAheadMax {
			return fault.Invalid("desk_clock_far")
		}
		if err := deadline.Skip(tx, tx.Now().Add(by)); err != nil {
			return err
		}
		return saveSetting(tx, aheadSetting, strconv.FormatInt(ahead.Microseconds(), 10))
	})
	if err == nil {
		v.Store.Shift(ahead)
	}
	return err
}

// keepClock follows the row where this is a demo: another node may have moved
// it.
func (d *Desk) keepClock(tx *db.Tx) error {
	if !d.Config.Demo {
		return nil
	}
	ahead, err := ClockAhead(tx)
	if err == nil {
		d.Store.Shift(ahead)
	}
	return err
}
