package ledger

import (
	"errors"
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
)

// Hold takes an order's total and the buyer's fee from the buyer's bonus and
// then main balance into the order's pot (MON-3, ORD-3). Held again for the
// same order (an addition), it joins the same pot. The same key with the same
// figures answers the same and moves nothing.
//
// Faults: insufficient_funds{short}, key_reused, claim_open{owed}.
func Hold(tx *db.Tx, order id.Order, buyer id.Member, total, fee money.Amount, key string) (Held, error) {
	digest := asked(KindHold, order, buyer, total, fee)
	amount := total.Plus(fee)
	if total <= 0 || fee < 0 {
		panic("ledger: a hold of nothing")
	}
	c, err := charge(tx, chargeBoth, buyer, amount, key)
	if err != nil {
		return Held{}, err
	}
	if !c.known.IsZero() {
		before, err := repeated(tx, c.known, c.digest, digest)
		return heldBy(before), err
	}
	if err := c.owing(); err != nil {
		return Held{}, err
	}
	taken, err := c.slices(amount, anyLot)
	if err != nil {
		return Held{}, err
	}
	entries := move(taken, walletSide(buyer), escrowSide(order))
	err = post(tx, posting{
		kind: KindHold, subject: "order", reference: Holder(order), key: key, digest: digest,
		entries: entries, charged: buyer,
	})
	if err != nil {
		return Held{}, err
	}
	return heldBy(entries), fillPot(tx, order, buyer, total, fee)
}

func heldBy(entries []Entry) Held {
	by := sums(entries)
	return Held{FromBonus: by[EscrowBonus], FromMain: by[EscrowMain]}
}

func fillPot(tx *db.Tx, order id.Order, buyer id.Member, price, fee money.Amount) error {
	return tx.Exec(`INSERT INTO escrows (order_id, buyer, price, fee) VALUES ($1, $2, $3, $4)
		ON CONFLICT (order_id) DO UPDATE SET price = escrows.price + excluded.price, fee = escrows.fee + excluded.fee`,
		order, buyer, price, fee)
}

// side names the account of each pot at one end of a move.
type side func(Slice) (Account, Holder)

func walletSide(member id.Member) side {
	return func(s Slice) (Account, Holder) { return accountOf(s.Pot), Holder(member) }
}

func escrowSide(order id.Order) side {
	return func(s Slice) (Account, Holder) {
		if s.Pot == PotBonus {
			return EscrowBonus, Holder(order)
		}
		return EscrowMain, Holder(order)
	}
}

// move takes the slices from one side to the other, lot by lot.
func move(slices []Slice, from, to side) []Entry {
	entries := make([]Entry, 0, 2*len(slices))
	for _, s := range slices {
		account, holder := from(s)
		entries = append(entries, Entry{account, holder, s.Origin, -s.Amount})
		account, holder = to(s)
		entries = append(entries, Entry{account, holder, s.Origin, s.Amount})
	}
	return entries
}

// drain takes the slices out of one side; where they go is the caller's.
func drain(slices []Slice, from side) []Entry {
	entries := make([]Entry, 0, len(slices)+3)
	for _, s := range slices {
		account, holder := from(s)
		entries = append(entries, Entry{account, holder, s.Origin, -s.Amount})
	}
	return entries
}

// Division says how a pot is shared out. What Gross and Back leave stays in
// the pot.
type Division struct {
	Order      id.Order
	Seller     id.Member
	Gross      money.Amount  // of the price, to the seller's side
	Commission money.Rate    // taken from Gross (MON-5)
	Clearing   time.Duration // before the seller can withdraw it (MON-11); spending is possible at once
	Back       money.Amount  // of the price, to the buyer
	Key        string
}

// Release pays gross of the order's pot to the seller's main balance, less
// commission, and the buyer's fee in proportion to the platform. The same key
// and figures answer the same. Releasing nothing moves nothing.
//
// Faults: escrow_short{held}, escrow_held{until}, key_reused; not_found when
// there is no pot.
func Release(tx *db.Tx, order id.Order, to id.Member, gross money.Amount, commission money.Rate, clearing time.Duration, key string) (Released, error) {
	released, _, err := settle(tx, KindRelease, Division{
		Order: order, Seller: to, Gross: gross, Commission: commission, Clearing: clearing, Key: key,
	})
	return released, err
}

// Refund returns amount of the order's price, and the buyer's fee in
// proportion, to the balances and lots they came from (MON-3), with their old
// dates (MON-7). Faults as for Release.
func Refund(tx *db.Tx, order id.Order, amount money.Amount, key string) (Refunded, error) {
	_, refunded, err := settle(tx, KindRefund, Division{Order: order, Back: amount, Key: key})
	return refunded, err
}

// Split is Release and Refund in one transfer: how an arbiter's decision or an
// agreed split moves the pot (ORD-49). Faults as for Release.
func Split(tx *db.Tx, d Division) (Released, Refunded, error) {
	return settle(tx, KindSplit, d)
}

func settle(tx *db.Tx, kind Kind, d Division) (Released, Refunded, error) {
	if d.Gross == 0 && d.Back == 0 {
		return Released{}, Refunded{}, nil
	}
	digest := asked(kind, d.Order, d.Seller, d.Gross, d.Commission, d.Clearing, d.Back)
	pot, err := readPot(tx, d.Order, d.Key)
	if err != nil {
		return Released{}, Refunded{}, err
	}
	if !pot.known.IsZero() {
		before, err := repeated(tx, pot.known, pot.digest, digest)
		return releasedBy(before), refundedBy(before, d.Back), err
	}
	if pot.HeldUntil.After(tx.Now()) {
		return Released{}, Refunded{}, fault.Conflict("escrow_held", "until", pot.HeldUntil)
	}
	plan, err := divide(pot.EscrowState, d.Gross, d.Back, d.Commission)
	if err != nil {
		return Released{}, Refunded{}, err
	}
	entries := plan.entries(d.Order, pot.Buyer, d.Seller)
	if err := emptyPot(tx, d.Order, pot.EscrowState, plan); err != nil {
		return Released{}, Refunded{}, err
	}
	err = post(tx, posting{
		kind: kind, subject: "order", reference: Holder(d.Order), key: d.Key, digest: digest,
		entries: entries, opens: []opening{{d.Seller, earned(tx, d)}},
	})
	return releasedBy(entries), refundedBy(entries, d.Back), err
}

// earned is the seller's lot of an order.
func earned(tx *db.Tx, d Division) Lot {
	lot := Lot{Pot: PotMain, Origin: id.Lot(d.Order), At: tx.Now()}
	if d.Clearing > 0 {
		lot.FreeAt = tx.Now().Add(d.Clearing)
	}
	return lot
}

// entries writes a division as sides of one transfer: first what leaves the
// pot, then where it goes.
func (d division) entries(order id.Order, buyer, seller id.Member) []Entry {
	entries := drain(d.released, escrowSide(order))
	for _, to := range []Entry{
		{Main, Holder(seller), id.Lot(order), d.gross.Minus(d.commission)},
		{Account: Commission, Amount: d.commission},
		{Account: BuyerFee, Amount: d.feeTaken},
	} {
		if to.Amount != 0 {
			entries = append(entries, to)
		}
	}
	return append(entries, move(d.returned, escrowSide(order), walletSide(buyer))...)
}

// emptyPot lowers what the pot holds. The pot is compared with what was read:
// of two that divide it at once, the later one starts again.
func emptyPot(tx *db.Tx, order id.Order, was EscrowState, d division) error {
	price := was.Price.Minus(d.gross).Minus(d.back)
	fee := was.Fee.Minus(d.feeTaken).Minus(d.feeBack)
	return tx.ExecOne(db.ErrAgain,
		`UPDATE escrows SET price = $1, fee = $2 WHERE order_id = $3 AND price = $4 AND fee = $5`,
		price, fee, order, was.Price, was.Fee)
}

// releasedBy reads the answer from a transfer's entries: what reached the main
// balance without having been the buyer's own lot is the seller's.
func releasedBy(entries []Entry) Released {
	by := sums(entries)
	back := refundedBy(entries, 0)
	r := Released{Commission: by[Commission], Fee: by[BuyerFee]}
	r.Net = by[Main].Minus(back.ToMain)
	r.FromMain = -by[EscrowMain] - back.ToMain
	r.FromBonus = -by[EscrowBonus] - back.ToBonus
	return r
}

// refundedBy reads what came back: the entries that return a lot the same
// transfer took out of the pot.
func refundedBy(entries []Entry, price money.Amount) Refunded {
	fromPot := map[id.Lot]bool{}
	for _, e := range entries {
		if e.Account == EscrowMain || e.Account == EscrowBonus {
			fromPot[e.Lot] = true
		}
	}
	var r Refunded
	for _, e := range entries {
		switch {
		case e.Account == Main && fromPot[e.Lot]:
			r.ToMain = r.ToMain.Plus(e.Amount)
		case e.Account == Bonus:
			r.ToBonus = r.ToBonus.Plus(e.Amount)
		}
	}
	r.Price = price
	r.Fee = r.ToMain.Plus(r.ToBonus).Minus(price)
	return r
}

// potRead is a pot with what is known of the key it is about to be divided by.
type potRead struct {
	EscrowState
	known  id.Transfer
	digest []byte
}

const readPotSQL = `SELECT e.buyer, e.price, e.fee, e.held_until, t.id, t.digest, s.account, s.lot, CAST(SUM(s.amount) AS BIGINT)
	FROM escrows e
	JOIN entries s ON s.holder = e.order_id AND s.account IN ('escrow_main', 'escrow_bonus')
	LEFT JOIN transfers t ON t.key = $2
	WHERE e.order_id = $1
	GROUP BY e.buyer, e.price, e.fee, e.held_until, t.id, t.digest, s.account, s.lot
	ORDER BY s.account, s.lot`

func readPot(tx *db.Tx, order id.Order, key string) (potRead, error) {
	var pot potRead
	sources, err := db.All(tx, func(row db.Row) (Slice, error) {
		s, account := Slice{Pot: PotMain}, Account("")
		err := row.Scan(&pot.Buyer, &pot.Price, &pot.Fee, &pot.HeldUntil, &pot.known, &pot.digest, &account, &s.Origin, &s.Amount)
		if account == EscrowBonus {
			s.Pot = PotBonus
		}
		return s, err
	}, readPotSQL, order, key)
	if err != nil {
		return potRead{}, err
	}
	if len(sources) == 0 {
		return potRead{}, fault.Missing()
	}
	pot.sources = sources
	pot.FromMain, pot.FromBonus = total(sources, PotMain), total(sources, PotBonus)
	if sum := pot.FromMain.Plus(pot.FromBonus); sum != pot.Total() {
		return potRead{}, broken("the pot of order %s says %d, its entries %d", order, pot.Total(), sum)
	}
	return pot, nil
}

// Escrow is what the order's pot holds now; empty when nothing was ever held.
func Escrow(tx *db.Tx, order id.Order) (EscrowState, error) {
	pot, err := readPot(tx, order, "")
	if errors.Is(err, fault.Missing()) {
		return EscrowState{}, nil
	}
	return pot.EscrowState, err
}

// Tip moves amount from one main balance to another, less commission (ORD-27).
//
// Faults: insufficient_funds{short}, key_reused, claim_open{owed}.
func Tip(tx *db.Tx, order id.Order, from, to id.Member, amount money.Amount, commission money.Rate, key string) error {
	digest := asked(KindTip, order, from, to, amount, commission)
	if err := lockFirst(tx, to, from); err != nil {
		return err
	}
	c, err := charge(tx, chargeMain, from, amount, key)
	if err != nil {
		return err
	}
	if !c.known.IsZero() {
		return sameAsked(c.digest, digest)
	}
	if err := c.owing(); err != nil {
		return err
	}
	taken, err := c.slices(amount, mainLot)
	if err != nil {
		return err
	}
	fee := amount.Share(commission)
	entries := append(drain(taken, walletSide(from)), Entry{Main, Holder(to), id.Lot(order), amount.Minus(fee)})
	if fee != 0 {
		entries = append(entries, Entry{Account: Commission, Amount: fee})
	}
	return post(tx, posting{
		kind: KindTip, subject: "order", reference: Holder(order), key: key, digest: digest,
		entries: entries, charged: from,
		opens: []opening{{to, Lot{Pot: PotMain, Origin: id.Lot(order), At: tx.Now()}}},
	})
}

// lockFirst takes the wallet of first before that of second is charged, if its
// id is the smaller: wallets are always locked in the order of their ids.
func lockFirst(tx *db.Tx, first, second id.Member) error {
	if byID(first, second) > 0 {
		return nil
	}
	return tx.Exec(`UPDATE wallets SET main = main WHERE member = $1`, first)
}
