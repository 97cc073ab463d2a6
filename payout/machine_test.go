package payout

import (
	"testing"
	"time"

	"guildhall/policy"
)

func TestWhatFollowsFromWhat(t *testing.T) {
	states := []State{Requested, Approved, Sent, Paid, Returned, Cancelled}
	want := map[Verb]string{ // one letter a state, in that order: what it leads to, "." for refused
		Cancel:  "CC....",
		Approve: "A.....",
		Send:    ".S....",
		Pay:     "..P...",
		Return:  "RRR...",
	}
	letters := map[State]byte{Approved: 'A', Sent: 'S', Paid: 'P', Returned: 'R', Cancelled: 'C'}
	for verb, line := range want {
		for i, state := range states {
			got := byte('.')
			if r, err := decide(state, verb); err == nil {
				got = letters[r.to]
			}
			if got != line[i] {
				t.Errorf("%s when %s leads to %c, want %c", verb, state, got, line[i])
			}
		}
	}
}

func TestPayoutDaysAreCountedInTheMarketplacesZone(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	days := []time.Weekday{time.Monday, time.Wednesday, time.Friday}
	for _, c := range []struct {
		name, at, want string
		zone           *time.Location
		days           []time.Weekday
	}{
		{"Monday goes out on Wednesday", "2026-03-02T09:00:00Z", "2026-03-04T00:00:00Z", time.UTC, days},
		{"Friday waits until Monday", "2026-03-06T09:00:00Z", "2026-03-09T00:00:00Z", time.UTC, days},
		{"late on Sunday is already Monday in Berlin", "2026-03-01T23:30:00Z", "2026-03-03T23:00:00Z", berlin, days},
		{"over the change to summer time", "2026-03-27T12:00:00Z", "2026-03-29T22:00:00Z", berlin, days},
		{"once a week, on that day", "2026-03-02T09:00:00Z", "2026-03-09T00:00:00Z", time.UTC, days[:1]},
	} {
		t.Run(c.name, func(t *testing.T) {
			at, _ := time.Parse(time.RFC3339, c.at)
			if got := NextDay(at, c.zone, c.days).Format(time.RFC3339); got != c.want {
				t.Errorf("goes out at %s, want %s", got, c.want)
			}
		})
	}
}

func TestNewDetailsLeaveRoomUpToTheirLimit(t *testing.T) {
	p := &policy.Policy{NewDetailsLimit: 100_00, SecurityHold: 7 * 24 * time.Hour}
	changed := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	d := Details{ChangedAt: changed, Withdrawn: 30_00}
	if room, _, limited := d.Room(changed.Add(p.SecurityHold-1), p); !limited || room != 70_00 {
		t.Errorf("room %d, limited %v", room, limited)
	}
	if _, _, limited := d.Room(changed.Add(p.SecurityHold), p); limited {
		t.Error("limited after the hold")
	}
}
