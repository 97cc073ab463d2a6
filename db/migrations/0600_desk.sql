-- +goose Up

-- idempotency_keys: what was wanted once and what came of it (owner: desk).
-- actor is 16 zero bytes for a visitor; body is the SHA-256 of all that was sent.
CREATE TABLE idempotency_keys (
    actor    BYTEA   NOT NULL,
    key      TEXT    NOT NULL,
    body     BYTEA   NOT NULL,
    answer   TEXT    NOT NULL,
    answered BOOLEAN NOT NULL,
    at       BIGINT  NOT NULL,
    PRIMARY KEY (actor, key)
);

CREATE INDEX idempotency_keys_at ON idempotency_keys (at);

-- settings: the marketplace's face and how far its set-up is (owner: desk).
CREATE TABLE settings (
    name  TEXT   NOT NULL PRIMARY KEY,
    value TEXT   NOT NULL,
    at    BIGINT NOT NULL
);
