-- +goose Up

-- Owner: dispute. Each look of staff at the page of an order they are no party
-- to, with its reason (TRU-25). Its parties can see that somebody looked.
CREATE TABLE order_looks (
    order_id BYTEA NOT NULL,
    staff    BYTEA NOT NULL,
    at       BIGINT NOT NULL,
    reason   TEXT NOT NULL,
    remark   TEXT NOT NULL,
    PRIMARY KEY (order_id, staff, at)
);
