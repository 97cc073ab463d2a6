-- +goose Up

-- Owner: file. What members uploaded; the bytes lie on disk under the id.
-- holder is the id of what the file belongs to.
CREATE TABLE files (
    id          BYTEA PRIMARY KEY,
    holder_kind TEXT NOT NULL,
    holder      BYTEA NOT NULL,
    owner       BYTEA NOT NULL,
    name        TEXT NOT NULL,
    type        TEXT NOT NULL,
    bytes       BIGINT NOT NULL CHECK (bytes > 0),
    sha256      BYTEA NOT NULL,
    width       BIGINT NOT NULL DEFAULT 0,
    height      BIGINT NOT NULL DEFAULT 0,
    at          BIGINT NOT NULL
);
CREATE INDEX files_holder ON files (holder_kind, holder, at);
