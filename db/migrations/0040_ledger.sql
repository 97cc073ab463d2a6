-- The books. Owner of every table here: package ledger.
-- +goose Up

-- owner: ledger. What these books are kept in, written once (house.md: one
-- currency a database; sandbox or live from the first transfer on).
CREATE TABLE books (
    one      BIGINT  PRIMARY KEY CHECK (one = 1),
    currency TEXT    NOT NULL,
    live     BOOLEAN NOT NULL
);

-- owner: ledger. A movement of money, never changed or deleted (MON-1). The key
-- makes one intention one transfer; digest is what was asked under that key.
CREATE TABLE transfers (
    id        BYTEA  PRIMARY KEY,
    kind      TEXT   NOT NULL,
    subject   TEXT   NOT NULL,
    reference BYTEA  NOT NULL,
    key       TEXT   NOT NULL,
    digest    BYTEA  NOT NULL,
    at        BIGINT NOT NULL
);
CREATE UNIQUE INDEX transfers_key ON transfers (key);

-- owner: ledger. One side of a transfer; a transfer's entries sum to zero.
-- Positive is what the marketplace owes the account's holder more of.
CREATE TABLE entries (
    transfer BYTEA  NOT NULL,
    n        BIGINT NOT NULL,
    account  TEXT   NOT NULL,
    holder   BYTEA,
    lot      BYTEA,
    amount   BIGINT NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (transfer, n)
);
CREATE INDEX entries_holder ON entries (holder, transfer) WHERE holder IS NOT NULL;
CREATE INDEX entries_claims ON entries (holder, amount) WHERE account = 'claim';
CREATE INDEX entries_platform ON entries (account, amount) WHERE holder IS NULL;

-- owner: ledger. What a member has: the sums of their entries, kept because
-- they have a floor (MON-2); owed is what is claimed from them (MON-20).
CREATE TABLE wallets (
    member BYTEA  PRIMARY KEY,
    main   BIGINT NOT NULL CHECK (main >= 0),
    bonus  BIGINT NOT NULL CHECK (bonus >= 0),
    owed   BIGINT NOT NULL DEFAULT 0 CHECK (owed >= 0)
);

-- owner: ledger. A wallet's money by where it came from (MON-7): its rows add
-- up to the wallet. A refund returns to the row it was taken from.
CREATE TABLE lots (
    member  BYTEA  NOT NULL,
    pot     TEXT   NOT NULL,
    origin  BYTEA  NOT NULL,
    card    TEXT   NOT NULL DEFAULT '',
    at      BIGINT NOT NULL,
    free_at BIGINT,
    amount  BIGINT NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (member, pot, origin)
);
CREATE INDEX lots_left ON lots (member) WHERE amount > 0;

-- owner: ledger. What an order's pot holds now of its price and of the buyer's
-- fee (MON-3). Which money it was is in the pot's entries. Nothing leaves it
-- before held_until (MON-20).
CREATE TABLE escrows (
    order_id   BYTEA  PRIMARY KEY,
    buyer      BYTEA  NOT NULL,
    price      BIGINT NOT NULL CHECK (price >= 0),
    fee        BIGINT NOT NULL CHECK (fee >= 0),
    held_until BIGINT
);
