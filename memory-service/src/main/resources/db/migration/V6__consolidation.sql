-- Near-duplicates stay as they are; another memory stands for them in lists, searches and the index until they are taken
-- apart again, after which they are kept apart. compared_version is the version that was last looked at.
alter table memory add column merged_into uuid;
alter table memory add column merged_at timestamptz;
alter table memory add column merged_likeness double precision;
alter table memory add column kept_apart boolean not null default false;
alter table memory add column compared_version integer not null default 0;

create index memory_merged on memory (tenant, merged_into, id) where merged_into is not null;
create index memory_uncompared on memory (tenant, id)
    where embedded and merged_into is null and not kept_apart and compared_version < version;
