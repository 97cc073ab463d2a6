package payment

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"time"

	"guildhall/db"
	"guildhall/deadline"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/money"
)

// SandboxName is the built-in provider for trying things out. It moves no real
// money; live books refuse it (MON-6).
const SandboxName = "sandbox"

// Magic is what an amount's last two digits make the sandbox do.
type Magic struct {
	Ends  int64  // the amount's last two digits
	Name  string // key of its sentence: money.magic.<name>
	Calls int64  // how often the first call fails
	Says  []Saying
}

// Saying is one message, Later after the member paid.
type Saying struct {
	Said  Said
	Later time.Duration
	Twice bool // sent a second time
}

// How late the sandbox's late messages are.
const (
	sandboxDelay = 30 * time.Second
	sandboxLong  = 2 * sandboxDelay
)

// Magics is the table of magic amounts; its first line is every other amount.
var Magics = []Magic{
	{-1, "success", 0, []Saying{{SaidSucceeded, 0, false}}},
	{11, "declined", 0, []Saying{{SaidFailed, 0, false}}},
	{22, "delayed", 0, []Saying{{SaidSucceeded, sandboxDelay, true}}},
	{33, "charged_back", 0, []Saying{{SaidSucceeded, 0, false}, {SaidChargedBack, sandboxDelay, false}}},
	{44, "refunded", 0, []Saying{{SaidSucceeded, 0, false}, {SaidRefunded, sandboxDelay, false}}},
	{55, "out_of_order", 0, []Saying{{SaidRefunded, 0, false}, {SaidSucceeded, sandboxDelay, false}}},
	{66, "away", 2, []Saying{{SaidSucceeded, 0, false}}},
	{77, "failed_then_succeeded", 0, []Saying{{SaidFailed, 0, false}, {SaidSucceeded, sandboxLong, false}}},
}

// MagicOf is what the sandbox does with an amount.
func MagicOf(amount money.Amount) Magic {
	for _, m := range Magics[1:] {
		if int64(amount)%100 == m.Ends {
			return m
		}
	}
	return Magics[0]
}

// Sandbox is the provider that lives inside the program. Its page is
// /payments/sandbox/{top-up}.
type Sandbox struct{}

// Name implements Gateway.
func (Sandbox) Name() string { return SandboxName }

var errSandboxAway = errors.New("payment: the sandbox is away, as this amount asks for")

// Begin implements Gateway.
func (Sandbox) Begin(_ context.Context, c Charge) (Begun, error) {
	if c.Tries < MagicOf(c.Amount).Calls {
		return Begun{}, errSandboxAway
	}
	return Begun{Reference: "sandbox " + c.TopUp.String(), Page: "/payments/sandbox/" + c.TopUp.String()}, nil
}

// Letter is a message as it travels: its bytes and their signature.
type Letter struct {
	Body      []byte
	Signature string
}

// SandboxCards are what the sandbox's page offers to pay with; the last is no
// card but a bank account.
var SandboxCards = []string{"sandbox-4242", "sandbox-1881", ""}

// PayInSandbox is the member pressing "pay" on the sandbox's page, or
// declining. It answers the letters to deliver now; the others wait as clocks.
// Pressing twice sends the same messages again, which changes nothing.
func PayInSandbox(tx *db.Tx, t TopUp, card string, pays bool) ([]Letter, error) {
	says := MagicOf(t.Amount).Says
	if !pays {
		says = []Saying{{Said: SaidFailed}}
	}
	var now []Letter
	for _, s := range says {
		m := Message{Provider: SandboxName, ID: t.ID.String() + " " + string(s.Said), TopUp: t.ID, Said: s.Said, Amount: t.Amount, Card: card}
		switch {
		case s.Later > 0:
			if err := setOff(tx, m, s); err != nil {
				return nil, err
			}
		default:
			letter, err := sign(tx, m)
			if err != nil {
				return nil, err
			}
			now = append(now, letter)
		}
	}
	return now, nil
}

// sandboxSubject is the kind of subject whose clocks are letters under way.
const sandboxSubject = "sandbox_charge"

// setOff lets a message come later. What the clock's kind says is all that is
// known then: the rest is read from the top-up.
func setOff(tx *db.Tx, m Message, s Saying) error {
	kind := string(m.Said) + " " + m.Card
	err := deadline.Set(tx, deadline.Clock{Subject: event.Of(sandboxSubject, m.TopUp), Kind: kind, At: tx.Now().Add(s.Later)})
	if err != nil || !s.Twice {
		return err
	}
	return deadline.Set(tx, deadline.Clock{
		Subject: event.Of(sandboxSubject, m.TopUp), Kind: "again " + kind, At: tx.Now().Add(2 * s.Later),
	})
}

// LetterOf is the letter whose time has come.
func LetterOf(tx *db.Tx, c deadline.Clock) (Letter, error) {
	t, err := Get(tx, c.Subject.ID)
	if err != nil {
		return Letter{}, err
	}
	if err := deadline.Clear(tx, c.Subject, c.Kind); err != nil {
		return Letter{}, err
	}
	kind := []byte(c.Kind)
	kind = bytes.TrimPrefix(kind, []byte("again "))
	said, card, _ := bytes.Cut(kind, []byte(" "))
	return sign(tx, Message{
		Provider: SandboxName, ID: t.ID.String() + " " + string(said), TopUp: t.ID,
		Said: Said(said), Amount: t.Amount, Card: string(card),
	})
}

// Open checks a letter's signature and reads it.
//
// Faults: message_forged, sandbox_refused on live books.
func (Sandbox) Open(tx *db.Tx, l Letter) (Message, error) {
	if err := usable(tx, SandboxName); err != nil {
		return Message{}, err
	}
	key, err := sandboxKey(tx)
	if err != nil {
		return Message{}, err
	}
	var m Message
	signature, broken := hex.DecodeString(l.Signature)
	if broken != nil || !hmac.Equal(signature, mac(key, l.Body)) || json.Unmarshal(l.Body, &m) != nil || m.Provider != SandboxName {
		return Message{}, fault.Denied("message_forged")
	}
	return m, nil
}

func sign(tx *db.Tx, m Message) (Letter, error) {
	key, err := sandboxKey(tx)
	if err != nil {
		return Letter{}, err
	}
	body, err := json.Marshal(m)
	return Letter{body, hex.EncodeToString(mac(key, body))}, err
}

func mac(key, body []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(body)
	return h.Sum(nil)
}

// sandboxKey is made at its first use and kept with the data, so that every
// node and every start has the same.
func sandboxKey(tx *db.Tx) ([]byte, error) {
	key := make([]byte, 32)
	rand.Read(key)
	return db.Value[[]byte](tx, `INSERT INTO sandbox_keys (one, key) VALUES (1, $1)
		ON CONFLICT (one) DO UPDATE SET key = sandbox_keys.key RETURNING key`, key)
}
