-- +goose Up

-- Every clock of every subject.
-- owner: deadline
CREATE TABLE deadlines (
    subject_kind TEXT   NOT NULL,
    subject_id   BYTEA  NOT NULL,
    kind         TEXT   NOT NULL,
    at           BIGINT NOT NULL,            -- when it takes effect
    warn_at      BIGINT,                     -- when its reminder goes out; NULL = none, or gone out
    run_at       BIGINT NOT NULL,            -- when the sweeper tries next: at, or later after a failure
    tries        BIGINT NOT NULL DEFAULT 0,
    cause        TEXT   NOT NULL DEFAULT '', -- why the last try failed
    PRIMARY KEY (subject_kind, subject_id, kind)
);
CREATE INDEX deadlines_due ON deadlines (run_at);
CREATE INDEX deadlines_warn ON deadlines (warn_at) WHERE warn_at IS NOT NULL;
CREATE INDEX deadlines_failing ON deadlines (at) WHERE tries > 0;

-- When the house was at work: one row per stretch without a gap.
-- owner: deadline
CREATE TABLE uptimes (
    began BIGINT  NOT NULL PRIMARY KEY,
    seen  BIGINT  NOT NULL,                  -- the last heartbeat of this stretch
    ended BOOLEAN NOT NULL DEFAULT FALSE     -- an outage followed it
);
