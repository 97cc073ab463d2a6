-- +goose Up

-- Owner: moderation. Who is looking at which waiting service, so that two
-- moderators do not take the same (TRU-1). An old claim counts for nothing.
CREATE TABLE claims (
    service   BYTEA PRIMARY KEY,
    moderator BYTEA NOT NULL,
    until     BIGINT NOT NULL
);

-- Owner: moderation. Every decision about content, with its reasons (TRU-9).
-- reasons is a list of keys with commas between; about the member it concerns.
CREATE TABLE decisions (
    id         BYTEA PRIMARY KEY,
    outcome    TEXT NOT NULL,
    subject    TEXT NOT NULL,
    subject_id BYTEA NOT NULL,
    version    BYTEA,
    about      BYTEA NOT NULL,
    by_member  BYTEA,
    automatic  BOOLEAN NOT NULL DEFAULT FALSE,
    reasons    TEXT NOT NULL DEFAULT '',
    remark     TEXT NOT NULL DEFAULT '',
    at         BIGINT NOT NULL,
    until      BIGINT,
    appeal_by  BIGINT
);
CREATE INDEX decisions_about ON decisions (about, at);
CREATE INDEX decisions_subject ON decisions (subject, subject_id, at);

-- Owner: moderation. Contact details that were refused on sending (TRU-6).
CREATE TABLE contact_strikes (
    id     BYTEA PRIMARY KEY,
    member BYTEA NOT NULL,
    at     BIGINT NOT NULL
);
CREATE INDEX contact_strikes_member ON contact_strikes (member, at);

-- Owner: moderation. Things somebody of the staff should look at; member is
-- whom it is about. Of a reported message or service also which, by whom and why;
-- nobody reports the same twice while it is open.
CREATE TABLE raised (
    id        BYTEA PRIMARY KEY,
    kind      TEXT NOT NULL,
    member    BYTEA NOT NULL,
    message   BYTEA,
    service   BYTEA,
    reporter  BYTEA,
    reason    TEXT NOT NULL DEFAULT '',
    remark    TEXT NOT NULL DEFAULT '',
    at        BIGINT NOT NULL,
    closed_at BIGINT,
    closed_by BYTEA
);
CREATE INDEX raised_open ON raised (at, id) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX raised_message ON raised (message, reporter) WHERE closed_at IS NULL AND message IS NOT NULL;
CREATE UNIQUE INDEX raised_service ON raised (service, reporter) WHERE closed_at IS NULL AND service IS NOT NULL;
