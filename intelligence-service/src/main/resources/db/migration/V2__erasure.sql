-- What was removed for which erasure: the proof this service keeps.
create table erasure_proof (
    tenant     text        not null,
    erasure_id uuid        not null,
    round      integer     not null,
    part       integer     not null,
    removed    text        not null,
    removed_at timestamptz not null default now(),
    primary key (tenant, erasure_id, round, part)
);

alter table erasure_proof enable row level security;
alter table erasure_proof force row level security;
create policy tenant_rows on erasure_proof using (tenant = current_setting('mnemesh.tenant', true));

-- Rewriting the tables is how the bytes of deleted rows are removed; no samples of them in the planner's statistics.
do $$
begin
    execute format(
        'grant maintain on error_group, error_group_alias, error_signature, error_occurrence, outbox to %I',
        'mnemesh_' || current_schema());
end
$$;
alter table error_group alter column template set statistics 0;
alter table error_signature alter column tokens set statistics 0, alter column key set statistics 0;
alter table error_occurrence alter column content set statistics 0, alter column summary set statistics 0,
    alter column resolution set statistics 0, alter column context set statistics 0,
    alter column signature_key set statistics 0, alter column words set statistics 0;
alter table outbox alter column fields set statistics 0;

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
