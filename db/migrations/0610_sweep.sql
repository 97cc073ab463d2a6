-- +goose Up

-- Who carries out which duty. The holder counts beat up; a node that sees it
-- stand still takes the duty over. No clocks are compared.
-- owner: sweep
CREATE TABLE leases (
    duty TEXT   NOT NULL PRIMARY KEY,
    node TEXT   NOT NULL,                    -- '' = given back
    beat BIGINT NOT NULL
);

-- Diary entries that a reader could not deal with and left behind.
-- owner: sweep
CREATE TABLE parked_events (
    reader TEXT   NOT NULL,
    seq    BIGINT NOT NULL,
    cause  TEXT   NOT NULL,
    at     BIGINT NOT NULL,
    PRIMARY KEY (reader, seq)
);
