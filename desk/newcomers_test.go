package desk

import (
	"testing"

	"guildhall/money"
)

func TestTheNewcomersShareOfAPageIsThePolicys(t *testing.T) {
	for _, test := range []struct {
		share money.Rate
		page  int
		want  int
	}{
		{10_00, 24, 2},
		{20_00, 24, 5},
		{50_00, 24, 12},
		{10_00, 4, 1}, // a short page has one place as well
		{0, 24, 0},
	} {
		if got := newcomers(test.share, test.page); got != test.want {
			t.Errorf("%d of %d places: %d, want %d", test.share, test.page, got, test.want)
		}
	}
}
