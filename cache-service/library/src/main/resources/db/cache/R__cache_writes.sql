-- The journal of write-back caches: what was acknowledged and is not in the store yet. Repeatable, so that it also comes to
-- databases whose later migrations were there before.

-- Numbers of writes and of claims. They only grow, and are compared, never read as times.
create sequence if not exists cache_write_number;

-- The last write of each key that the store may not have. Who changes a row has locked that of cache_write_queue first.
create table if not exists cache_write (
    tenant  text   not null,
    cache   text   not null,
    key     text   not null,
    value   bytea  not null, -- an envelope, which says itself whether the write is a removal
    version bigint not null, -- grows with every write of the key
    primary key (tenant, cache, key)
);

-- No samples of what values say in the planner's statistics.
alter table cache_write alter column value set statistics 0;

alter table cache_write enable row level security;
alter table cache_write force row level security;
drop policy if exists tenant_isolation on cache_write;
create policy tenant_isolation on cache_write
    using (tenant = current_setting('mnemesh.tenant', true))
    with check (tenant = current_setting('mnemesh.tenant', true));

-- When a write is to be done, and who does it. A system table: addresses only, no values.
create table if not exists cache_write_queue (
    tenant    text        not null,
    cache     text        not null,
    key       text        not null,
    node      text        not null,           -- who accepted it, and knows whether the tiers were told
    writes    integer     not null,           -- accepted ones that the last one stands for
    attempt   integer     not null default 0, -- claims since the last one was accepted
    failures  integer     not null default 0, -- those of them that count towards giving up
    fence     bigint      not null default 0, -- of the last claim
    queued_at timestamptz not null default clock_timestamp(),
    due_at    timestamptz not null,           -- end of the delay, of the pause or of the lease; infinity: given up
    primary key (tenant, cache, key)
);

create index if not exists cache_write_queue_due on cache_write_queue (cache, due_at);

-- Writes that the store would not take, and why. Their values stay in cache_write.
create table if not exists cache_dead_write (
    tenant   text        not null,
    cache    text        not null,
    key      text        not null,
    attempts integer     not null,
    failure  text        not null,
    died_at  timestamptz not null default clock_timestamp(),
    primary key (tenant, cache, key)
);

-- What a store said may repeat what it was given.
alter table cache_dead_write alter column failure set statistics 0;

alter table cache_dead_write enable row level security;
alter table cache_dead_write force row level security;
drop policy if exists tenant_isolation on cache_dead_write;
create policy tenant_isolation on cache_dead_write
    using (tenant = current_setting('mnemesh.tenant', true))
    with check (tenant = current_setting('mnemesh.tenant', true));
