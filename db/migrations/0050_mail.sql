-- +goose Up
-- Owner of every table in this file: package mail.

-- The outbox: what goes out by mail, as facts; it is put into words when it is
-- sent (TLK-11). State: queued, sent, failed (given up).
CREATE TABLE mails (
    id          BYTEA   NOT NULL PRIMARY KEY,
    to_address  TEXT    NOT NULL,
    member_id   BYTEA,
    language    TEXT    NOT NULL,
    zone        TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    facts       TEXT    NOT NULL DEFAULT '',
    path        TEXT    NOT NULL DEFAULT '',
    secret      BOOLEAN NOT NULL DEFAULT FALSE,
    unsubscribe TEXT    NOT NULL DEFAULT '',
    state       TEXT    NOT NULL DEFAULT 'queued',
    tries       BIGINT  NOT NULL DEFAULT 0,
    next_at     BIGINT  NOT NULL,
    cause       TEXT    NOT NULL DEFAULT '',
    queued_at   BIGINT  NOT NULL,
    sent_at     BIGINT
);
CREATE INDEX mails_due ON mails (next_at) WHERE state = 'queued';
CREATE INDEX mails_latest ON mails (queued_at);
