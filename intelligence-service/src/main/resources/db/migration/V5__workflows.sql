-- What was learned from the steps of cases. Every table is confined to its tenant.

-- Serialises learning per tenant: version grows with every step, epoch when steps were removed.
create table workflow_log (
    tenant  text   not null primary key,
    version bigint not null,
    epoch   bigint not null,
    look_at bigint not null
);

-- The steps in the order they were learned. One without activity only ends its case.
create table workflow_step (
    tenant         text        not null,
    seq            bigint      not null,
    memory_id      uuid,
    memory_version integer     not null,
    case_id        text        not null,
    activity       text,
    happened       timestamptz not null,
    ends           boolean     not null,
    primary key (tenant, seq)
);
create unique index workflow_step_memory on workflow_step (tenant, memory_id) where memory_id is not null;
create index workflow_step_case on workflow_step (tenant, case_id, happened desc, seq desc);

-- The model as it was after the step of this version, so that a start does not learn all steps again.
create table workflow_snapshot (
    tenant  text    not null primary key,
    epoch   bigint  not null,
    version bigint  not null,
    format  integer not null,
    model   bytea   not null
);

-- Patterns that were told of.
create table workflow_pattern (
    tenant      text        not null,
    id          uuid        not null,
    activities  text[]      not null,
    cases       bigint      not null,
    detected_at timestamptz not null,
    primary key (tenant, id),
    unique (tenant, activities)
);

-- Memories that were deleted: a late replay must not bring them back.
create table workflow_tombstone (
    tenant     text        not null,
    memory_id  uuid        not null,
    deleted_at timestamptz not null,
    primary key (tenant, memory_id)
);

alter table workflow_step alter column case_id set statistics 0, alter column activity set statistics 0;
alter table workflow_pattern alter column activities set statistics 0;

do $$
declare
    name text;
begin
    foreach name in array array['workflow_log', 'workflow_step', 'workflow_snapshot', 'workflow_pattern',
                                'workflow_tombstone'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy tenant_rows on %I using (tenant = current_setting(''mnemesh.tenant'', true))', name);
    end loop;
    execute format('grant maintain on workflow_step, workflow_snapshot, workflow_pattern to %I',
        'mnemesh_' || current_schema());
end
$$;
