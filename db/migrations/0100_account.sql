-- +goose Up
-- Owner of every table in this file: package account.

-- One row per account. An address that was never confirmed occupies nothing:
-- whoever proves it first has it (ACC-3, ACC-7).
CREATE TABLE members (
    id             BYTEA   NOT NULL PRIMARY KEY,
    login          TEXT    NOT NULL,
    login_key      TEXT    NOT NULL,
    email          TEXT    NOT NULL,
    email_key      TEXT    NOT NULL,
    confirmed      BOOLEAN NOT NULL DEFAULT FALSE,
    password_hash  TEXT    NOT NULL DEFAULT '',
    display_name   TEXT    NOT NULL DEFAULT '',
    picture        BYTEA,
    standing       TEXT    NOT NULL DEFAULT 'good',
    standing_until BIGINT,
    restrictions   TEXT    NOT NULL DEFAULT '',
    roles          TEXT    NOT NULL DEFAULT '',
    language       TEXT    NOT NULL DEFAULT 'en',
    zone           TEXT    NOT NULL DEFAULT 'UTC',
    hides_weekends BOOLEAN NOT NULL DEFAULT FALSE,
    side           TEXT    NOT NULL DEFAULT 'buying',
    joined_at      BIGINT  NOT NULL,
    seen_at        BIGINT,
    verified_at    BIGINT
);
CREATE UNIQUE INDEX members_login ON members (login_key);
CREATE UNIQUE INDEX members_email ON members (email_key) WHERE confirmed;
CREATE INDEX members_email_any ON members (email_key);
CREATE INDEX members_seen ON members (seen_at);
CREATE INDEX members_staff ON members (roles) WHERE roles <> '';

-- What a member tells everyone (ACC-13).
CREATE TABLE profiles (
    member_id   BYTEA NOT NULL PRIMARY KEY,
    headline    TEXT  NOT NULL DEFAULT '',
    description TEXT  NOT NULL DEFAULT '',
    city        TEXT  NOT NULL DEFAULT '',
    country     TEXT  NOT NULL DEFAULT '',
    occupation  TEXT  NOT NULL DEFAULT '',
    languages   TEXT  NOT NULL DEFAULT '',
    skills      TEXT  NOT NULL DEFAULT '',
    interests   TEXT  NOT NULL DEFAULT ''
);

-- What is nobody else's business (ACC-14); never joined into a public page.
CREATE TABLE private_details (
    member_id  BYTEA NOT NULL PRIMARY KEY,
    legal_name TEXT  NOT NULL DEFAULT '',
    address    TEXT  NOT NULL DEFAULT '',
    phone      TEXT  NOT NULL DEFAULT '',
    born_on    TEXT  NOT NULL DEFAULT '',
    gender     TEXT  NOT NULL DEFAULT ''
);

-- Sessions, listed and ended by their member (ACC-6).
CREATE TABLE sessions (
    id         BYTEA   NOT NULL PRIMARY KEY,
    member_id  BYTEA   NOT NULL,
    token_hash BYTEA   NOT NULL,
    device     TEXT    NOT NULL DEFAULT '',
    place      TEXT    NOT NULL DEFAULT '',
    remember   BOOLEAN NOT NULL DEFAULT FALSE,
    started_at BIGINT  NOT NULL,
    seen_at    BIGINT  NOT NULL,
    ends_at    BIGINT  NOT NULL
);
CREATE UNIQUE INDEX sessions_token ON sessions (token_hash);
CREATE INDEX sessions_member ON sessions (member_id);

-- Devices a member has signed in from, to tell a new one (ACC-6).
CREATE TABLE known_devices (
    member_id BYTEA  NOT NULL,
    device    TEXT   NOT NULL,
    first_at  BIGINT NOT NULL,
    PRIMARY KEY (member_id, device)
);

-- Links and codes that prove an address or reset a password: one open row per
-- member and purpose; only hashes are kept.
CREATE TABLE proofs (
    member_id  BYTEA  NOT NULL,
    purpose    TEXT   NOT NULL,
    email      TEXT   NOT NULL,
    link_hash  BYTEA  NOT NULL,
    code_hash  BYTEA  NOT NULL,
    tries      BIGINT NOT NULL DEFAULT 0,
    made_at    BIGINT NOT NULL,
    ends_at    BIGINT NOT NULL,
    PRIMARY KEY (member_id, purpose)
);
CREATE UNIQUE INDEX proofs_link ON proofs (link_hash);

-- Counters of sign-ins, registrations, resets and confirmations, per account
-- and per address (ACC-7). Keys are hashes.
CREATE TABLE attempts (
    what     TEXT   NOT NULL,
    who      BYTEA  NOT NULL,
    began_at BIGINT NOT NULL,
    count    BIGINT NOT NULL,
    PRIMARY KEY (what, who)
);
CREATE INDEX attempts_began ON attempts (began_at);

-- What happened to an account's safety, shown to its member (ACC-7). Rows are
-- dropped after a year.
CREATE TABLE security_log (
    id        BYTEA  NOT NULL PRIMARY KEY,
    member_id BYTEA  NOT NULL,
    what      TEXT   NOT NULL,
    device    TEXT   NOT NULL DEFAULT '',
    place     TEXT   NOT NULL DEFAULT '',
    at        BIGINT NOT NULL
);
CREATE INDEX security_log_member ON security_log (member_id, at);

-- Accounts found to belong to one person (ACC-8); the smaller id comes first.
CREATE TABLE linked_accounts (
    member_id BYTEA  NOT NULL,
    other_id  BYTEA  NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (member_id, other_id)
);
CREATE INDEX linked_accounts_other ON linked_accounts (other_id);

-- Who wants nothing to do with whom (TLK-7).
CREATE TABLE blocks (
    member_id  BYTEA  NOT NULL,
    blocked_id BYTEA  NOT NULL,
    at         BIGINT NOT NULL,
    PRIMARY KEY (member_id, blocked_id)
);

-- Personal API tokens with scopes; only the hash is kept.
CREATE TABLE tokens (
    id         BYTEA  NOT NULL PRIMARY KEY,
    member_id  BYTEA  NOT NULL,
    name       TEXT   NOT NULL,
    token_hash BYTEA  NOT NULL,
    scopes     TEXT   NOT NULL,
    made_at    BIGINT NOT NULL,
    used_at    BIGINT,
    ends_at    BIGINT
);
CREATE UNIQUE INDEX tokens_hash ON tokens (token_hash);
CREATE INDEX tokens_member ON tokens (member_id);

-- Versions of terms, privacy, rules (LAW-1). A version never changes; told_to
-- is the last member who was told of it, until told.
CREATE TABLE documents (
    kind         TEXT   NOT NULL,
    number       BIGINT NOT NULL,
    language     TEXT   NOT NULL,
    title        TEXT   NOT NULL,
    body         TEXT   NOT NULL,
    draft        BOOLEAN NOT NULL,
    published_at BIGINT NOT NULL,
    published_by BYTEA,
    in_force_at  BIGINT NOT NULL,
    told         BOOLEAN NOT NULL,
    told_to      BYTEA,
    PRIMARY KEY (kind, number, language)
);
CREATE INDEX documents_to_tell ON documents (published_at) WHERE NOT told;

-- owner: account. Who gave or took which role (ACC-4).
CREATE TABLE role_changes (
    id        BYTEA   PRIMARY KEY,
    member_id BYTEA   NOT NULL,
    role      TEXT    NOT NULL,
    given     BOOLEAN NOT NULL,
    changed_by BYTEA,
    at        BIGINT  NOT NULL
);

-- What a member accepted, when and which version (LAW-2).
CREATE TABLE acceptances (
    member_id    BYTEA  NOT NULL,
    kind         TEXT   NOT NULL,
    number       BIGINT NOT NULL,
    organisation TEXT   NOT NULL DEFAULT '',
    capacity     TEXT   NOT NULL DEFAULT '',
    at           BIGINT NOT NULL,
    PRIMARY KEY (member_id, kind, number)
);

-- Checks of members' identities (ACC-19). The document is named until staff
-- decided; then it is gone, and the decision stays.
CREATE TABLE identity_checks (
    member_id  BYTEA  NOT NULL PRIMARY KEY,
    state      TEXT   NOT NULL CHECK (state IN ('waiting', 'verified', 'refused')),
    legal_name TEXT   NOT NULL,
    document   BYTEA,
    asked_at   BIGINT,
    decided_at BIGINT,
    decided_by BYTEA,
    reason     TEXT   NOT NULL
);
CREATE INDEX identity_checks_waiting ON identity_checks (asked_at) WHERE state = 'waiting';
CREATE INDEX identity_checks_decided ON identity_checks (decided_at);

-- Words the operator refuses in logins (ACC-2).
CREATE TABLE refused_words (
    word TEXT   NOT NULL PRIMARY KEY,
    at   BIGINT NOT NULL
);
