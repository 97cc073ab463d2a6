package ledger_test

import (
	"context"
	"sync/atomic"
	"testing"

	"guildhall/db"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/testkit"
)

// BenchmarkPaidAndReleased is the money of one order's life: held from one of
// a hundred buyers, released to one of a hundred sellers, by 64 at once.
func BenchmarkPaidAndReleased(b *testing.B) {
	for name, open := range map[string]func(testing.TB) (*db.Store, *testkit.Clock){
		db.SQLite: testkit.SQLite, db.Postgres: testkit.Postgres,
	} {
		b.Run(name, func(b *testing.B) {
			store, clock := open(b)
			people := make([]id.Member, 200)
			kept := books{t: b, store: store, clock: clock}
			for i := range people {
				people[i] = id.New[id.MemberKind](clock.Now())
				kept.topUp(people[i], 1_000_000_00, "")
			}
			var n atomic.Int64
			b.SetParallelism(64)
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					i := int(n.Add(1))
					if err := kept.live(people[i%100], people[100+i%100]); err != nil {
						b.Error(err)
					}
				}
			})
			b.StopTimer()
			kept.sound()
		})
	}
}

// live holds and releases $10, each in a transaction of its own.
func (b books) live(buyer, seller id.Member) error {
	order, ctx := id.New[id.OrderKind](b.clock.Now()), context.Background()
	err := b.store.Write(ctx, func(tx *db.Tx) error {
		_, err := ledger.Hold(tx, order, buyer, 10_00, 0, "place "+order.String())
		return err
	})
	if err != nil {
		return err
	}
	return b.store.Write(ctx, func(tx *db.Tx) error {
		_, err := ledger.Release(tx, order, seller, 10_00, 2000, 0, "accept "+order.String())
		return err
	})
}
