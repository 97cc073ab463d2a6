-- +goose Up

-- Owner: catalogue. The tree of categories (CAT-1, CAT-3). Amounts are minor
-- units; zero leaves the figure to the policy.
CREATE TABLE categories (
    id             BYTEA PRIMARY KEY,
    parent         BYTEA REFERENCES categories (id),
    slug           TEXT NOT NULL UNIQUE,
    name           TEXT NOT NULL,
    icon           TEXT NOT NULL DEFAULT '',
    description    TEXT NOT NULL DEFAULT '',
    position       BIGINT NOT NULL DEFAULT 0,
    price_rule     TEXT NOT NULL DEFAULT 'free' CHECK (price_rule IN ('unit', 'packages', 'free')),
    unit_price     BIGINT NOT NULL DEFAULT 0 CHECK (unit_price >= 0),
    economy_price  BIGINT NOT NULL DEFAULT 0 CHECK (economy_price >= 0),
    standard_price BIGINT NOT NULL DEFAULT 0 CHECK (standard_price >= 0),
    business_price BIGINT NOT NULL DEFAULT 0 CHECK (business_price >= 0),
    price_min      BIGINT NOT NULL DEFAULT 0 CHECK (price_min >= 0),
    price_max      BIGINT NOT NULL DEFAULT 0 CHECK (price_max >= 0),
    portfolio      BOOLEAN NOT NULL DEFAULT FALSE,
    prohibited     BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX categories_parent ON categories (parent, position);

-- Owner: catalogue. Translations of categories; the category's own name stands
-- where there is none (CAT-1).
CREATE TABLE category_names (
    category    BYTEA NOT NULL REFERENCES categories (id),
    language    TEXT NOT NULL,
    name        TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (category, language)
);

-- Owner: catalogue. Attributes hold for their category and all below it
-- (CAT-2). choices is a JSON list of {code, name}.
CREATE TABLE attributes (
    category BYTEA NOT NULL REFERENCES categories (id),
    code     TEXT NOT NULL,
    name     TEXT NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('choice', 'choices', 'number', 'yes_no')),
    required BOOLEAN NOT NULL DEFAULT FALSE,
    choices  TEXT NOT NULL DEFAULT '[]',
    least    BIGINT NOT NULL DEFAULT 0,
    most     BIGINT NOT NULL DEFAULT 0,
    position BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (category, code)
);

-- Owner: catalogue. One row: the stamp of the tree as it stands. Every change of
-- categories, their names or attributes gives a new one, so that nodes know
-- whether the tree they keep in memory is still the one (CAT-1).
CREATE TABLE category_tree (
    one   BIGINT PRIMARY KEY CHECK (one = 1),
    stamp BYTEA NOT NULL
);

-- Owner: catalogue. Categories whose services are waiting for their search
-- documents to be written anew (CAT-22): since which change, and behind which
-- service; NULL is all of them.
CREATE TABLE category_republishings (
    category BYTEA PRIMARY KEY REFERENCES categories (id),
    stamp    BYTEA NOT NULL,
    behind   BYTEA
);

-- Owner: catalogue. Services (CAT-10). state is the one without causes; title
-- and category are those of the live version, else of what is being prepared.
-- draft is the JSON of an unfinished Offer, empty when there is none.
CREATE TABLE services (
    id         BYTEA PRIMARY KEY,
    seller     BYTEA NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('draft', 'in_moderation', 'live', 'paused', 'rejected', 'removed')),
    live       BYTEA,
    pending    BYTEA,
    title      TEXT NOT NULL DEFAULT '',
    category   BYTEA,
    draft      TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    live_at    BIGINT,
    waits_from BIGINT,
    reason     TEXT NOT NULL DEFAULT '',
    remark     TEXT NOT NULL DEFAULT '',
    guard      BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX services_seller ON services (seller, changed_at);
CREATE INDEX services_category ON services (category, id) WHERE state = 'live';
CREATE INDEX services_live ON services (id) WHERE state = 'live';
CREATE INDEX services_waiting ON services (waits_from, id) WHERE pending IS NOT NULL;

-- Owner: catalogue. Versions of services; a row never changes and is never
-- deleted (ORD-4, CAT-11). offer is the JSON of the Offer as checked; what
-- lists show of it stands beside it, so that they need not read it.
CREATE TABLE service_versions (
    id       BYTEA PRIMARY KEY,
    service  BYTEA NOT NULL REFERENCES services (id),
    seller   BYTEA NOT NULL,
    number   BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    policy   BIGINT NOT NULL,
    title    TEXT NOT NULL,
    category BYTEA NOT NULL,
    cover    BYTEA,
    price    BIGINT NOT NULL,
    lead     BIGINT NOT NULL,
    language TEXT NOT NULL,
    by_unit  BOOLEAN NOT NULL,
    offer    TEXT NOT NULL,
    UNIQUE (service, number)
);

-- Owner: catalogue. What keeps one service out of the catalogue, each lifted
-- on its own (CAT-10).
CREATE TABLE service_causes (
    service BYTEA NOT NULL REFERENCES services (id),
    cause   TEXT NOT NULL,
    reason  TEXT NOT NULL DEFAULT '',
    since   BIGINT NOT NULL,
    until   BIGINT,
    PRIMARY KEY (service, cause)
);
CREATE INDEX service_causes_cause ON service_causes (cause, service);
CREATE INDEX service_causes_until ON service_causes (until) WHERE until IS NOT NULL;

-- Owner: catalogue. What keeps all services of a seller out of the catalogue.
CREATE TABLE seller_causes (
    seller BYTEA NOT NULL,
    cause  TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    since  BIGINT NOT NULL,
    until  BIGINT,
    PRIMARY KEY (seller, cause)
);
CREATE INDEX seller_causes_cause ON seller_causes (cause, seller);
CREATE INDEX seller_causes_until ON seller_causes (until) WHERE until IS NOT NULL;

-- Owner: catalogue. How far those whom a cause may hide have been looked at anew
-- under a version of the policy: the last of them, in the order of their ids.
CREATE TABLE weighings (
    cause  TEXT PRIMARY KEY,
    policy BIGINT NOT NULL,
    last   BYTEA NOT NULL,
    done   BOOLEAN NOT NULL
);

-- Owner: catalogue. Guarded counters for the limits of CAT-9: drafts; services that are
-- not drafts, rejected or removed; live or paused ones; ones waiting.
CREATE TABLE seller_counts (
    seller  BYTEA PRIMARY KEY,
    drafts  BIGINT NOT NULL DEFAULT 0 CHECK (drafts >= 0),
    offered BIGINT NOT NULL DEFAULT 0 CHECK (offered >= 0),
    live    BIGINT NOT NULL DEFAULT 0 CHECK (live >= 0),
    waiting BIGINT NOT NULL DEFAULT 0 CHECK (waiting >= 0)
);

-- Owner: catalogue. Figures of another marketplace, brought by an import and
-- never mixed with our own (REP-17).
CREATE TABLE service_figures_elsewhere (
    service  BYTEA PRIMARY KEY REFERENCES services (id),
    source   TEXT NOT NULL,
    rating   TEXT NOT NULL DEFAULT '',
    feedback BIGINT NOT NULL DEFAULT 0,
    as_of    TEXT NOT NULL DEFAULT ''
);
