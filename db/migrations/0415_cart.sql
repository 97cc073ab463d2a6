-- What a member means to buy: favourites, cart, comparisons, what was looked
-- at (CAT-23, CAT-25 to CAT-27).
-- +goose Up

-- Owner: cart. Named lists of favourites.
CREATE TABLE favourite_lists (
    id      BYTEA  NOT NULL PRIMARY KEY,
    member  BYTEA  NOT NULL,
    name    TEXT   NOT NULL,
    made_at BIGINT NOT NULL,
    UNIQUE (member, name)
);

-- Owner: cart. Favourites; list is NULL for one that was not sorted.
CREATE TABLE favourites (
    member   BYTEA  NOT NULL,
    service  BYTEA  NOT NULL,
    list     BYTEA,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (member, service)
);

-- Owner: cart. What was put into the cart, as it was shown: the version and
-- what it cost in all. A line whose checkout waits for money waits with it;
-- once that is placed, the line has left the cart.
CREATE TABLE cart_lines (
    id       BYTEA  NOT NULL PRIMARY KEY,
    member   BYTEA  NOT NULL,
    service  BYTEA  NOT NULL,
    version  BYTEA  NOT NULL,
    package  TEXT   NOT NULL,
    units    BIGINT NOT NULL,
    options  TEXT   NOT NULL,
    price    BIGINT NOT NULL,
    added_at BIGINT NOT NULL,
    checkout BYTEA,
    UNIQUE (member, service, package, options)
);
CREATE INDEX cart_lines_added ON cart_lines (added_at);
CREATE INDEX cart_lines_checkout ON cart_lines (checkout) WHERE checkout IS NOT NULL;

-- Owner: cart. The same work from several sellers: one brief, one checkout.
CREATE TABLE comparisons (
    id       BYTEA  NOT NULL PRIMARY KEY,
    member   BYTEA  NOT NULL,
    checkout BYTEA  NOT NULL UNIQUE,
    brief    TEXT   NOT NULL,
    made_at  BIGINT NOT NULL
);
CREATE INDEX comparisons_member ON comparisons (member, id);

-- Owner: cart. What a member looked at lately.
CREATE TABLE seen (
    member  BYTEA  NOT NULL,
    service BYTEA  NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (member, service)
);

-- Owner: cart. Members who do not want that to be remembered.
CREATE TABLE seen_not (
    member BYTEA  NOT NULL PRIMARY KEY,
    since  BIGINT NOT NULL
);
