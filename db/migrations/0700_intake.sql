-- +goose Up

-- Owner: intake. What an import brought, by its key in the file: repeating or
-- resuming an import finds it here and brings nothing twice (OPR-8).
CREATE TABLE imports (
    source TEXT NOT NULL,
    kind   TEXT NOT NULL CHECK (kind IN ('seller', 'service')),
    key    TEXT NOT NULL,
    made   BYTEA NOT NULL,
    at     BIGINT NOT NULL,
    PRIMARY KEY (source, kind, key)
);
