-- +goose Up

-- Owner: conversation. One conversation for each pair of members, outside
-- orders (TLK-1). low and high are the two in the order of their ids; seller
-- is the one whose service or profile it started from (TLK-2). waits_since is
-- when the new message was written that the seller still owes an answer to,
-- ignored_at when the time for it ran out (TLK-5). calendar is the time zone
-- whose weekends that time skips, empty where it skips none.
CREATE TABLE conversations (
    id          BYTEA PRIMARY KEY,
    low         BYTEA NOT NULL,
    high        BYTEA NOT NULL,
    buyer       BYTEA NOT NULL,
    seller      BYTEA NOT NULL,
    from_kind   TEXT NOT NULL,
    from_id     BYTEA NOT NULL,
    started_at  BIGINT NOT NULL,
    last_at     BIGINT NOT NULL,
    waits_since BIGINT,
    ignored_at  BIGINT,
    calendar    TEXT NOT NULL DEFAULT '',
    CHECK (low < high)
);
CREATE UNIQUE INDEX conversations_pair ON conversations (low, high);
CREATE INDEX conversations_buyer ON conversations (buyer, last_at);
CREATE INDEX conversations_seller ON conversations (seller, last_at);
CREATE INDEX conversations_waiting ON conversations (seller) WHERE waits_since IS NOT NULL;

-- Owner: conversation. What was said, in conversations and on the pages of
-- orders; holder is the id of either. act is the row of the order's table that
-- a message came with, empty for a plain one. folded is the text of messages
-- outside orders as searches compare it.
CREATE TABLE messages (
    id          BYTEA PRIMARY KEY,
    holder_kind TEXT NOT NULL,
    holder      BYTEA NOT NULL,
    author      BYTEA NOT NULL,
    text        TEXT NOT NULL,
    folded      TEXT NOT NULL DEFAULT '',
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

-- Owner: conversation. How a member keeps a conversation: how far it was read,
-- whether it is starred, when it was put into the archive; a later message
-- brings it back from there (TLK-7).
CREATE TABLE conversation_sides (
    conversation BYTEA NOT NULL REFERENCES conversations (id),
    member       BYTEA NOT NULL,
    read_at      BIGINT NOT NULL DEFAULT 0,
    starred      BOOLEAN NOT NULL DEFAULT FALSE,
    archived_at  BIGINT,
    PRIMARY KEY (conversation, member)
);

-- Owner: conversation. How long each new message waited for its answer, for the
-- seller's usual reply time (TLK-5). span is in microseconds, without the
-- weekends that the time for the answer skipped: those of calendar, a time
-- zone; empty: none.
CREATE TABLE reply_times (
    conversation BYTEA NOT NULL REFERENCES conversations (id),
    asked_at     BIGINT NOT NULL,
    seller       BYTEA NOT NULL,
    span         BIGINT NOT NULL,
    calendar     TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (conversation, asked_at)
);
CREATE INDEX reply_times_seller ON reply_times (seller, asked_at);

-- Owner: conversation. What a member answers often (TLK-7).
CREATE TABLE saved_replies (
    id     BYTEA PRIMARY KEY,
    member BYTEA NOT NULL,
    title  TEXT NOT NULL,
    text   TEXT NOT NULL
);
CREATE INDEX saved_replies_member ON saved_replies (member, title);
