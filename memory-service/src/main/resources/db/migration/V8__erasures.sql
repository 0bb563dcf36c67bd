-- Erasures: what is to be gone for good, how far that has come, and who answered. user_name is forgotten at the end.
create table erasure (
    tenant       text        not null,
    id           uuid        not null,
    request      bytea       not null,
    user_name    text,
    user_digest  text,
    by_context   boolean     not null,
    by_creator   boolean     not null,
    step         text        not null,
    memories     bigint      not null default 0,
    parts        integer     not null default 0,
    counts       text        not null default '{}',
    requested_by text        not null,
    requested_at timestamptz not null,
    asked_at     timestamptz,
    freed_at     timestamptz,
    finished_at  timestamptz,
    tombstone    text,
    primary key (tenant, id)
);

create unique index erasure_open on erasure (tenant, request) where finished_at is null;
create index erasure_user on erasure (tenant, user_digest) where user_digest is not null;

-- The erased memories: ids outlive the content.
create table erasure_memory (
    tenant     text    not null,
    erasure_id uuid    not null,
    memory_id  uuid    not null,
    deleted    boolean not null default false,
    primary key (tenant, erasure_id, memory_id),
    foreign key (tenant, erasure_id) references erasure (tenant, id)
);

create table erasure_answer (
    tenant      text        not null,
    erasure_id  uuid        not null,
    service     text        not null,
    round       integer     not null,
    part        integer     not null,
    removed     text        not null,
    answered_at timestamptz not null,
    primary key (tenant, erasure_id, service, round, part),
    foreign key (tenant, erasure_id) references erasure (tenant, id)
);

-- Whose erasure is where, for the instances that share the work. No row-level security: ids and tenants only.
create table erasure_queue (
    id          uuid        primary key,
    tenant      text        not null,
    lease_until timestamptz not null default now(),
    index_due   boolean     not null default false,
    finished_at timestamptz
);

create index erasure_queue_open on erasure_queue (lease_until) where finished_at is null;

-- Search indexes of all instances, and of which erasures each is free. No row-level security: ids only.
create table index_node (
    id      uuid        primary key,
    seen_at timestamptz not null
);

create table index_erasure (
    erasure_id uuid        not null references erasure_queue (id),
    node       uuid        not null references index_node (id) on delete cascade,
    erased_at  timestamptz not null default now(),
    primary key (erasure_id, node)
);

-- Public keys that tombstones are or were signed with.
create table erasure_key (
    id         text        primary key,
    public_key bytea       not null,
    first_used timestamptz not null default now()
);

do $$
declare
    name text;
begin
    foreach name in array array['erasure', 'erasure_memory', 'erasure_answer'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy tenant_rows on %I using (tenant = current_setting(''mnemesh.tenant'', true))'
            ' with check (tenant = current_setting(''mnemesh.tenant'', true))', name);
    end loop;

    -- Rewriting a table is how the bytes of deleted rows are removed.
    foreach name in array array['memory', 'memory_embedding', 'memory_history', 'memory_feedback', 'memory_idempotency',
                                'outbox', 'cache_entry', 'erasure', 'erasure_memory'] loop
        execute format('grant maintain on %I to %I', name, 'mnemesh_' || current_schema());
    end loop;
end
$$;

-- No samples of what memories say in the planner's statistics.
alter table memory alter column content set statistics 0, alter column details set statistics 0,
    alter column attributes set statistics 0, alter column tags set statistics 0,
    alter column claim set statistics 0, alter column claim_value set statistics 0,
    alter column slot_subject set statistics 0, alter column slot_attribute set statistics 0;
alter table memory_history alter column content set statistics 0, alter column details set statistics 0,
    alter column attributes set statistics 0, alter column tags set statistics 0,
    alter column slot_subject set statistics 0, alter column slot_attribute set statistics 0;
alter table memory_embedding alter column vector set statistics 0;
alter table outbox alter column fields set statistics 0;
alter table cache_entry alter column value set statistics 0;
alter table erasure alter column user_name set statistics 0;

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
