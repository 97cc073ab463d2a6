-- +goose Up

-- The diary: what happened, to what, by whom. Rows are never changed, but for
-- seq, which is given once the row is committed.
-- owner: event
CREATE TABLE events (
    id           BYTEA  NOT NULL PRIMARY KEY,
    seq          BIGINT,                      -- the place among all committed events; NULL until numbered
    subject_kind TEXT   NOT NULL,
    subject_id   BYTEA  NOT NULL,
    n            BIGINT NOT NULL DEFAULT 0,   -- the place in its subject's chain, from 1; 0 = not chained
    kind         TEXT   NOT NULL,
    rule         TEXT   NOT NULL DEFAULT '',  -- row of the lifecycle table
    actor        BYTEA,                       -- NULL = the house itself
    agent        TEXT   NOT NULL DEFAULT '',  -- the software that acted for the actor
    at           BIGINT NOT NULL,
    policy       BIGINT NOT NULL DEFAULT 0,
    data         TEXT   NOT NULL DEFAULT '{}', -- canonical JSON; no free text, names or addresses
    prev         BYTEA  NOT NULL,
    hash         BYTEA  NOT NULL
);
CREATE UNIQUE INDEX events_seq ON events (seq) WHERE seq IS NOT NULL;
CREATE INDEX events_unnumbered ON events (id) WHERE seq IS NULL;
-- A subject's entries; of a chain each number once, of notes beside it any.
CREATE UNIQUE INDEX events_chain ON events (subject_kind, subject_id, n, (CASE WHEN n = 0 THEN id ELSE subject_id END));

-- How far each reader of the diary has come.
-- owner: event
CREATE TABLE event_positions (
    reader TEXT   NOT NULL PRIMARY KEY,
    seq    BIGINT NOT NULL
);

-- The Merkle log over all numbered entries: one row per hash of the tree, in
-- the order of transparency logs (RFC 6962; golang.org/x/mod/sumdb/tlog).
-- owner: event
CREATE TABLE seal_hashes (
    place BIGINT NOT NULL PRIMARY KEY,
    hash  BYTEA  NOT NULL
);

-- The root of the Merkle log each time it grew.
-- owner: event
CREATE TABLE seals (
    size BIGINT NOT NULL PRIMARY KEY,         -- entries covered: all with seq up to it
    root BYTEA  NOT NULL,
    at   BIGINT NOT NULL
);
