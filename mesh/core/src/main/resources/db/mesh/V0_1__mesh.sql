-- Tables of the mesh itself. They hold rows of all tenants and are read and written by the mesh only: no row-level security.

-- Events of committed changes. A published one stays for a while, so that it can be published again if Redis loses it.
CREATE TABLE outbox (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    fields       text NOT NULL,
    appended_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    published_at timestamptz,
    -- Where it was published: the partition, and the entry id stream_ms-stream_seq in its stream.
    partition    integer,
    stream_ms    bigint,
    stream_seq   bigint
);

CREATE INDEX outbox_unpublished ON outbox (id) WHERE published_at IS NULL;
CREATE INDEX outbox_published ON outbox (published_at) WHERE published_at IS NOT NULL;
CREATE INDEX outbox_place ON outbox (partition, stream_ms, stream_seq) WHERE partition IS NOT NULL;

-- Which events a consumer group has had its effect of.
CREATE TABLE processed_event (
    consumer_group text NOT NULL,
    event_id       uuid NOT NULL,
    processed_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer_group, event_id)
);

CREATE INDEX processed_event_age ON processed_event (processed_at);
