-- +goose Up

-- Owner: conversation. One conversation for each pair of members, outside
-- orders (TLK-1). low and high are the two in the order of their ids; seller
-- is the one whose service or profile it started from (TLK-2).
CREATE TABLE conversations (
    id         BYTEA PRIMARY KEY,
    low        BYTEA NOT NULL,
    high       BYTEA NOT NULL,
    buyer      BYTEA NOT NULL,
    seller     BYTEA NOT NULL,
    from_kind  TEXT NOT NULL,
    from_id    BYTEA NOT NULL,
    started_at BIGINT NOT NULL,
    last_at    BIGINT NOT NULL,
    CHECK (low < high)
);
CREATE UNIQUE INDEX conversations_pair ON conversations (low, high);
CREATE INDEX conversations_buyer ON conversations (buyer, last_at);
CREATE INDEX conversations_seller ON conversations (seller, last_at);

-- Owner: conversation. What was said, in conversations and on the pages of
-- orders; holder is the id of either. act is the row of the order's table that
-- a message came with, empty for a plain one.
CREATE TABLE messages (
    id          BYTEA PRIMARY KEY,
    holder_kind TEXT NOT NULL,
    holder      BYTEA NOT NULL,
    author      BYTEA NOT NULL,
    text        TEXT NOT NULL,
    quote       BYTEA,
    act         TEXT NOT NULL DEFAULT '',
    contacts    BOOLEAN NOT NULL DEFAULT FALSE,
    at          BIGINT NOT NULL,
    edited_at   BIGINT,
    deleted_at  BIGINT
);
CREATE INDEX messages_holder ON messages (holder_kind, holder, at, id);

-- Owner: conversation. The files of messages, in their order.
CREATE TABLE message_files (
    message  BYTEA NOT NULL REFERENCES messages (id),
    position BIGINT NOT NULL,
    file     BYTEA NOT NULL,
    PRIMARY KEY (message, position)
);

-- Owner: conversation. What an edited or deleted message said before, for
-- arbitration (TLK-3).
CREATE TABLE message_originals (
    message BYTEA NOT NULL REFERENCES messages (id),
    at      BIGINT NOT NULL,
    text    TEXT NOT NULL,
    PRIMARY KEY (message, at)
);

-- Owner: conversation. How far a member has read a conversation.
CREATE TABLE conversation_reads (
    conversation BYTEA NOT NULL REFERENCES conversations (id),
    member       BYTEA NOT NULL,
    read_at      BIGINT NOT NULL,
    PRIMARY KEY (conversation, member)
);
