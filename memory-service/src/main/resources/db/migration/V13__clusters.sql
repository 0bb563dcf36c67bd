-- Clusters of related memories. Everything here is derived from memories and goes with them: a memory that is deleted,
-- changed, merged or superseded leaves its cluster in the same transaction, which notes that the cluster has changed.
create table memory_cluster (
    tenant       text        not null,
    id           uuid        not null,
    size         bigint      not null,
    sum          bytea,
    checked_size bigint      not null,
    named_size   bigint      not null,
    terms        text[]      not null,
    words        bigint      not null,
    latest_at    timestamptz not null,
    created_at   timestamptz not null,
    primary key (tenant, id)
);

create index memory_cluster_largest on memory_cluster (tenant, size desc, id);

-- A memory that was placed. Without a cluster it is alone.
create table memory_cluster_member (
    tenant     text not null,
    memory_id  uuid not null,
    cluster_id uuid,
    primary key (tenant, memory_id),
    foreign key (tenant, memory_id) references memory (tenant, id) on delete cascade
);

create index memory_cluster_members on memory_cluster_member (tenant, cluster_id, memory_id)
    where cluster_id is not null;

-- How many members of a cluster have a word.
create table memory_cluster_term (
    tenant     text    not null,
    cluster_id uuid    not null,
    term       text    not null,
    members    integer not null,
    primary key (tenant, cluster_id, term),
    foreign key (tenant, cluster_id) references memory_cluster (tenant, id) on delete cascade
);

create index memory_cluster_terms on memory_cluster_term (tenant, term);

-- Memories that wait to be placed.
create table memory_cluster_queue (
    tenant    text not null,
    memory_id uuid not null,
    primary key (tenant, memory_id),
    foreign key (tenant, memory_id) references memory (tenant, id) on delete cascade
);

-- Clusters that lost members. Rows are only added here, so that writers never wait for each other.
create table memory_cluster_change (
    tenant     text   not null,
    id         bigint generated always as identity,
    cluster_id uuid   not null,
    primary key (tenant, id)
);

create index memory_cluster_changes on memory_cluster_change (tenant, cluster_id);

create function memory_cluster_left() returns trigger language plpgsql as $$
begin
    insert into memory_cluster_change (tenant, cluster_id) values (old.tenant, old.cluster_id);
    return null;
end $$;

create trigger memory_cluster_left after delete on memory_cluster_member
    for each row when (old.cluster_id is not null) execute function memory_cluster_left();

create function memory_cluster_feed() returns trigger language plpgsql as $$
begin
    if new.version <> old.version or new.merged_into is not null or new.superseded_by is not null then
        delete from memory_cluster_member where tenant = new.tenant and memory_id = new.id;
        delete from memory_cluster_queue where tenant = new.tenant and memory_id = new.id;
    end if;
    if new.embedded and new.merged_into is null and new.superseded_by is null then
        insert into memory_cluster_queue (tenant, memory_id)
        select new.tenant, new.id
        where not exists (select from memory_cluster_member where tenant = new.tenant and memory_id = new.id)
        on conflict do nothing;
    end if;
    return null;
end $$;

create trigger memory_cluster_feed after update on memory
    for each row when (old.version <> new.version or old.embedded <> new.embedded
        or old.merged_into is distinct from new.merged_into
        or old.superseded_by is distinct from new.superseded_by)
    execute function memory_cluster_feed();

do $$
declare
    part text;
begin
    foreach part in array array['memory_cluster', 'memory_cluster_member', 'memory_cluster_term',
        'memory_cluster_queue', 'memory_cluster_change']
    loop
        execute format('alter table %I enable row level security', part);
        execute format('alter table %I force row level security', part);
        execute format('create policy %I on %I using (tenant = current_setting(''mnemesh.tenant'', true))'
            ' with check (tenant = current_setting(''mnemesh.tenant'', true))', part || '_of_tenant', part);
    end loop;
end $$;
