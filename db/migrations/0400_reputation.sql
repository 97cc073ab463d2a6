-- +goose Up

-- Owner: reputation. One verdict for each order and author (REP-1). counts is
-- false where the verdict gives no stars: a like on a cancelled order (REP-3).
-- A removed one stays as a stub with the rule it broke (REP-19).
CREATE TABLE feedbacks (
    id             BYTEA PRIMARY KEY,
    order_id       BYTEA NOT NULL,
    service        BYTEA NOT NULL,
    author         BYTEA NOT NULL,
    about          BYTEA NOT NULL,
    by_buyer       BOOLEAN NOT NULL,
    liked          BOOLEAN NOT NULL,
    stars          BIGINT NOT NULL CHECK (stars BETWEEN 0 AND 5),
    counts         BOOLEAN NOT NULL,
    text           TEXT NOT NULL,
    at             BIGINT NOT NULL,
    changes        BIGINT NOT NULL DEFAULT 0,
    changed_at     BIGINT,
    response       TEXT NOT NULL DEFAULT '',
    responded_at   BIGINT,
    responses      BIGINT NOT NULL DEFAULT 0,
    response_state TEXT NOT NULL DEFAULT '' CHECK (response_state IN ('', 'waiting', 'shown', 'rejected')),
    removed_at     BIGINT,
    removed_rule   TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX feedbacks_once ON feedbacks (order_id, author);
CREATE INDEX feedbacks_about ON feedbacks (about, id);
CREATE INDEX feedbacks_service ON feedbacks (service, id);
CREATE INDEX feedbacks_waiting ON feedbacks (responded_at) WHERE response_state = 'waiting';

-- Owner: reputation. What each ended order leaves on its seller's record; all
-- figures come from these rows. The last columns tell what changed it last and
-- how it stood before, so that every figure can be shown without that (REP-15).
-- ended is FALSE where an end was undone.
CREATE TABLE marks (
    order_id   BYTEA PRIMARY KEY,
    seller     BYTEA NOT NULL,
    buyer      BYTEA NOT NULL,
    service    BYTEA NOT NULL,
    ended_at   BIGINT,
    late       BOOLEAN NOT NULL,
    delivered  BOOLEAN NOT NULL,
    on_time    BOOLEAN NOT NULL,
    started    BOOLEAN NOT NULL,
    wait       BIGINT NOT NULL,
    lead       BIGINT NOT NULL,
    ended      BOOLEAN NOT NULL,
    completed  BOOLEAN NOT NULL,
    cause      TEXT NOT NULL,
    judged     BOOLEAN NOT NULL,
    liked      BOOLEAN NOT NULL,
    stars      BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    was_ended     BOOLEAN NOT NULL,
    was_completed BOOLEAN NOT NULL,
    was_cause     TEXT NOT NULL,
    was_judged    BOOLEAN NOT NULL,
    was_liked     BOOLEAN NOT NULL,
    was_stars     BIGINT NOT NULL
);
CREATE INDEX marks_latest ON marks (seller, ended_at, order_id) WHERE ended;
CREATE INDEX marks_changed ON marks (seller, changed_at);
CREATE INDEX marks_done ON marks (service) WHERE ended AND completed;
CREATE INDEX marks_bought ON marks (buyer, ended_at) WHERE ended AND completed;

-- Owner: reputation. A seller's totals and figures under a version of the
-- policy; shares are in millionths.
CREATE TABLE seller_figures (
    seller            BYTEA PRIMARY KEY,
    version           BIGINT NOT NULL,
    policy_version    BIGINT NOT NULL,
    ended             BIGINT NOT NULL,
    completed         BIGINT NOT NULL,
    failed            BIGINT NOT NULL,
    cancelled         BIGINT NOT NULL,
    timed             BIGINT NOT NULL,
    on_time           BIGINT NOT NULL,
    started           BIGINT NOT NULL,
    led               BIGINT NOT NULL,
    lead              BIGINT NOT NULL,
    wait              BIGINT NOT NULL,
    liked             BIGINT NOT NULL,
    disliked          BIGINT NOT NULL,
    star_sum          BIGINT NOT NULL,
    stars             BIGINT NOT NULL,
    responsibility    BIGINT NOT NULL,
    responsibility_of BIGINT NOT NULL,
    order_rating      BIGINT NOT NULL,
    order_rating_of   BIGINT NOT NULL,
    loss              BIGINT NOT NULL,
    loss_of           BIGINT NOT NULL,
    silent            BIGINT NOT NULL,
    silent_of         BIGINT NOT NULL,
    clean             BOOLEAN NOT NULL,
    overall           BIGINT NOT NULL,
    level             TEXT NOT NULL
);
CREATE INDEX seller_figures_policy ON seller_figures (policy_version);

-- Owner: reputation. A service's totals, its rank, and what the rank was made
-- of when it was looked at (ranked_at, NULL: not yet); due_at is when it is
-- looked at again.
CREATE TABLE service_figures (
    service        BYTEA PRIMARY KEY,
    seller         BYTEA NOT NULL,
    version        BIGINT NOT NULL,
    orders         BIGINT NOT NULL DEFAULT 0,
    failed         BIGINT NOT NULL DEFAULT 0,
    pleased        BIGINT NOT NULL DEFAULT 0,
    liked          BIGINT NOT NULL DEFAULT 0,
    disliked       BIGINT NOT NULL DEFAULT 0,
    star_sum       BIGINT NOT NULL DEFAULT 0,
    due_at         BIGINT,
    policy_version BIGINT NOT NULL DEFAULT 0,
    ranked_at      BIGINT,
    live_at        BIGINT,
    overall        BIGINT NOT NULL DEFAULT 0,
    rating         BIGINT NOT NULL DEFAULT 0,
    top_rated      BOOLEAN NOT NULL DEFAULT FALSE,
    newcomer       BOOLEAN NOT NULL DEFAULT FALSE,
    ended          BIGINT NOT NULL DEFAULT 0,
    bad            BIGINT NOT NULL DEFAULT 0,
    placed         BIGINT NOT NULL DEFAULT 0,
    views          BIGINT NOT NULL DEFAULT 0,
    rank           BIGINT NOT NULL DEFAULT 1000000
);
CREATE INDEX service_figures_seller ON service_figures (seller);
CREATE INDEX service_figures_due ON service_figures (due_at) WHERE due_at IS NOT NULL;

-- Owner: reputation. How far marks and services from before there were figures
-- have been gone through.
CREATE TABLE figure_fills (
    what TEXT PRIMARY KEY,
    last BYTEA NOT NULL,
    done BOOLEAN NOT NULL
);
