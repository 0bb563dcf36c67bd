-- Every event of the mesh, for replay by time and type.
CREATE TABLE event (
    tenant  text        NOT NULL,
    id      uuid        NOT NULL,
    type    text        NOT NULL,
    subject text        NOT NULL,
    time    timestamptz NOT NULL,
    data    jsonb       NOT NULL,
    PRIMARY KEY (tenant, id)
);

CREATE INDEX event_by_time ON event (tenant, time, id);
CREATE INDEX event_by_type ON event (tenant, type, time, id);

ALTER TABLE event ENABLE ROW LEVEL SECURITY;
ALTER TABLE event FORCE ROW LEVEL SECURITY;
CREATE POLICY event_of_tenant ON event
    USING (tenant = current_setting('mnemesh.tenant', true))
    WITH CHECK (tenant = current_setting('mnemesh.tenant', true));

-- Tenants that have events: who purges does so one tenant at a time. Holds names only, so it has no row-level security.
CREATE TABLE archive_tenant (
    tenant text PRIMARY KEY
);
