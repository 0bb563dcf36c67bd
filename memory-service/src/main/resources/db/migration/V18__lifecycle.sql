-- What is decided about a memory apart from what it says: pinned ones are kept by retention, archived ones are left out of
-- lists and searches until they are brought back, expired ones are gone for everybody and deleted.
alter table memory add column pinned boolean not null default false;
alter table memory add column expires_at timestamptz;
alter table memory add column archived_at timestamptz;

create index memory_expiry on memory (tenant, expires_at) where expires_at is not null;

-- A memory that is archived leaves its cluster as one that is superseded does.
create or replace function memory_cluster_feed() returns trigger language plpgsql as $$
begin
    if new.version <> old.version or new.merged_into is not null or new.superseded_by is not null
        or new.archived_at is not null then
        delete from memory_cluster_member where tenant = new.tenant and memory_id = new.id;
        delete from memory_cluster_queue where tenant = new.tenant and memory_id = new.id;
    end if;
    if new.embedded and new.merged_into is null and new.superseded_by is null and new.archived_at is null then
        insert into memory_cluster_queue (tenant, memory_id)
        select new.tenant, new.id
        where not exists (select from memory_cluster_member where tenant = new.tenant and memory_id = new.id)
        on conflict do nothing;
    end if;
    return null;
end $$;

create or replace trigger memory_cluster_feed after update on memory
    for each row when (old.version <> new.version or old.embedded <> new.embedded
        or old.merged_into is distinct from new.merged_into
        or old.superseded_by is distinct from new.superseded_by
        or old.archived_at is distinct from new.archived_at)
    execute function memory_cluster_feed();
