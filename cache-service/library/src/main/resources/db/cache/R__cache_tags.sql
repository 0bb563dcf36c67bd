-- Tags of the cache: entries say which they have and when they were read, and every tag when it was last invalidated, by a
-- count. Repeatable, so that it also comes to databases whose later migrations were there before.

alter table cache_entry add column if not exists tags text[];
alter table cache_entry add column if not exists tags_at bigint; -- the count before the value was read

-- Names of tags are not to be kept in the planner's statistics.
alter table cache_entry alter column tags set statistics 0;

create index if not exists cache_entry_tags on cache_entry using gin (tags) where tags is not null;

-- The count. Its numbers are compared, never read as times.
create sequence if not exists cache_tag_count;

-- The last invalidation of a tag; a tag without a row was never invalidated, or nothing is left from before. A system
-- table: addresses only, no values.
create table if not exists cache_tag (
    tenant     text        not null,
    cache      text        not null,
    tag        text        not null,
    version    bigint      not null,
    changed_at timestamptz not null default clock_timestamp(),
    primary key (tenant, cache, tag)
);

create index if not exists cache_tag_changed_at on cache_tag (changed_at);
