-- +goose Up

-- Every policy that ever held or will, complete. Rows are never changed, so
-- that an order placed under a version keeps it (ORD-4).
-- owner: rulebook
CREATE TABLE policy_versions (
    number       BIGINT NOT NULL PRIMARY KEY,
    policy       TEXT   NOT NULL,            -- canonical JSON with its schema number
    hash         BYTEA  NOT NULL,            -- SHA-256 of policy
    holds_from   BIGINT NOT NULL,            -- rises with the number
    published_at BIGINT NOT NULL,
    author       BYTEA,                      -- NULL = the house itself, at its first start
    reason       TEXT   NOT NULL DEFAULT ''
);
