-- Top-ups and what payment providers say about them. Owner: package payment.
-- +goose Up

-- owner: payment. Money a member means to bring in (MON-6). call_at is when
-- the provider is to be asked (again); NULL when it has answered.
CREATE TABLE top_ups (
    id         BYTEA  PRIMARY KEY,
    member     BYTEA  NOT NULL,
    provider   TEXT   NOT NULL,
    amount     BIGINT NOT NULL CHECK (amount > 0),
    state      TEXT   NOT NULL,
    card       TEXT   NOT NULL DEFAULT '',
    checkout   BYTEA,
    reference  TEXT   NOT NULL DEFAULT '',
    page       TEXT   NOT NULL DEFAULT '',
    call_at    BIGINT,
    tries      BIGINT NOT NULL DEFAULT 0,
    asked_at   BIGINT NOT NULL,
    settled_at BIGINT
);
CREATE INDEX top_ups_member ON top_ups (member, id);
CREATE INDEX top_ups_call ON top_ups (call_at) WHERE call_at IS NOT NULL;
CREATE INDEX top_ups_open ON top_ups (provider, id) WHERE state = 'pending';

-- owner: payment. Each message of a provider, once (invariant 8), with what it
-- did. effect 'odd' is for finance staff to look at.
CREATE TABLE payment_messages (
    provider    TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    top_up      BYTEA  NOT NULL,
    said        TEXT   NOT NULL,
    amount      BIGINT NOT NULL,
    effect      TEXT   NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (provider, id)
);
CREATE INDEX payment_messages_odd ON payment_messages (received_at) WHERE effect = 'odd';

-- owner: payment. What a member owes after a chargeback (MON-20). unpaid goes
-- down as it is settled; verdict is how it was closed.
CREATE TABLE chargeback_claims (
    top_up    BYTEA  PRIMARY KEY,
    member    BYTEA  NOT NULL,
    amount    BIGINT NOT NULL CHECK (amount > 0),
    unpaid    BIGINT NOT NULL CHECK (unpaid >= 0),
    opened_at BIGINT NOT NULL,
    decide_by BIGINT NOT NULL,
    closed_at BIGINT,
    verdict   TEXT   NOT NULL DEFAULT '',
    decided_by BYTEA,
    reason    TEXT   NOT NULL DEFAULT ''
);
CREATE INDEX chargeback_claims_open ON chargeback_claims (decide_by) WHERE closed_at IS NULL;
CREATE INDEX chargeback_claims_member ON chargeback_claims (member, opened_at);

-- owner: payment. What the sandbox signs its messages with, made once.
CREATE TABLE sandbox_keys (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    key BYTEA  NOT NULL
);
