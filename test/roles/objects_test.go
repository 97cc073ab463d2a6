package roles

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"log/slog"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/api"
	"guildhall/cart"
	"guildhall/catalogue"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/event"
	"guildhall/file"
	"guildhall/id"
	"guildhall/money"
	"guildhall/notification"
	"guildhall/order"
	"guildhall/payment"
	"guildhall/payout"
	"guildhall/portfolio"
	"guildhall/testkit"
	"guildhall/town"
	"guildhall/web"
)

// city is a town behind the whole web, with one thing of each kind that an
// address can be about. Everything is Bea's, or hers and Sam's.
type city struct {
	*town.Town
	path    string // of the database file
	handler http.Handler
	bodies  *bodies
	things  map[desk.Object]string // of Bea or Sam
	service catalogue.Service
	rival   catalogue.Service // the same work, by another seller
}

func found(t *testing.T) *city {
	t.Helper()
	folder, clock := t.TempDir(), testkit.NewClock()
	c := &city{bodies: described(t), path: filepath.Join(folder, "guildhall.db"), things: map[desk.Object]string{}}
	store := testkit.Open(t, "sqlite:"+c.path, clock)
	if err := store.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	files, err := file.OpenStore(filepath.Join(folder, "files"))
	if err != nil {
		t.Fatal(err)
	}
	c.Town = town.New(t, store, clock)
	c.service = c.Shop()
	c.rival = c.Sell(c.Join("rita").ID, c.Offer())
	c.makeThings(t, files)
	failures := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError}))
	d := desk.New(store, files, desk.Config{Log: failures, Provider: "sandbox"})
	c.handler = web.Handler(d, api.Mount(d))
	return c
}

func (c *city) makeThings(t *testing.T, files *file.Store) {
	t.Helper()
	var drawn bytes.Buffer
	if err := png.Encode(&drawn, image.NewGray(image.Rect(0, 0, 40, 40))); err != nil {
		t.Fatal(err)
	}
	taken, err := files.Take(&drawn, "sketch.png", c.Clock.Now(), file.Limits{BytesMax: 1 << 20, Types: []string{"png"}})
	if err != nil {
		t.Fatal(err)
	}
	c.Write(func(tx *db.Tx) error {
		for _, make := range []func(*db.Tx, file.Taken) error{c.makeOrder, c.makeTalk, c.makeMoney, c.makeWays, c.makeCart} {
			if err := make(tx, taken); err != nil {
				return err
			}
		}
		return nil
	})
	c.things[desk.ServiceOwner] = c.service.ID.String()
	c.makeWork()
	c.Write(c.tell)
}

// makeWork shows something that Sam made elsewhere.
func (c *city) makeWork() {
	c.Write(func(tx *db.Tx) error {
		shown, err := portfolio.Publish(tx, portfolio.Publishing{
			Seller: c.Seller.ID, Service: c.service.ID, Title: "A house", Video: "abcdefghijk", Rights: true,
		})
		c.things[desk.WorkOwner] = shown.ID.String()
		return err
	})
}

// tell lets what happened so far be told, and keeps what Sam was told.
func (c *city) tell(tx *db.Tx) error {
	entries, err := event.After(tx, 0, 1000)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := notification.Take(tx, e); err != nil {
			return err
		}
	}
	told, err := notification.List(tx, c.Seller.ID, true, id.Notification{}, 1)
	if err != nil {
		return err
	}
	c.things[desk.NotificationOwner] = told[0].ID.String()
	return nil
}

func (c *city) makeOrder(tx *db.Tx, taken file.Taken) error {
	placed := id.New[id.OrderKind](tx.Now())
	_, err := order.Place(tx, order.Placing{ID: placed, Buyer: c.Buyer.ID, Version: c.service.Live, Units: 1, Package: "economy", At: tx.Now()})
	if err != nil {
		return err
	}
	attached, err := file.Attach(tx, taken, file.HolderOf("order", placed), c.Buyer.ID)
	c.things[desk.OrderParty], c.things[desk.FileReader] = placed.String(), attached.ID.String()
	return err
}

func (c *city) makeTalk(tx *db.Tx, _ file.Taken) error {
	talk, err := conversation.Start(tx, conversation.Starting{
		Author: c.Buyer.ID, Seller: c.Seller.ID, From: event.Of("service", c.service.ID),
	})
	c.things[desk.ConversationParty] = talk.ID.String()
	if err != nil {
		return err
	}
	reply, err := conversation.SaveReply(tx, c.Buyer.ID, conversation.Reply{Title: "Thanks", Text: "Thank you."})
	c.things[desk.ReplyOwner] = reply.ID.String()
	return err
}

func (c *city) makeMoney(tx *db.Tx, _ file.Taken) error {
	top := id.New[id.TopUpKind](tx.Now())
	checkout := id.New[id.CheckoutKind](tx.Now())
	withdrawal := id.New[id.WithdrawalKind](tx.Now())
	if _, err := payment.Ask(tx, payment.Asking{ID: top, Member: c.Buyer.ID, Provider: "sandbox", Amount: 500_00, Checkout: checkout}); err != nil {
		return err
	}
	line := order.Placing{Buyer: c.Buyer.ID, Version: c.service.Live, Units: 1, Package: "standard", At: tx.Now()}
	_, err := order.Prepare(tx, order.Preparing{ID: checkout, Buyer: c.Buyer.ID, TopUp: top, Key: "roles", Lines: []order.Placing{line}})
	if err != nil {
		return err
	}
	if err := payout.SetDetails(tx, c.Buyer.ID, "Bea", "DE02120300000000202051"); err != nil {
		return err
	}
	_, err = payout.Ask(tx, payout.Asking{ID: withdrawal, Member: c.Buyer.ID, Amount: money.Amount(50_00)})
	c.things[desk.TopUpOwner], c.things[desk.CheckoutOwner], c.things[desk.WithdrawalOwner] = top.String(), checkout.String(), withdrawal.String()
	return err
}

// makeCart makes what Bea means to buy: a line, a list, the same work from two.
func (c *city) makeCart(tx *db.Tx, _ file.Taken) error {
	list, err := cart.MakeList(tx, c.Buyer.ID, "House")
	if err != nil {
		return err
	}
	wish := cart.Comparing{ID: id.New[id.ComparisonKind](tx.Now()), Brief: "Our house from the street", CheckingOut: cart.CheckingOut{
		ID: id.New[id.CheckoutKind](tx.Now()), TopUp: id.New[id.TopUpKind](tx.Now()), Buyer: c.Buyer.ID, Key: "compared", Provider: "sandbox",
	}}
	for _, version := range []id.ServiceVersion{c.service.Live, c.rival.Live} {
		line, err := cart.Add(tx, c.Buyer.ID, cart.Choice{Version: version, Package: "economy", Units: 1})
		if err != nil {
			return err
		}
		wish.Lines = append(wish.Lines, cart.Agreed{Line: line.ID, Total: line.Price})
	}
	if _, _, err := cart.Compare(tx, wish); err != nil {
		return err
	}
	line, err := cart.Add(tx, c.Buyer.ID, cart.Choice{Version: c.rival.Live, Package: "standard", Units: 1})
	c.things[desk.CartLineOwner], c.things[desk.FavouritesOwner], c.things[desk.ComparisonOwner] = line.ID.String(), list.ID.String(), wish.ID.String()
	return err
}

// makeWays makes the ways in that a member can list and end.
func (c *city) makeWays(tx *db.Tx, _ file.Taken) error {
	session, err := account.SignIn(tx, account.SigningIn{Member: c.Buyer.ID, Token: account.NewToken()})
	if err != nil {
		return err
	}
	token, err := account.MakeToken(tx, c.Buyer.ID, "roles", account.NewToken(), []account.Scope{account.ScopeRead}, tx.Now().Add(24*time.Hour))
	c.things[desk.SessionOwner], c.things[desk.TokenOwner] = session.ID.String(), token.ID.String()
	return err
}
