-- Tables of the mesh itself. They hold rows of all tenants and are read and written by the mesh only: no row-level security.

-- Events of committed changes, until they are seen to be kept by Redis.
CREATE TABLE outbox (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    fields       text NOT NULL,
    published_at timestamptz,
    partition    integer,
    stream_id    text
);

CREATE INDEX outbox_unpublished ON outbox (id) WHERE published_at IS NULL;
CREATE INDEX outbox_published ON outbox (published_at) WHERE published_at IS NOT NULL;

-- Which events a consumer group has had its effect of.
CREATE TABLE processed_event (
    consumer_group text NOT NULL,
    event_id       uuid NOT NULL,
    processed_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer_group, event_id)
);

CREATE INDEX processed_event_age ON processed_event (processed_at);
