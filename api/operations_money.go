package api

import (
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/payment"
	"guildhall/payout"
)

// moneyOperations are about the asker's own money.
var moneyOperations = []Operation{
	op("GET /balance", "getBalance", account.Money, desk.Own, getBalance),
	op("GET /statement", "getStatement", account.Money, desk.Own, getStatement),
	op("GET /top-ups", "listTopUps", account.Money, desk.Own, listTopUps),
	op("POST /top-ups", "topUp", account.Money, desk.Own, topUp).creating(),
	op("GET /top-ups/{top_up}", "getTopUp", account.Money, desk.TopUpOwner, getTopUp),
	op("GET /payout-details", "getPayoutDetails", account.Money, desk.Own, getPayoutDetails),
	op("PUT /payout-details", "setPayoutDetails", account.Money, desk.Own, setPayoutDetails),
	op("GET /withdrawals", "listWithdrawals", account.Money, desk.Own, listWithdrawals),
	op("POST /withdrawals", "withdraw", account.Money, desk.Own, withdraw).creating(),
	op("GET /withdrawals/{withdrawal}", "getWithdrawal", account.Money, desk.WithdrawalOwner, getWithdrawal),
	op("POST /withdrawals/{withdrawal}/cancellation", "cancelWithdrawal", account.Money, desk.WithdrawalOwner, changeWithdrawal(payout.Cancel)),
}

// financeOperations are what finance staff do with withdrawals.
var financeOperations = []Operation{
	op("GET /staff/withdrawals", "listPayouts", account.Settle, desk.Staffs, listPayouts),
	op("POST /withdrawals/{withdrawal}/approval", "approveWithdrawal", account.Settle, desk.Staffs, changeWithdrawal(payout.Approve)),
	op("POST /withdrawals/{withdrawal}/sending", "markWithdrawalSent", account.Settle, desk.Staffs, changeWithdrawal(payout.Send)),
	op("POST /withdrawals/{withdrawal}/payment", "markWithdrawalPaid", account.Settle, desk.Staffs, changeWithdrawal(payout.Pay)),
	op("POST /withdrawals/{withdrawal}/return", "returnWithdrawal", account.Settle, desk.Staffs, changeWithdrawal(payout.Return)),
}

// Balance is what the asker has now. Main is withdrawable, held from cards and
// clearing together.
type Balance struct {
	Main         Money       `json:"main"`
	Bonus        Money       `json:"bonus"`
	Withdrawable Money       `json:"withdrawable"`
	CardHeld     Money       `json:"held_from_cards"`
	Clearing     Money       `json:"clearing"`
	Owed         Money       `json:"owed"`
	Cards        []CardMoney `json:"cards" nullable:"false"`
}

// CardMoney is what goes back to one card only (MON-7).
type CardMoney struct {
	Card   string `json:"card"`
	Amount Money  `json:"amount"`
}

func getBalance(c *Call, _ *struct{}) (Balance, error) {
	return read(c, c.balance)
}

func (c *Call) balance(tx *db.Tx) (Balance, error) {
	b, err := ledger.Balance(tx, c.Member.ID)
	made := Balance{
		Main: c.money(b.Main), Bonus: c.money(b.Bonus), Withdrawable: c.money(b.Withdrawable),
		CardHeld: c.money(b.CardHeld), Clearing: c.money(b.Clearing), Owed: c.money(b.Owed), Cards: []CardMoney{},
	}
	for _, card := range b.Cards {
		made.Cards = append(made.Cards, CardMoney{card.Card, c.money(card.Amount)})
	}
	return made, err
}

// Movement is one line of the statement (MON-14).
type Movement struct {
	Transfer   id.Transfer `json:"transfer"`
	Kind       string      `json:"kind"`
	Subject    string      `json:"subject"`
	Reference  string      `json:"reference,omitempty"`
	At         time.Time   `json:"at"`
	Main       Money       `json:"main"`
	Bonus      Money       `json:"bonus"`
	MainAfter  Money       `json:"main_after"`
	BonusAfter Money       `json:"bonus_after"`
}

type statementAsked struct {
	Page
	From  time.Time `query:"from"`
	Until time.Time `query:"until"`
	Kinds []string  `query:"kind" maxItems:"20"`
}

func getStatement(c *Call, in *statementAsked) (List[Movement], error) {
	before, err := behind[id.TransferKind](in.Page)
	if err != nil {
		return List[Movement]{}, err
	}
	filter := ledger.StatementFilter{From: in.From, Until: in.Until, Before: before, Limit: in.Limit + 1}
	for _, kind := range in.Kinds {
		filter.Kinds = append(filter.Kinds, ledger.Kind(kind))
	}
	return read(c, func(tx *db.Tx) (List[Movement], error) {
		rows, err := ledger.Statement(tx, c.Member.ID, filter)
		return listOf(rows, in.Limit, c.movement, func(m ledger.Movement) string { return m.Transfer.String() }), err
	})
}

func (c *Call) movement(m ledger.Movement) Movement {
	made := Movement{
		Transfer: m.Transfer, Kind: string(m.Kind), Subject: m.Subject, At: m.At,
		Main: c.money(m.Main), Bonus: c.money(m.Bonus), MainAfter: c.money(m.MainAfter), BonusAfter: c.money(m.BonusAfter),
	}
	if m.Reference != (ledger.Holder{}) {
		made.Reference = id.Order(m.Reference).String() // ids of all kinds are written alike
	}
	return made
}

// TopUp is money the asker means to bring in. Page is where it is paid, once
// the provider has answered.
type TopUp struct {
	ID       id.TopUp   `json:"id"`
	Provider string     `json:"provider"`
	Amount   Money      `json:"amount"`
	State    string     `json:"state"`
	Page     string     `json:"page,omitempty"`
	Checkout string     `json:"checkout,omitempty"`
	Asked    time.Time  `json:"asked"`
	Settled  *time.Time `json:"settled,omitempty"`
}

func (c *Call) topUp(t payment.TopUp) TopUp {
	made := TopUp{
		ID: t.ID, Provider: t.Provider, Amount: c.money(t.Amount), State: string(t.State), Page: t.Page,
		Asked: t.AskedAt, Settled: moment(t.SettledAt),
	}
	if !t.Checkout.IsZero() {
		made.Checkout = t.Checkout.String()
	}
	return made
}

func listTopUps(c *Call, in *waitingAsked) (List[TopUp], error) {
	return read(c, func(tx *db.Tx) (List[TopUp], error) {
		rows, err := payment.Of(tx, c.Member.ID, in.Limit)
		return listOf(rows, in.Limit, c.topUp, nil), err
	})
}

type topUpAsked struct {
	Body struct {
		Provider string `json:"provider" maxLength:"40"`
		Amount   Money  `json:"amount"`
	}
}

func topUp(c *Call, in *topUpAsked) (TopUp, error) {
	amount, err := c.amount(in.Body.Amount, "amount")
	if err != nil {
		return TopUp{}, err
	}
	wish := payment.Asking{ID: id.New[id.TopUpKind](c.At), Member: c.Member.ID, Provider: in.Body.Provider, Amount: amount}
	return once(c, func(tx *db.Tx) (TopUp, error) {
		t, err := payment.Ask(tx, wish)
		return c.topUp(t), err
	})
}

func getTopUp(c *Call, _ *struct{}) (TopUp, error) {
	which, err := id.Parse[id.TopUpKind](c.Path("top_up"))
	if err != nil {
		return TopUp{}, err
	}
	return read(c, func(tx *db.Tx) (TopUp, error) {
		t, err := payment.Get(tx, which)
		if err == nil && t.Member != c.Member.ID {
			err = fault.Missing()
		}
		return c.topUp(t), err
	})
}

// PayoutDetails is where the asker's money goes.
type PayoutDetails struct {
	Owner       string     `json:"owner" maxLength:"100"`
	Number      string     `json:"number" maxLength:"40"`
	Changed     *time.Time `json:"changed,omitempty"`
	LockedUntil *time.Time `json:"locked_until,omitempty"`
}

func detailsOf(d payout.Details) PayoutDetails {
	return PayoutDetails{Owner: d.Owner, Number: d.Number, Changed: moment(d.ChangedAt), LockedUntil: moment(d.LockedUntil)}
}

func getPayoutDetails(c *Call, _ *struct{}) (PayoutDetails, error) {
	return read(c, func(tx *db.Tx) (PayoutDetails, error) {
		d, err := payout.DetailsOf(tx, c.Member.ID)
		return detailsOf(d), err
	})
}

type detailsSent struct {
	Body struct {
		Owner  string `json:"owner" maxLength:"100"`
		Number string `json:"number" maxLength:"40"`
	}
}

func setPayoutDetails(c *Call, in *detailsSent) (PayoutDetails, error) {
	return write(c, func(tx *db.Tx) (PayoutDetails, error) {
		if err := payout.SetDetails(tx, c.Member.ID, in.Body.Owner, in.Body.Number); err != nil {
			return PayoutDetails{}, err
		}
		d, err := payout.DetailsOf(tx, c.Member.ID)
		return detailsOf(d), err
	})
}

// Withdrawal is money the asker takes out. Net is what arrives.
type Withdrawal struct {
	ID        id.Withdrawal `json:"id"`
	Amount    Money         `json:"amount"`
	Fee       Money         `json:"fee"`
	Net       Money         `json:"net"`
	State     string        `json:"state"`
	Card      string        `json:"card,omitempty"`
	Requested time.Time     `json:"requested"`
	Due       time.Time     `json:"due"`
	Reason    string        `json:"reason,omitempty"`
}

func (c *Call) withdrawal(w payout.Withdrawal) Withdrawal {
	return Withdrawal{
		w.ID, c.money(w.Amount), c.money(w.Fee), c.money(w.Net()), string(w.State), w.Card, w.RequestedAt, w.DueAt, w.Reason,
	}
}

func listWithdrawals(c *Call, in *waitingAsked) (List[Withdrawal], error) {
	return read(c, func(tx *db.Tx) (List[Withdrawal], error) {
		rows, err := payout.Of(tx, c.Member.ID, in.Limit)
		return listOf(rows, in.Limit, c.withdrawal, nil), err
	})
}

func listPayouts(c *Call, in *waitingAsked) (List[Withdrawal], error) {
	return read(c, func(tx *db.Tx) (List[Withdrawal], error) {
		rows, err := payout.Batch(tx, in.Limit)
		return listOf(rows, in.Limit, c.withdrawal, nil), err
	})
}

type withdrawalAsked struct {
	Body struct {
		Amount Money  `json:"amount"`
		Card   string `json:"card,omitempty" maxLength:"100"`
	}
}

func withdraw(c *Call, in *withdrawalAsked) (Withdrawal, error) {
	amount, err := c.amount(in.Body.Amount, "amount")
	if err != nil {
		return Withdrawal{}, err
	}
	wish := payout.Asking{ID: id.New[id.WithdrawalKind](c.At), Member: c.Member.ID, Amount: amount, Card: in.Body.Card}
	return once(c, func(tx *db.Tx) (Withdrawal, error) {
		w, err := payout.Ask(tx, wish)
		return c.withdrawal(w), err
	})
}

func getWithdrawal(c *Call, _ *struct{}) (Withdrawal, error) {
	which, err := id.Parse[id.WithdrawalKind](c.Path("withdrawal"))
	if err != nil {
		return Withdrawal{}, err
	}
	return read(c, func(tx *db.Tx) (Withdrawal, error) {
		w, err := payout.Get(tx, which)
		if err == nil && w.Member != c.Member.ID && !c.May(account.Settle) {
			err = fault.Missing()
		}
		return c.withdrawal(w), err
	})
}

type changeSent struct {
	Body *struct {
		Reason string `json:"reason,omitempty" maxLength:"300"`
	}
}

func changeWithdrawal(verb payout.Verb) func(*Call, *changeSent) (Withdrawal, error) {
	return func(c *Call, in *changeSent) (Withdrawal, error) {
		which, err := id.Parse[id.WithdrawalKind](c.Path("withdrawal"))
		if err != nil {
			return Withdrawal{}, err
		}
		change := payout.Change{Withdrawal: which, Actor: c.Member.ID, Verb: verb}
		if in.Body != nil {
			change.Reason = in.Body.Reason
		}
		return once(c, func(tx *db.Tx) (Withdrawal, error) {
			w, err := payout.Act(tx, change)
			return c.withdrawal(w), err
		})
	}
}
