-- What users found useful where, for others in the same context, and who takes part. Every table is confined to its tenant.

-- One row for each user, memory and thing that the context said, by its digest. rating: 1 useful, 0 of no use, -1 wrong.
create table association_rating (
    tenant      text        not null,
    context_key uuid        not null,
    memory_id   uuid        not null,
    person      text        not null,
    rating      smallint    not null,
    at          timestamptz not null,
    primary key (tenant, context_key, memory_id, person)
);
create index association_rating_latest on association_rating (tenant, context_key, at desc);
create index association_rating_memory on association_rating (tenant, memory_id);
create index association_rating_person on association_rating (tenant, person);
create index association_rating_age on association_rating (tenant, at desc);

-- Users who have rated, and those who said whether they want to take part, since when.
create table association_person (
    tenant     text    not null,
    person     text    not null,
    takes_part boolean not null,
    since      timestamptz,
    primary key (tenant, person)
);

-- What the administrators of a tenant said last.
create table association_switch (
    tenant  text        not null primary key,
    enabled boolean     not null,
    since   timestamptz not null
);

-- All that they said.
create table association_change (
    tenant     text        not null,
    id         uuid        not null,
    enabled    boolean     not null,
    changed_by text,
    at         timestamptz not null,
    removed    bigint      not null,
    primary key (tenant, id)
);
create index association_change_latest on association_change (tenant, at desc, id desc);

-- No samples of users in the planner's statistics.
alter table association_rating alter column person set statistics 0, alter column context_key set statistics 0;
alter table association_person alter column person set statistics 0;
alter table association_change alter column changed_by set statistics 0;

do $$
declare
    name text;
begin
    foreach name in array array['association_rating', 'association_person', 'association_switch', 'association_change'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy tenant_rows on %I using (tenant = current_setting(''mnemesh.tenant'', true))', name);
    end loop;
    execute format('grant maintain on association_rating, association_person, association_change to %I',
        'mnemesh_' || current_schema());
end
$$;
