-- L3 of the cache: entries outlive Redis and every process of the service.

create table cache_entry (
    tenant     text        not null,
    cache      text        not null,
    key        text        not null,
    value      bytea,                -- null: removed; stays for a while so that late loads are refused
    generation bigint      not null, -- grows with every change of the row
    expires_at timestamptz not null,
    primary key (tenant, cache, key)
);

create index cache_entry_expires_at on cache_entry (expires_at);

alter table cache_entry enable row level security;
alter table cache_entry force row level security;

create policy tenant_isolation on cache_entry
    using (tenant = current_setting('mnemesh.tenant', true))
    with check (tenant = current_setting('mnemesh.tenant', true));

-- The purge job sees and deletes what had expired at the time it names, of every tenant, and nothing else.
create policy purge_select on cache_entry for select
    using (expires_at <= nullif(current_setting('mnemesh.cache_purge', true), '')::timestamptz);
create policy purge_delete on cache_entry for delete
    using (expires_at <= nullif(current_setting('mnemesh.cache_purge', true), '')::timestamptz);

-- Invalidations that Redis could not be told of. A system table: addresses only, no values.
create table cache_debt (
    tenant     text        not null,
    cache      text        not null,
    key        text        not null,
    created_at timestamptz not null default now(),
    primary key (tenant, cache, key)
);
