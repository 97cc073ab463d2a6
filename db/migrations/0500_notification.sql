-- +goose Up
-- Owner of every table in this file: package notification.

-- What members are told in the account (TLK-9): facts, put into words when
-- they are read. Unread ones of the same kind and place are one row with a
-- count where the kind says so.
CREATE TABLE notifications (
    id        BYTEA   NOT NULL PRIMARY KEY,
    member_id BYTEA   NOT NULL,
    kind      TEXT    NOT NULL,
    facts     TEXT    NOT NULL DEFAULT '',
    path      TEXT    NOT NULL DEFAULT '',
    urgent    BOOLEAN NOT NULL DEFAULT FALSE,
    count     BIGINT  NOT NULL DEFAULT 1,
    at        BIGINT  NOT NULL,
    read_at   BIGINT
);
CREATE INDEX notifications_member ON notifications (member_id, at);
CREATE INDEX notifications_unread ON notifications (member_id, kind) WHERE read_at IS NULL;

-- Topics a member wants no mail about.
CREATE TABLE mail_mutes (
    member_id BYTEA  NOT NULL,
    topic     TEXT   NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (member_id, topic)
);

-- The token in each member's addresses for unsubscribing with one click (RFC
-- 8058). It allows nothing else.
CREATE TABLE mail_keys (
    member_id BYTEA NOT NULL PRIMARY KEY,
    token     TEXT  NOT NULL
);
CREATE UNIQUE INDEX mail_keys_token ON mail_keys (token);
