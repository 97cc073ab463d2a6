-- +goose Up

-- Owner: order. One row an order: terms that never change, then the state and
-- the facts that rules ask for (ORD-39). Moments are microseconds UTC, NULL
-- where they have not come; spans are microseconds; amounts are minor units.
-- A new row names only what differs from the defaults (decisions/0028).
-- <name>_at are running deadlines, <name>_left what is left of those that stand
-- still (ORD-28).
CREATE TABLE orders (
    id                 BYTEA PRIMARY KEY,
    number             TEXT NOT NULL UNIQUE,
    buyer              BYTEA NOT NULL,
    seller             BYTEA NOT NULL,
    service            BYTEA NOT NULL,
    service_version    BYTEA NOT NULL,
    checkout           BYTEA,
    policy_version     BIGINT NOT NULL,
    custody            TEXT NOT NULL,
    title              TEXT NOT NULL,
    units              BIGINT NOT NULL,
    package            TEXT NOT NULL,
    lead               BIGINT NOT NULL,
    rounds             BIGINT NOT NULL,
    revision_time      BIGINT NOT NULL,
    commission         BIGINT NOT NULL,
    fee_rate           BIGINT NOT NULL,
    brief_needed       BOOLEAN NOT NULL,
    version            BIGINT NOT NULL,
    diary_n            BIGINT NOT NULL,
    diary_hash         BYTEA NOT NULL,
    state              TEXT NOT NULL CHECK (state IN ('placed', 'in_work', 'late', 'delivered', 'disputed', 'completed', 'cancelled')),
    waits_for_buyer    BOOLEAN NOT NULL DEFAULT FALSE,
    waits_for_seller   BOOLEAN NOT NULL DEFAULT FALSE,
    price              BIGINT NOT NULL DEFAULT 0 CHECK (price >= 0),
    fee                BIGINT NOT NULL DEFAULT 0 CHECK (fee >= 0),
    held               BIGINT NOT NULL DEFAULT 0 CHECK (held >= 0),
    fee_held           BIGINT NOT NULL DEFAULT 0 CHECK (fee_held >= 0),
    to_seller          BIGINT NOT NULL DEFAULT 0 CHECK (to_seller >= 0),
    to_buyer           BIGINT NOT NULL DEFAULT 0 CHECK (to_buyer >= 0),
    placed_at          BIGINT,
    started_at         BIGINT,
    due                BIGINT,
    delivered_at       BIGINT,
    ended_at           BIGINT,
    late_at            BIGINT,
    last_event_at      BIGINT,
    last_act_at        BIGINT,
    idle_grace         BIGINT NOT NULL DEFAULT 0,
    buyer_waits_since  BIGINT,
    seller_waits_since BIGINT,
    seller_said_at     BIGINT,
    brief_asked_at     BIGINT,
    brief_complete     BOOLEAN NOT NULL DEFAULT FALSE,
    no_time            BOOLEAN NOT NULL DEFAULT FALSE,
    deliveries         BIGINT NOT NULL DEFAULT 0,
    first_on_time      BOOLEAN NOT NULL DEFAULT FALSE,
    sent_back          BIGINT NOT NULL DEFAULT 0,
    sent_back_point    BOOLEAN NOT NULL DEFAULT FALSE,
    lateness           TEXT NOT NULL DEFAULT '',
    cause              TEXT NOT NULL DEFAULT '',
    ended_by           TEXT NOT NULL DEFAULT '',
    check_floor_used   BOOLEAN NOT NULL DEFAULT FALSE,
    banned_side        TEXT NOT NULL DEFAULT '',
    paid_noted         BOOLEAN NOT NULL DEFAULT FALSE,
    received_noted     BOOLEAN NOT NULL DEFAULT FALSE,
    payment_contested  BOOLEAN NOT NULL DEFAULT FALSE,
    asked_by           TEXT NOT NULL DEFAULT '',
    asked_reason       TEXT NOT NULL DEFAULT '',
    buyer_asks         BIGINT NOT NULL DEFAULT 0,
    seller_asks        BIGINT NOT NULL DEFAULT 0,
    refused            BIGINT NOT NULL DEFAULT 0,
    ever_refused       BOOLEAN NOT NULL DEFAULT FALSE,
    extra_sum          BIGINT NOT NULL DEFAULT 0,
    extra_lead         BIGINT NOT NULL DEFAULT 0,
    extra_open         BOOLEAN NOT NULL DEFAULT FALSE,
    added_sum          BIGINT NOT NULL DEFAULT 0,
    added_from         TEXT NOT NULL DEFAULT '',
    added_left         BIGINT NOT NULL DEFAULT 0,
    added_check        BIGINT NOT NULL DEFAULT 0,
    additions          BIGINT NOT NULL DEFAULT 0,
    date_by            TEXT NOT NULL DEFAULT '',
    date_due           BIGINT,
    case_by            TEXT NOT NULL DEFAULT '',
    case_from          TEXT NOT NULL DEFAULT '',
    case_opened_at     BIGINT,
    buyer_stated       BOOLEAN NOT NULL DEFAULT FALSE,
    seller_stated      BOOLEAN NOT NULL DEFAULT FALSE,
    go_on_by           TEXT NOT NULL DEFAULT '',
    split_by           TEXT NOT NULL DEFAULT '',
    split_to_seller    BIGINT NOT NULL DEFAULT 0,
    decided            BOOLEAN NOT NULL DEFAULT FALSE,
    decided_to         BIGINT NOT NULL DEFAULT 0,
    decided_blame      TEXT NOT NULL DEFAULT '',
    decided_by         BYTEA,
    buyer_accepted     BOOLEAN NOT NULL DEFAULT FALSE,
    seller_accepted    BOOLEAN NOT NULL DEFAULT FALSE,
    appealed           BOOLEAN NOT NULL DEFAULT FALSE,
    appealed_at        BIGINT,
    feedback_open      BOOLEAN NOT NULL DEFAULT FALSE,
    feedback_until     BIGINT,
    portfolio          TEXT NOT NULL DEFAULT '',
    tipped             BIGINT NOT NULL DEFAULT 0,
    objection          TEXT NOT NULL DEFAULT '',
    prepared_at        BIGINT,
    answer_at          BIGINT,
    ban_at             BIGINT,
    extra_at           BIGINT,
    date_at            BIGINT,
    hand_back_at       BIGINT,
    start_at           BIGINT,
    due_at             BIGINT,
    check_at           BIGINT,
    idle_at            BIGINT,
    statement_at       BIGINT,
    reminder_at        BIGINT,
    limit_at           BIGINT,
    effect_at          BIGINT,
    objection_at       BIGINT,
    start_left         BIGINT NOT NULL DEFAULT 0,
    due_left           BIGINT NOT NULL DEFAULT 0,
    check_left         BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX orders_buyer ON orders (buyer, id);
CREATE INDEX orders_seller ON orders (seller, id);
CREATE INDEX orders_service ON orders (service, id);
CREATE INDEX orders_agreed ON orders (seller, service, ended_at) WHERE portfolio = 'agreed';
CREATE INDEX orders_agreed_service ON orders (service) WHERE portfolio = 'agreed';
CREATE INDEX orders_under_way ON orders (seller) WHERE state IN ('placed', 'in_work', 'late', 'disputed');
CREATE INDEX orders_disputed ON orders (case_opened_at) WHERE state = 'disputed';
CREATE INDEX orders_objections ON orders (ended_at) WHERE objection = 'made';

-- Owner: order. What was bought, line by line: the unit or package first, then
-- options; addition is 0 for the first purchase, else which one (ORD-21).
CREATE TABLE order_lines (
    order_id BYTEA NOT NULL REFERENCES orders (id),
    addition BIGINT NOT NULL,
    position BIGINT NOT NULL,
    code     TEXT NOT NULL,
    title    TEXT NOT NULL,
    price    BIGINT NOT NULL,
    quantity BIGINT NOT NULL,
    lead     BIGINT NOT NULL,
    PRIMARY KEY (order_id, addition, position)
);

-- Owner: order. The answers of the brief, kept apart from the diary so that
-- they can be blanked (LAW-9). A later answer to a question replaces the first.
CREATE TABLE order_answers (
    order_id BYTEA NOT NULL REFERENCES orders (id),
    question TEXT NOT NULL,
    text     TEXT NOT NULL,
    file     BYTEA,
    at       BIGINT NOT NULL,
    PRIMARY KEY (order_id, question)
);
