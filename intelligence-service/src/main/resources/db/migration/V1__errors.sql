-- What was learned from errors. Every table but vector_pending is confined to its tenant.

create table error_group (
    tenant      text        not null,
    id          uuid        not null,
    template    text        not null,
    occurrences bigint      not null,
    first_seen  timestamptz not null,
    last_seen   timestamptz not null,
    primary key (tenant, id)
);
create index error_group_latest on error_group (tenant, last_seen desc, id desc);

-- Groups that were found to be the same as another one; old ids keep answering.
create table error_group_alias (
    tenant   text not null,
    id       uuid not null,
    group_id uuid not null,
    primary key (tenant, id),
    foreign key (tenant, group_id) references error_group (tenant, id) on delete cascade
);
create index error_group_alias_group on error_group_alias (tenant, group_id);

-- The miner's state: which signature belongs to which group.
create table error_signature (
    tenant   text    not null,
    key      text    not null,
    exact    boolean not null,
    derived  boolean not null,
    tokens   text    not null,
    group_id uuid    not null,
    version  bigint  not null,
    primary key (tenant, key),
    foreign key (tenant, group_id) references error_group (tenant, id) on delete cascade
);
create index error_signature_version on error_signature (tenant, version);
create index error_signature_group on error_signature (tenant, group_id);

-- Serialises mining per tenant: version grows with every signature, epoch when signatures were removed.
create table error_miner (
    tenant  text   not null primary key,
    version bigint not null,
    epoch   bigint not null
);

create table error_occurrence (
    tenant        text        not null,
    memory_id     uuid        not null,
    version       integer     not null,
    group_id      uuid        not null,
    signature_key text        not null,
    content       text        not null,
    summary       text        not null,
    resolution    text,
    context       text[]      not null,
    occurred_at   timestamptz not null,
    model         text,
    vector        bytea,
    words         tsvector generated always as (to_tsvector('simple', summary)) stored,
    primary key (tenant, memory_id),
    foreign key (tenant, group_id) references error_group (tenant, id)
);
create index error_occurrence_group on error_occurrence (tenant, group_id, occurred_at desc);
create index error_occurrence_signature on error_occurrence (tenant, signature_key);
create index error_occurrence_words on error_occurrence using gin (words);

-- Memories that were deleted: a late replay must not bring their content back.
create table error_tombstone (
    tenant     text        not null,
    memory_id  uuid        not null,
    deleted_at timestamptz not null,
    primary key (tenant, memory_id)
);

-- Work list of vectors to be computed. Holds ids only and is read across tenants, so it has no row-level security.
create table vector_pending (
    tenant    text        not null,
    memory_id uuid        not null,
    due_at    timestamptz not null default now(),
    primary key (tenant, memory_id)
);
create index vector_pending_due on vector_pending (due_at);

do $$
declare
    name text;
begin
    foreach name in array array['error_group', 'error_group_alias', 'error_signature', 'error_miner',
                                'error_occurrence', 'error_tombstone'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy tenant_rows on %I using (tenant = current_setting(''mnemesh.tenant'', true))', name);
    end loop;
end
$$;
