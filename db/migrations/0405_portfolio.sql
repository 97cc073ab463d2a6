-- +goose Up

-- Owner: portfolio. The works that sellers show (REP-12). order_id is the order
-- it was delivered in, NULL for works from elsewhere; file is a picture or a
-- video, NULL where video is the id of one on YouTube. rights_at is when the
-- seller confirmed having the rights (CAT-29).
CREATE TABLE works (
    id        BYTEA PRIMARY KEY,
    seller    BYTEA NOT NULL,
    service   BYTEA,
    order_id  BYTEA,
    title     TEXT NOT NULL,
    file      BYTEA,
    picture   BOOLEAN NOT NULL DEFAULT FALSE,
    video     TEXT NOT NULL DEFAULT '',
    state     TEXT NOT NULL CHECK (state IN ('waiting', 'shown', 'rejected', 'withdrawn')),
    reason    TEXT NOT NULL DEFAULT '',
    remark    TEXT NOT NULL DEFAULT '',
    rights_at BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    judged_at BIGINT
);
CREATE UNIQUE INDEX works_order ON works (order_id) WHERE order_id IS NOT NULL AND state IN ('waiting', 'shown');
CREATE INDEX works_seller ON works (seller, id);
CREATE INDEX works_service ON works (service, id) WHERE service IS NOT NULL;
CREATE INDEX works_file ON works (file) WHERE file IS NOT NULL;
CREATE INDEX works_shown ON works (at) WHERE state = 'shown';
CREATE INDEX works_waiting ON works (at) WHERE state = 'waiting';
