-- The keys that each process of the service has read most, hottest first, for those that start after it. A system table:
-- addresses only, no values. Repeatable, so that it also comes to databases whose later migrations were there before.

create table if not exists cache_hot (
    cache       text        not null,
    node        text        not null, -- the process
    tenants     text[]      not null, -- of each key
    keys        text[]      not null,
    recorded_at timestamptz not null default clock_timestamp(),
    primary key (cache, node)
);

create index if not exists cache_hot_recorded_at on cache_hot (recorded_at);

-- Keys are not to be kept in the planner's statistics.
alter table cache_hot alter column keys set statistics 0;

-- An erasure rewrites it, so that no key is left in deleted rows.
do $$
declare
    service constant text := 'mnemesh_' || current_schema();
begin
    if exists (select from pg_roles where rolname = service) then
        execute format('grant maintain on cache_hot to %I', service);
    end if;
end $$;
