-- What was removed for which erasure: the proof this service keeps.
CREATE TABLE erasure_proof (
    tenant     text        NOT NULL,
    erasure_id uuid        NOT NULL,
    round      integer     NOT NULL,
    part       integer     NOT NULL,
    removed    text        NOT NULL,
    removed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, erasure_id, round, part)
);

ALTER TABLE erasure_proof ENABLE ROW LEVEL SECURITY;
ALTER TABLE erasure_proof FORCE ROW LEVEL SECURITY;
CREATE POLICY erasure_proof_of_tenant ON erasure_proof
    USING (tenant = current_setting('mnemesh.tenant', true))
    WITH CHECK (tenant = current_setting('mnemesh.tenant', true));

CREATE INDEX event_by_subject ON event (tenant, subject);

-- Rewriting the table is how the bytes of deleted events are removed; no samples of them in the planner's statistics.
DO $$
BEGIN
    EXECUTE format('GRANT MAINTAIN ON event, outbox TO %I', 'mnemesh_' || current_schema());
END
$$;
ALTER TABLE event ALTER COLUMN data SET STATISTICS 0;

-- What the planner sampled of these columns before.
do $$
declare
    sampled record;
begin
    if to_regprocedure('pg_clear_attribute_stats(text, text, text, boolean)') is not null then
        for sampled in
            select c.relname, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
            where c.relnamespace = current_schema()::text::regnamespace and a.attstattarget = 0
        loop
            perform pg_clear_attribute_stats(current_schema()::text, sampled.relname::text, sampled.attname::text, false);
        end loop;
    end if;
end
$$;
