-- Orders that wait for a top-up (ORD-57). Owner: package order (checkout.go).
-- +goose Up

-- owner: order. Lines are placed all or none when the top-up arrives; cause is
-- the fault's code when they could not be.
CREATE TABLE checkouts (
    id         BYTEA  PRIMARY KEY,
    buyer      BYTEA  NOT NULL,
    key        TEXT   NOT NULL,
    state      TEXT   NOT NULL CHECK (state IN ('waiting', 'placed', 'failed', 'dropped', 'expired')),
    top_up     BYTEA  NOT NULL,
    cause      TEXT   NOT NULL DEFAULT '',
    began_at   BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at   BIGINT
);
CREATE UNIQUE INDEX checkouts_key ON checkouts (buyer, key);
CREATE UNIQUE INDEX checkouts_top_up ON checkouts (top_up);
CREATE INDEX checkouts_buyer ON checkouts (buyer, id);

-- owner: order. What was chosen, as it was shown: the order it will become,
-- the version and policy it was priced by, price and the buyer's fee.
CREATE TABLE checkout_lines (
    checkout       BYTEA  NOT NULL,
    n              BIGINT NOT NULL,
    order_id       BYTEA  NOT NULL,
    version        BYTEA  NOT NULL,
    policy_version BIGINT NOT NULL,
    title          TEXT   NOT NULL,
    units          BIGINT NOT NULL,
    package        TEXT   NOT NULL,
    options        TEXT   NOT NULL,
    price          BIGINT NOT NULL,
    fee            BIGINT NOT NULL,
    PRIMARY KEY (checkout, n)
);

-- owner: order. What was typed for the seller when placing: it waits with the
-- line and is handed over with the order. Files are held by the checkout.
CREATE TABLE checkout_answers (
    checkout BYTEA  NOT NULL,
    n        BIGINT NOT NULL,
    question TEXT   NOT NULL,
    text     TEXT   NOT NULL,
    file     BYTEA,
    PRIMARY KEY (checkout, n, question)
);
