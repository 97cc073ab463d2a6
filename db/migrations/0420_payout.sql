-- Money that leaves. Owner: package payout.
-- +goose Up

-- owner: payout. Where a member's money goes (ACC-14). withdrawn counts what
-- was asked for since the details changed, for MON-9.
CREATE TABLE payout_details (
    member       BYTEA  PRIMARY KEY,
    owner_name   TEXT   NOT NULL,
    number       TEXT   NOT NULL,
    changed_at   BIGINT NOT NULL,
    locked_until BIGINT,
    withdrawn    BIGINT NOT NULL DEFAULT 0 CHECK (withdrawn >= 0)
);

-- owner: payout. A member's wish to take money out (MON-8); the details are
-- those of the moment it was asked.
CREATE TABLE withdrawals (
    id           BYTEA  PRIMARY KEY,
    member       BYTEA  NOT NULL,
    amount       BIGINT NOT NULL CHECK (amount > 0),
    fee          BIGINT NOT NULL CHECK (fee >= 0),
    card         TEXT   NOT NULL DEFAULT '',
    owner_name   TEXT   NOT NULL DEFAULT '',
    number       TEXT   NOT NULL DEFAULT '',
    state        TEXT   NOT NULL,
    requested_at BIGINT NOT NULL,
    due_at       BIGINT NOT NULL,
    changed_at   BIGINT NOT NULL,
    reason       TEXT   NOT NULL DEFAULT ''
);
CREATE INDEX withdrawals_member ON withdrawals (member, id);
CREATE INDEX withdrawals_open ON withdrawals (due_at, id) WHERE state IN ('requested', 'approved', 'sent');

-- owner: payout. Named legal holds (MON-19): the one thing besides clocks that
-- stops a withdrawal.
CREATE TABLE legal_holds (
    member    BYTEA  PRIMARY KEY,
    reason    TEXT   NOT NULL,
    review_at BIGINT NOT NULL,
    placed_by BYTEA  NOT NULL,
    placed_at BIGINT NOT NULL
);

-- owner: payout. Decisions of staff to let card money go early (MON-7).
CREATE TABLE card_releases (
    member     BYTEA  NOT NULL,
    amount     BIGINT NOT NULL CHECK (amount > 0),
    reason     TEXT   NOT NULL,
    decided_by BYTEA  NOT NULL,
    at         BIGINT NOT NULL,
    PRIMARY KEY (member, at)
);
CREATE INDEX card_releases_at ON card_releases (at);
