package sweep

import (
	"context"

	"guildhall/db"
)

// Ring and Remind are one round of these duties.
func (h Handlers) Ring(ctx context.Context, store *db.Store) error   { return h.ring(ctx, store) }
func (h Handlers) Remind(ctx context.Context, store *db.Store) error { return h.remind(ctx, store) }
func (r Reader) Run(ctx context.Context, store *db.Store) error      { return r.run(ctx, store) }
