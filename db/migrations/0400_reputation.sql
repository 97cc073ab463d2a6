-- +goose Up

-- Owner: reputation. One verdict for each order and author (REP-1). counts is
-- false where the verdict gives no stars: a like on a cancelled order (REP-3).
-- A removed one stays as a stub with the rule it broke (REP-19).
CREATE TABLE feedbacks (
    id             BYTEA PRIMARY KEY,
    order_id       BYTEA NOT NULL,
    service        BYTEA NOT NULL,
    author         BYTEA NOT NULL,
    about          BYTEA NOT NULL,
    by_buyer       BOOLEAN NOT NULL,
    liked          BOOLEAN NOT NULL,
    stars          BIGINT NOT NULL CHECK (stars BETWEEN 0 AND 5),
    counts         BOOLEAN NOT NULL,
    text           TEXT NOT NULL,
    at             BIGINT NOT NULL,
    changes        BIGINT NOT NULL DEFAULT 0,
    changed_at     BIGINT,
    response       TEXT NOT NULL DEFAULT '',
    responded_at   BIGINT,
    responses      BIGINT NOT NULL DEFAULT 0,
    response_state TEXT NOT NULL DEFAULT '' CHECK (response_state IN ('', 'waiting', 'shown', 'rejected')),
    removed_at     BIGINT,
    removed_rule   TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX feedbacks_once ON feedbacks (order_id, author);
CREATE INDEX feedbacks_about ON feedbacks (about, at);
CREATE INDEX feedbacks_service ON feedbacks (service, at);
CREATE INDEX feedbacks_waiting ON feedbacks (responded_at) WHERE response_state = 'waiting';
