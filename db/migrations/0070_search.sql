-- +goose Up

-- Owner: search. One row for each service that was ever live: all that any
-- engine finds it by. The four columns of terms hold encoded terms with a
-- blank around each, path the ids of its categories from the top down, facets
-- pairs code=value likewise. stamp numbers the changes; NULL = not numbered
-- yet (PostgreSQL only), seen by no index.
CREATE TABLE search_documents (
    service      BYTEA PRIMARY KEY,
    seller       BYTEA NOT NULL,
    path         TEXT NOT NULL DEFAULT '',
    title_terms  TEXT NOT NULL DEFAULT '',
    tag_terms    TEXT NOT NULL DEFAULT '',
    label_terms  TEXT NOT NULL DEFAULT '',
    text_terms   TEXT NOT NULL DEFAULT '',
    facets       TEXT NOT NULL DEFAULT '',
    language     TEXT NOT NULL DEFAULT '',
    price        BIGINT NOT NULL DEFAULT 0,
    price_step   BIGINT NOT NULL DEFAULT 0,
    lead         BIGINT NOT NULL DEFAULT 0,
    lead_step    BIGINT NOT NULL DEFAULT 0,
    live_at      BIGINT NOT NULL DEFAULT 0,
    draw         BIGINT NOT NULL DEFAULT 0,
    shown        BOOLEAN NOT NULL DEFAULT FALSE,
    rank         BIGINT NOT NULL DEFAULT 1000000,
    top_rated    BOOLEAN NOT NULL DEFAULT FALSE,
    newcomer     BOOLEAN NOT NULL DEFAULT FALSE,
    stamp        BIGINT
);
CREATE INDEX search_documents_stamp ON search_documents (stamp) WHERE stamp IS NOT NULL;
CREATE INDEX search_documents_unnumbered ON search_documents (service) WHERE stamp IS NULL;
CREATE INDEX search_documents_seller ON search_documents (seller);

-- Owner: search. What holds for everything a seller offers. shown is FALSE
-- while nothing of theirs may be found, whatever they publish.
CREATE TABLE search_sellers (
    seller   BYTEA PRIMARY KEY,
    shown    BOOLEAN NOT NULL DEFAULT TRUE,
    rating   BIGINT NOT NULL DEFAULT 0,
    feedback BIGINT NOT NULL DEFAULT 0,
    level    TEXT NOT NULL DEFAULT '',
    verified BOOLEAN NOT NULL DEFAULT FALSE,
    online   BOOLEAN NOT NULL DEFAULT FALSE,
    stamp    BIGINT
);
CREATE INDEX search_sellers_stamp ON search_sellers (stamp) WHERE stamp IS NOT NULL;
CREATE INDEX search_sellers_unnumbered ON search_sellers (seller) WHERE stamp IS NULL;
CREATE INDEX search_sellers_online ON search_sellers (seller) WHERE online;

-- Owner: search. The last stamp given on PostgreSQL, by table.
CREATE TABLE search_stamps (
    of_table TEXT PRIMARY KEY,
    last     BIGINT NOT NULL
);

-- Owner: search. Words that mean the same, as staff wrote them (CAT-18).
CREATE TABLE search_synonyms (
    id    BYTEA PRIMARY KEY,
    words TEXT NOT NULL
);
