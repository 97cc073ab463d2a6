package ledger

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
)

func origin(n byte) id.Lot { return id.Lot{15: n} }

func day(n int) time.Time { return time.Date(2026, 3, n, 0, 0, 0, 0, time.UTC) }

func main1(n byte, amount money.Amount) Slice  { return Slice{PotMain, origin(n), amount} }
func bonus1(n byte, amount money.Amount) Slice { return Slice{PotBonus, origin(n), amount} }

func TestBonusIsSpentFirstThenCardMoneyThenTheRestOldestFirst(t *testing.T) {
	lots := []Lot{
		{Pot: PotMain, Origin: origin(1), At: day(1), Amount: 10},
		{Pot: PotMain, Origin: origin(2), Card: "visa", At: day(9), Amount: 10},
		{Pot: PotMain, Origin: origin(3), Card: "visa", At: day(5), Amount: 10},
		{Pot: PotBonus, Origin: origin(4), At: day(20), Amount: 10},
		{Pot: PotMain, Origin: origin(5), At: day(2), Amount: 10},
	}
	for _, c := range []struct {
		name  string
		want  money.Amount
		taken []Slice
		short money.Amount
	}{
		{"within bonus", 4, []Slice{bonus1(4, 4)}, 0},
		{"bonus and the older card lot", 15, []Slice{bonus1(4, 10), main1(3, 5)}, 0},
		{"all card money", 30, []Slice{bonus1(4, 10), main1(3, 10), main1(2, 10)}, 0},
		{"then the oldest of the rest", 41, []Slice{bonus1(4, 10), main1(3, 10), main1(2, 10), main1(1, 10), main1(5, 1)}, 0},
		{"more than there is", 53, []Slice{bonus1(4, 10), main1(3, 10), main1(2, 10), main1(1, 10), main1(5, 10)}, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			taken, short := take(lots, c.want)
			if diff := cmp.Diff(c.taken, taken); diff != "" || short != c.short {
				t.Errorf("short %d, want %d; slices:\n%s", short, c.short, diff)
			}
		})
	}
}

func TestAPartGoesBackInProportionHalfEvenAndTheOddCentToBonus(t *testing.T) {
	for _, c := range []struct {
		name    string
		sources []Slice
		amount  money.Amount
		parts   []Slice
	}{
		{"even", []Slice{main1(1, 70), bonus1(2, 30)}, 10, []Slice{main1(1, 7), bonus1(2, 3)}},
		{"half a cent of main rounds to even, down", []Slice{main1(1, 50), bonus1(2, 50)}, 1, []Slice{bonus1(2, 1)}},
		{"half a cent of main rounds to even, up", []Slice{main1(1, 50), bonus1(2, 50)}, 3, []Slice{main1(1, 2), bonus1(2, 1)}},
		{"a third", []Slice{main1(1, 200), bonus1(2, 100)}, 100, []Slice{main1(1, 67), bonus1(2, 33)}},
		{"all", []Slice{main1(1, 33), main1(3, 34), bonus1(2, 33)}, 100, []Slice{main1(1, 33), main1(3, 34), bonus1(2, 33)}},
		{"over several lots", []Slice{main1(1, 10), main1(3, 30)}, 20, []Slice{main1(1, 5), main1(3, 15)}},
		{"nothing", []Slice{main1(1, 10)}, 0, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.parts, portion(c.sources, c.amount)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDivisionTakesCommissionFromTheSellersPartAndTheFeeInProportion(t *testing.T) {
	pot := EscrowState{Price: 1000, Fee: 50, sources: []Slice{main1(1, 1050)}}
	for _, c := range []struct {
		name        string
		gross, back money.Amount
		want        division
	}{
		{"all to the seller", 1000, 0, division{gross: 1000, commission: 200, feeTaken: 50, released: []Slice{main1(1, 1050)}}},
		{"all back", 0, 1000, division{back: 1000, feeBack: 50, returned: []Slice{main1(1, 1050)}}},
		{"split", 600, 400, division{gross: 600, commission: 120, feeTaken: 30, back: 400, feeBack: 20,
			released: []Slice{main1(1, 630)}, returned: []Slice{main1(1, 420)}}},
		{"a part back, the rest stays", 0, 333, division{back: 333, feeBack: 17, returned: []Slice{main1(1, 350)}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := divide(pot, c.gross, c.back, 2000)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(division{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAPotIsNeverDividedIntoMoreThanItHolds(t *testing.T) {
	pot := EscrowState{Price: 1000, sources: []Slice{main1(1, 1000)}}
	_, err := divide(pot, 600, 401, 0)
	if f, ok := fault.As(err); !ok || f.Code != "escrow_short" {
		t.Errorf("got %v, want escrow_short", err)
	}
}

// drawPot is any pot: up to four lots, any fee.
func drawPot(t *rapid.T) EscrowState {
	amounts := rapid.SliceOfN(rapid.Int64Range(1, 1_000_000), 1, 4).Draw(t, "lots")
	var pot EscrowState
	var held money.Amount
	for i, amount := range amounts {
		source := main1(byte(i+1), money.Amount(amount))
		if rapid.Bool().Draw(t, "bonus") {
			source.Pot = PotBonus
		}
		pot.sources = append(pot.sources, source)
		held += source.Amount
	}
	pot.Fee = money.Amount(rapid.Int64Range(0, int64(held)/2).Draw(t, "fee"))
	pot.Price = held - pot.Fee
	return pot
}

func TestEveryDivisionAddsUpToTheCent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pot := drawPot(t)
		gross := money.Amount(rapid.Int64Range(0, int64(pot.Price)).Draw(t, "gross"))
		back := money.Amount(rapid.Int64Range(0, int64(pot.Price-gross)).Draw(t, "back"))
		rate := money.Rate(rapid.Int64Range(0, int64(money.Whole)).Draw(t, "rate"))
		d, err := divide(pot, gross, back, rate)
		if err != nil {
			t.Fatal(err)
		}
		entries := d.entries(id.Order{1}, id.Member{1}, id.Member{2})
		if sum := unbalanced(entries); sum != 0 {
			t.Fatalf("entries sum to %d", sum)
		}
		released, refunded := releasedBy(entries), refundedBy(entries, back)
		if got := released.Net + released.Commission; got != gross {
			t.Errorf("seller and platform got %d of %d", got, gross)
		}
		if released.FromMain+released.FromBonus != gross+released.Fee {
			t.Errorf("released %d from main and %d from bonus, but %d went out", released.FromMain, released.FromBonus, gross+released.Fee)
		}
		if refunded.ToMain+refunded.ToBonus != back+refunded.Fee {
			t.Errorf("%d to main and %d to bonus is not %d and a fee of %d", refunded.ToMain, refunded.ToBonus, back, refunded.Fee)
		}
		if gross+back == pot.Price && released.Fee+refunded.Fee != pot.Fee {
			t.Errorf("of a fee of %d, %d was taken and %d returned", pot.Fee, released.Fee, refunded.Fee)
		}
		for _, left := range without(without(pot.sources, d.returned), d.released) {
			if left.Amount < 0 {
				t.Errorf("lot %s of the pot is overdrawn to %d", left.Origin, left.Amount)
			}
		}
	})
}

func TestAPartIsNeverACentAwayFromItsProportion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pot := drawPot(t)
		all := total(pot.sources, PotMain, PotBonus)
		amount := money.Amount(rapid.Int64Range(0, int64(all)).Draw(t, "amount"))
		inMain := total(portion(pot.sources, amount), PotMain)
		// |inMain - amount x main / all| <= 1/2, without dividing
		off := 2 * (int64(inMain)*int64(all) - int64(amount)*int64(total(pot.sources, PotMain)))
		if off > int64(all) || off < -int64(all) {
			t.Errorf("%d of %d came from main, more than half a cent from its share", inMain, amount)
		}
	})
}

func TestWithdrawableLeavesOutYoungCardMoneyAndUnclearedEarnings(t *testing.T) {
	now := day(15)
	lots := []Lot{
		{Pot: PotMain, Origin: origin(1), Card: "visa", FreeAt: now, Amount: 1},
		{Pot: PotMain, Origin: origin(2), Card: "visa", FreeAt: now.Add(time.Microsecond), Amount: 20},
		{Pot: PotMain, Origin: origin(3), FreeAt: now.Add(time.Hour), Amount: 300},
		{Pot: PotMain, Origin: origin(4), Amount: 4000},
		{Pot: PotBonus, Origin: origin(5), Amount: 50000},
	}
	want := Balances{Main: 4321, Bonus: 50000, CardHeld: 20, Clearing: 300, Withdrawable: 4001, Cards: []CardMoney{{"visa", 1}}}
	got := summarise(lots, now.UnixMicro())
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got.Free() != 4000 || got.Spendable() != 54321 {
		t.Errorf("free %d, spendable %d", got.Free(), got.Spendable())
	}
}
