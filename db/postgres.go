package db

import (
	"context"
	"errors"
)

func openPostgres(context.Context, string, *bell) (engine, error) {
	return nil, errors.New("db: PostgreSQL is not built in yet")
}
