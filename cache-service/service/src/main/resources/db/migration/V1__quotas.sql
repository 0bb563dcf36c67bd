-- What tenants store and may store. Counted by triggers in the transaction of each change, so the counts are right whoever
-- makes it and whenever a process ends.

-- Writers of different keys seldom wait for each other: the count of a namespace is the sum of its stripes. Gone when zero.
create table object_usage (
    tenant    text     not null,
    namespace text     not null, -- '': all of the tenant's
    stripe    smallint not null,
    entries   bigint   not null,
    bytes     bigint   not null, -- as stored
    primary key (tenant, namespace, stripe)
) with (fillfactor = 70);

create table object_quota (
    tenant      text        not null, -- '*': every tenant that has none of its own
    namespace   text        not null, -- '': the tenant
    max_entries bigint check (max_entries >= 0),
    max_bytes   bigint check (max_bytes >= 0),
    changed_at  timestamptz not null default now(),
    primary key (tenant, namespace)
);

-- What is there. The owner is held to the policies too, except here.
alter table cache_entry no force row level security;

insert into object_usage (tenant, namespace, stripe, entries, bytes)
select tenant, level, (hashtext(key) & 15)::smallint, count(*), sum(octet_length(value))
from cache_entry, lateral (values (split_part(key, '/', 1)), ('')) as levels (level)
where cache = 'objects' and value is not null
group by 1, 2, 3;

alter table cache_entry force row level security;

alter table object_usage enable row level security;
alter table object_usage force row level security;

-- The purge job deletes entries of every tenant.
create policy tenant_isolation on object_usage
    using (tenant = current_setting('mnemesh.tenant', true)
           or nullif(current_setting('mnemesh.cache_purge', true), '') is not null)
    with check (tenant = current_setting('mnemesh.tenant', true)
           or nullif(current_setting('mnemesh.cache_purge', true), '') is not null);

alter table object_quota enable row level security;
alter table object_quota force row level security;

create policy tenant_isolation on object_quota
    using (tenant = current_setting('mnemesh.tenant', true))
    with check (tenant = current_setting('mnemesh.tenant', true));
create policy common_select on object_quota for select using (tenant = '*');

-- In the order of their keys, and of their ends.
create index object_by_key on cache_entry (tenant, key collate "C") where cache = 'objects' and value is not null;
create index object_by_end on cache_entry (tenant, expires_at) where cache = 'objects' and value is not null;

-- Refuses what has grown beyond a quota. Far from the limit it looks at what others have committed; near it those that grow
-- go one after the other, so that it is exact as long as less than a thousand entries and 64 MiB are under way at once.
create function object_quota_check(of_tenant text, of_namespace text, entries_grew boolean, bytes_grew boolean)
returns void language plpgsql as $$
declare
    quota record;
    used  record;
begin
    for quota in
        select namespace, max_entries, max_bytes from object_quota
        where tenant = of_tenant and namespace = of_namespace
        union all
        (select namespace, max_entries, max_bytes from object_quota
         where tenant in (of_tenant, '*') and namespace = '' order by tenant = '*' limit 1)
    loop
        select sum(entries)::bigint as entries, sum(bytes)::bigint as bytes into used
        from object_usage where tenant = of_tenant and namespace = quota.namespace;
        if used.entries > quota.max_entries - greatest(1000, quota.max_entries / 10)
                or used.bytes > quota.max_bytes - greatest(67108864, quota.max_bytes / 10) then
            perform pg_advisory_xact_lock(hashtextextended('object_quota ' || of_tenant, 0));
            select sum(entries)::bigint as entries, sum(bytes)::bigint as bytes into used
            from object_usage where tenant = of_tenant and namespace = quota.namespace;
            if entries_grew and used.entries > quota.max_entries then
                raise exception 'over quota' using errcode = 'MN001', detail = concat_ws(
                    ' ', case quota.namespace when '' then 'tenant' else 'namespace' end,
                    'entries', quota.max_entries, used.entries);
            end if;
            if bytes_grew and used.bytes > quota.max_bytes then
                raise exception 'over quota' using errcode = 'MN001', detail = concat_ws(
                    ' ', case quota.namespace when '' then 'tenant' else 'namespace' end,
                    'bytes', quota.max_bytes, used.bytes);
            end if;
        end if;
    end loop;
end
$$;

create type object_change as (tenant text, namespace text, stripe smallint, entries bigint, bytes bigint);

-- Rows are locked in one order, so that two changes never wait for each other.
create function object_usage_change() returns trigger language plpgsql as $$
declare
    changes object_change[];
    grown   record;
begin
    if tg_op = 'INSERT' then
        select array_agg((tenant, split_part(key, '/', 1), (hashtext(key) & 15)::smallint,
                          1, octet_length(value))::object_change)
        into changes from after_rows where cache = 'objects' and value is not null;
    elsif tg_op = 'DELETE' then
        select array_agg((tenant, split_part(key, '/', 1), (hashtext(key) & 15)::smallint,
                          -1, -octet_length(value))::object_change)
        into changes from before_rows where cache = 'objects' and value is not null;
    else
        select array_agg((tenant, split_part(key, '/', 1), (hashtext(key) & 15)::smallint,
                          entries, entries * length)::object_change)
        into changes from (
            select tenant, key, 1 as entries, octet_length(value) as length
            from after_rows where cache = 'objects' and value is not null
            union all
            select tenant, key, -1, octet_length(value)
            from before_rows where cache = 'objects' and value is not null
        ) as changed;
    end if;
    if changes is null then
        return null;
    end if;

    insert into object_usage as usage (tenant, namespace, stripe, entries, bytes)
    select change.tenant, level, change.stripe, sum(change.entries)::bigint, sum(change.bytes)::bigint
    from unnest(changes) as change, lateral (values (change.namespace), ('')) as levels (level)
    group by 1, 2, 3
    having sum(change.entries) <> 0 or sum(change.bytes) <> 0
    order by 1, 2, 3
    on conflict (tenant, namespace, stripe) do update
    set entries = usage.entries + excluded.entries, bytes = usage.bytes + excluded.bytes;

    if tg_op <> 'INSERT' then
        delete from object_usage as usage using unnest(changes) as change
        where usage.tenant = change.tenant and usage.namespace in (change.namespace, '')
        and usage.stripe = change.stripe and usage.entries = 0;
    end if;

    for grown in
        select tenant, namespace, sum(entries) > 0 as in_entries, sum(bytes) > 0 as in_bytes
        from unnest(changes) group by 1, 2 having sum(entries) > 0 or sum(bytes) > 0 order by 1, 2
    loop
        perform object_quota_check(grown.tenant, grown.namespace, grown.in_entries, grown.in_bytes);
    end loop;
    return null;
end
$$;

create trigger object_usage_insert after insert on cache_entry
    referencing new table as after_rows
    for each statement execute function object_usage_change();
create trigger object_usage_update after update on cache_entry
    referencing old table as before_rows new table as after_rows
    for each statement execute function object_usage_change();
create trigger object_usage_delete after delete on cache_entry
    referencing old table as before_rows
    for each statement execute function object_usage_change();
