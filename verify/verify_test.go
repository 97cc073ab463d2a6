package verify_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"guildhall/catalogue"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/deadline"
	"guildhall/event"
	"guildhall/id"
	"guildhall/order"
	"guildhall/portfolio"
	"guildhall/reputation"
	"guildhall/sweep"
	"guildhall/testkit"
	"guildhall/town"
	"guildhall/verify"
)

var ctx = context.Background()

// scene is a marketplace with a delivered, a disputed and a completed order,
// numbered and sealed.
type scene struct {
	*town.Town
	service                        catalogue.Service
	delivered, disputed, completed id.Order
}

func newScene(t *testing.T, store *db.Store, clock *testkit.Clock) *scene {
	t.Helper()
	s := &scene{Town: town.New(t, store, clock)}
	s.service = s.Shop()
	s.delivered = s.place()
	s.disputed = s.place()
	s.completed = s.place()
	for _, one := range []id.Order{s.delivered, s.disputed, s.completed} {
		s.act(one, order.Seller, order.Start)
		s.act(one, order.Seller, order.Deliver)
	}
	s.act(s.completed, order.Buyer, order.Accept)
	s.answers()
	s.act(s.disputed, order.Buyer, order.SendBack)
	s.act(s.disputed, order.Seller, order.AskArbitration)
	s.seal()
	s.figure()
	return s
}

// seal numbers and seals the diary, and lets the heart beat.
func (s *scene) seal() {
	s.T.Helper()
	s.Write(func(tx *db.Tx) error {
		if _, err := event.Number(tx, 1000); err != nil {
			return err
		}
		if _, err := event.Grow(tx, 1000); err != nil {
			return err
		}
		_, _, err := deadline.Beat(tx)
		return err
	})
}

// figure lets the readers and the duties of figures and causes come by.
func (s *scene) figure() {
	s.T.Helper()
	for _, reader := range []sweep.Reader{{Name: reputation.Reader, Take: reputation.Take}, {Name: "hiding", Take: order.TakeLoad}} {
		if err := reader.Duty().Run(ctx, s.Store); err != nil {
			s.T.Fatal(err)
		}
	}
	for _, all := range []catalogue.Weighing{order.Workload, portfolio.Keeping} {
		s.Write(func(tx *db.Tx) error { _, err := all.Go(tx); return err })
	}
	s.Write(func(tx *db.Tx) error {
		if _, err := reputation.Fill(tx); err != nil {
			return err
		}
		_, err := reputation.RankDue(tx, 100)
		return err
	})
}

// answers has the seller answer something new within the hour.
func (s *scene) answers() {
	s.T.Helper()
	var talk conversation.Conversation
	say := func(author id.Member, text string) {
		s.Write(func(tx *db.Tx) error {
			_, err := conversation.Write(tx, conversation.Writing{Conversation: talk.ID, Author: author, Text: text})
			return err
		})
		s.Clock.Advance(time.Minute)
	}
	s.Write(func(tx *db.Tx) (err error) {
		talk, err = conversation.Start(tx, conversation.Starting{
			Author: s.Buyer.ID, Seller: s.Seller.ID, From: event.Of("service", s.service.ID)})
		return err
	})
	say(s.Buyer.ID, "Do you draw cats?")
	say(s.Seller.ID, "Yes.")
}

func (s *scene) place() id.Order {
	s.T.Helper()
	placing := order.Placing{
		ID: id.New[id.OrderKind](s.Clock.Now()), Buyer: s.Buyer.ID, Version: s.service.Live, Units: 1,
		Package: string(catalogue.Economy), At: s.Clock.Now(),
	}
	s.Write(func(tx *db.Tx) error {
		_, err := order.Place(tx, placing)
		return err
	})
	return placing.ID
}

func (s *scene) act(one id.Order, side order.Side, verb order.Verb) {
	s.T.Helper()
	actor := map[order.Side]id.Member{order.Buyer: s.Buyer.ID, order.Seller: s.Seller.ID}[side]
	s.Clock.Advance(time.Minute)
	s.Write(func(tx *db.Tx) error {
		_, err := order.Act(tx, order.Command{
			Order: one, Actor: actor, Side: side, Verb: verb, At: s.Clock.Now(), Point: true, Text: "see https://example.org/house.pdf",
		})
		return err
	})
	s.sound(one)
}

func (s *scene) sound(one id.Order) {
	s.T.Helper()
	s.Read(func(tx *db.Tx) error {
		findings, err := verify.Order(tx, one)
		for _, f := range findings {
			s.T.Errorf("found where nothing is wrong: %+v", f)
		}
		return err
	})
}

func TestASoundMarketplaceHasNoFindings(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		newScene(t, store, clock)
		findings, err := verify.Run(ctx, store)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range findings {
			t.Errorf("found where nothing is wrong: %+v", f)
		}
	})
}

// damages are what a flipped byte, a hand in the database or a wrong program
// could leave behind; each names the invariant that must tell. $1 is the
// completed order, $2 the delivered one, $3 the disputed one.
var damages = []struct {
	invariant int
	sql       string
}{
	{1, `UPDATE entries SET amount = amount + 1 WHERE account = 'commission'`},
	{2, `UPDATE wallets SET main = main + 1`},
	{2, `UPDATE lots SET amount = amount + 1`},
	{2, `UPDATE events SET policy = policy + 1 WHERE n = 2 AND subject_id = $1`},
	{2, `UPDATE events SET data = '{"a":1}' WHERE n = 1 AND subject_id = $1`},
	{2, `UPDATE events SET agent = 'x' WHERE n = 0 AND seq = (SELECT MIN(seq) FROM events WHERE n = 0)`},
	{2, `DELETE FROM events WHERE n = 3 AND subject_id = $1`},
	{2, `DELETE FROM events WHERE seq = (SELECT MAX(seq) FROM events)`},
	{2, `UPDATE orders SET diary_n = diary_n + 1 WHERE id = $1`},
	{2, `UPDATE seals SET root = hash FROM events WHERE seq = 1`},
	{2, `UPDATE uptimes SET seen = seen + 120000000; UPDATE events SET seq = NULL WHERE subject_id = $1`},
	{3, `UPDATE orders SET state = 'completed' WHERE id = $2`},
	{4, `UPDATE orders SET held = held - 1 WHERE id = $2`},
	{4, `UPDATE orders SET to_seller = to_seller + 1 WHERE id = $1`},
	{4, `UPDATE escrows SET price = price + 1 WHERE order_id = $2`},
	{6, `UPDATE orders SET state = 'in_work' WHERE id = $2`},
	{9, `UPDATE uptimes SET seen = 9000000000000000`},
	{10, `INSERT INTO top_ups (id, member, provider, amount, state, asked_at) VALUES ($1, $1, 'sandbox', 5, 'succeeded', 1)`},
	{10, `INSERT INTO withdrawals (id, member, amount, fee, state, requested_at, due_at, changed_at) VALUES ($1, $1, 5, 0, 'paid', 1, 1, 1)`},
	{12, `UPDATE search_documents SET shown = FALSE`},
	{12, `DELETE FROM search_documents`},
	{12, `INSERT INTO service_causes (service, cause, since) SELECT id, 'paused', 1 FROM services`},
	{12, `UPDATE services SET live = NULL`},
	{13, `INSERT INTO transfers (id, kind, subject, reference, key, digest, at) VALUES ($1, 'release', 'order', $3, 'k', $1, 9000000000000000);
		INSERT INTO entries (transfer, n, account, holder, amount) VALUES ($1, 1, 'escrow_main', $3, -5);
		INSERT INTO entries (transfer, n, account, amount) VALUES ($1, 2, 'commission', 5)`},
	{14, `INSERT INTO parked_events (reader, seq, cause, at) VALUES ('bell', 1, 'broken', 1)`},
	{15, `INSERT INTO feedbacks (id, order_id, service, author, about, by_buyer, liked, stars, counts, text, at)
		SELECT id, id, service, buyer, seller, TRUE, TRUE, 5, TRUE, '', 1 FROM orders WHERE id = $2`},
	{15, `INSERT INTO feedbacks (id, order_id, service, author, about, by_buyer, liked, stars, counts, text, at)
		SELECT id, id, service, buyer, buyer, TRUE, TRUE, 5, TRUE, '', 1 FROM orders WHERE id = $1`},
	{15, `UPDATE orders SET seller = buyer WHERE id = $2`},
	{15, `DELETE FROM marks`},
	{15, `UPDATE marks SET late = NOT late`},
	{15, `UPDATE marks SET buyer = seller`},
	{15, `UPDATE orders SET cause = 'fault' WHERE id = $1`},
	{15, `UPDATE seller_figures SET completed = completed + 1`},
	{15, `UPDATE seller_figures SET responsibility = responsibility - 1`},
	{15, `UPDATE seller_figures SET level = 'professional'`},
	{15, `UPDATE service_figures SET orders = orders + 1`},
	{15, `DELETE FROM service_figures`},
	{15, `UPDATE service_figures SET rank = rank + 1`},
	{15, `UPDATE service_figures SET views = views + 1000`},
	{15, `UPDATE service_figures SET newcomer = NOT newcomer`},
	{15, `UPDATE search_documents SET rank = rank + 1`},
	{15, `UPDATE search_documents SET top_rated = NOT top_rated`},
	{15, `UPDATE search_sellers SET level = 'professional'`},
}

var errUndo = errors.New("undo")

func TestEveryPlantedDamageIsFound(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		s := newScene(t, store, clock)
		for _, damage := range damages {
			s.plant(damage.invariant, "", damage.sql)
		}
		for _, damage := range figureDamages {
			s.plant(15, damage.says, damage.sql)
		}
	})
}

// plant damages the data in a transaction, runs all checks in it, and undoes
// it. One of the invariant's findings must say so.
func (s *scene) plant(invariant int, says, sql string) {
	s.T.Helper()
	err := s.Store.Write(ctx, func(tx *db.Tx) error {
		if err := s.damage(tx, sql); err != nil {
			return err
		}
		findings, err := verify.Everything(tx)
		if err != nil {
			return fmt.Errorf("%s: %w", sql, err)
		}
		for _, f := range findings {
			if f.Invariant == invariant && strings.Contains(f.Detail, says) {
				return errUndo
			}
		}
		s.T.Errorf("%s\nwas not found as a breach of invariant %d that says %q, only: %+v", sql, invariant, says, findings)
		return errUndo
	})
	if !errors.Is(err, errUndo) {
		s.T.Error(err)
	}
}

// damage runs the statements, each with the orders that it names.
func (s *scene) damage(tx *db.Tx, sql string) error {
	for one := range strings.SplitSeq(sql, ";") {
		for i, target := range []id.Order{s.completed, s.delivered, s.disputed} {
			one = strings.ReplaceAll(one, fmt.Sprintf("$%d", i+1), literal(tx, target))
		}
		if err := tx.Exec(one); err != nil {
			return err
		}
	}
	return tx.Flush()
}

// literal writes an id as the engine's own text.
func literal(tx *db.Tx, one id.Order) string {
	if tx.Engine() == db.SQLite {
		return fmt.Sprintf("x'%x'", one[:])
	}
	return fmt.Sprintf(`'\x%x'`, one[:])
}

func TestADiaryThatIsNoPathIsFound(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		s := newScene(t, store, clock)
		for name, e := range map[string]event.Entry{
			"a row that does not exist":         {Kind: "vanish", Actor: s.Buyer.ID},
			"a step from another state":         {Kind: "start", Actor: s.Seller.ID},
			"a step by the wrong side":          {Kind: "accept", Actor: s.Seller.ID},
			"a step by a stranger":              {Kind: "accept", Actor: s.Stranger.ID},
			"a step the row did not follow":     {Kind: "accept", Actor: s.Buyer.ID},
			"an end by the clock that is early": {Kind: "say", Actor: s.Buyer.ID, At: testkit.Start.Add(-time.Hour)},
		} {
			err := store.Write(ctx, func(tx *db.Tx) error {
				o, err := order.Get(tx, s.delivered)
				if err != nil {
					return err
				}
				e.Subject = event.Of("order", o.ID)
				head, err := event.Append(tx, o.Diary, e)
				if err != nil {
					return err
				}
				if err := tx.Exec(`UPDATE orders SET diary_n = $1, diary_hash = $2 WHERE id = $3`, head.N, head.Hash, o.ID); err != nil {
					return err
				}
				findings, err := verify.Order(tx, o.ID)
				if len(findings) != 1 || findings[0].Invariant != 6 {
					t.Errorf("%s: found %+v", name, findings)
				}
				return errors.Join(err, errUndo)
			})
			if !errors.Is(err, errUndo) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
