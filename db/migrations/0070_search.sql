-- +goose Up

-- Owner: search. One row for each service that was ever live: what it is
-- found by. terms and title_terms hold folded, stemmed words with a blank
-- around each; path the ids of its categories from the top down.
CREATE TABLE search_documents (
    service      BYTEA PRIMARY KEY,
    seller       BYTEA NOT NULL,
    path         TEXT NOT NULL DEFAULT '',
    title_terms  TEXT NOT NULL DEFAULT '',
    terms        TEXT NOT NULL DEFAULT '',
    language     TEXT NOT NULL DEFAULT '',
    price        BIGINT NOT NULL DEFAULT 0,
    lead         BIGINT NOT NULL DEFAULT 0,
    live_at      BIGINT NOT NULL DEFAULT 0,
    shown        BOOLEAN NOT NULL DEFAULT FALSE,
    seller_shown BOOLEAN NOT NULL DEFAULT TRUE
);
CREATE INDEX search_documents_newest ON search_documents (live_at, service) WHERE shown AND seller_shown;
CREATE INDEX search_documents_seller ON search_documents (seller);

-- Owner: search. Sellers of whom nothing is shown, whatever they publish.
CREATE TABLE search_sellers (
    seller BYTEA PRIMARY KEY,
    shown  BOOLEAN NOT NULL DEFAULT TRUE
);
