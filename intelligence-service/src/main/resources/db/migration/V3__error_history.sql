-- Versions of the algorithm that makes signatures, merges that can be undone, and what happened around errors.

-- What is there was made by algorithm 1. Former signatures keep leading to their groups.
alter table error_signature add column algorithm integer not null default 1;
alter table error_miner add column algorithm integer not null default 1;
alter table error_occurrence
    add column former_keys text[] not null default '{}',
    add column worked boolean;
create index error_occurrence_former on error_occurrence using gin (former_keys);
create index error_occurrence_time on error_occurrence (tenant, occurred_at);

-- Whether a group was compared by meaning with the others.
alter table error_group add column compared boolean not null default false;
create index error_group_uncompared on error_group (tenant) where not compared;

-- Groups that were joined because their templates mean the same, and pairs that were parted again and stay so.
create table error_merge (
    tenant         text             not null,
    id             uuid             not null,
    into_id        uuid             not null,
    from_id        uuid             not null,
    signature_keys text[]           not null,
    similarity     double precision not null,
    merged_at      timestamptz      not null,
    undone_at      timestamptz,
    primary key (tenant, id),
    foreign key (tenant, into_id) references error_group (tenant, id) on delete cascade
);
create index error_merge_into on error_merge (tenant, into_id);

-- What else the mesh told of, by kind: anomalies, alerts, decisions.
create table error_signal (
    tenant    text        not null,
    event_id  uuid        not null,
    memory_id uuid,
    label     text        not null,
    happened  timestamptz not null,
    primary key (tenant, event_id)
);
create index error_signal_time on error_signal (tenant, happened);
create index error_signal_label on error_signal (tenant, label, happened);
create index error_signal_memory on error_signal (tenant, memory_id) where memory_id is not null;

-- Windows of ten minutes in which anything was told: the base of how usual it is that something happens.
create table error_activity (
    tenant text   not null,
    slot   bigint not null,
    primary key (tenant, slot)
);

-- What was found to come before the errors of a group; each is told once.
create table error_pattern (
    tenant      text             not null,
    id          uuid             not null,
    group_id    uuid             not null,
    cause       text             not null,
    support     bigint           not null,
    episodes    bigint           not null,
    lift        double precision not null,
    detected_at timestamptz      not null,
    primary key (tenant, id),
    unique (tenant, group_id, cause),
    foreign key (tenant, group_id) references error_group (tenant, id) on delete cascade
);

-- The owner sees rows of every tenant for this one statement.
alter table error_occurrence no force row level security;
insert into error_activity (tenant, slot)
select distinct tenant, floor(extract(epoch from occurred_at) / 600)::bigint from error_occurrence;
alter table error_occurrence force row level security;

alter table error_occurrence alter column former_keys set statistics 0;
alter table error_merge alter column signature_keys set statistics 0;
alter table error_signal alter column label set statistics 0;
alter table error_pattern alter column cause set statistics 0;

do $$
declare
    name text;
begin
    foreach name in array array['error_merge', 'error_signal', 'error_activity', 'error_pattern'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy tenant_rows on %I using (tenant = current_setting(''mnemesh.tenant'', true))', name);
    end loop;
    execute format('grant maintain on error_merge, error_signal, error_pattern to %I', 'mnemesh_' || current_schema());
end
$$;
