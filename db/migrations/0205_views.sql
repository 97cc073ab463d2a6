-- Who looked at what is offered (CAT-28).
-- +goose Up

-- Owner: catalogue. What was seen of a service on one day (days since 1970, in
-- UTC): how often lists showed it and at which places together, how many
-- people looked at its page, and how many of them came from a list.
CREATE TABLE service_days (
    service BYTEA  NOT NULL,
    day     BIGINT NOT NULL,
    shown   BIGINT NOT NULL DEFAULT 0,
    places  BIGINT NOT NULL DEFAULT 0,
    views   BIGINT NOT NULL DEFAULT 0,
    opened  BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (service, day)
);

-- Owner: catalogue. Who was counted on a day, so that each counts once, and few
-- of one address (a member's is the member): salted sums that say nothing once
-- the day's salt is gone.
CREATE TABLE service_viewers (
    day     BIGINT NOT NULL,
    service BYTEA  NOT NULL,
    address BYTEA  NOT NULL,
    viewer  BYTEA  NOT NULL,
    PRIMARY KEY (day, service, address, viewer)
);

-- Owner: catalogue. The salt of a day, the same on every node; gone with the
-- day's viewers.
CREATE TABLE viewer_salts (
    day  BIGINT NOT NULL PRIMARY KEY,
    salt BYTEA  NOT NULL
);
