-- Decisions, how they ended, and what was learned from them. Every table but decision_pending is confined to its tenant.

-- ordinal is the order in which decisions came. memory_id is set where a memory told of it.
create table decision (
    tenant         text        not null,
    id             uuid        not null,
    ordinal        bigint      generated always as identity,
    memory_id      uuid,
    memory_version integer     not null,
    kind           text        not null,
    question       text        not null,
    options        text[]      not null,
    chosen         text        not null,
    features       text        not null,
    interventions  text[]      not null,
    decided_at     timestamptz not null,
    outcome        text,
    outcome_at     timestamptz,
    primary key (tenant, id)
);
create index decision_latest on decision (tenant, decided_at desc, id desc);
create index decision_memory on decision (tenant, memory_id) where memory_id is not null;
create index decision_ended on decision (tenant, kind, ordinal) where outcome is not null;

-- What is known of a kind of decisions: how many outcomes came or changed, and how many of these the model knows. The epoch
-- grows when decisions were removed: a model of an earlier one is not served.
create table decision_kind (
    tenant   text   not null,
    kind     text   not null,
    kind_key uuid   not null,
    changes  bigint not null,
    learned  bigint not null,
    epoch    bigint not null,
    version  bigint not null,
    primary key (tenant, kind),
    unique (tenant, kind_key)
);

-- Models with what they were learned from. Only the latest of a kind still has its bytes.
create table decision_model (
    tenant      text               not null,
    kind        text               not null,
    version     bigint             not null,
    epoch       bigint             not null,
    format      integer            not null,
    examples    integer            not null,
    outcomes    text[]             not null,
    fingerprint text               not null,
    served      text               not null,
    champion    double precision[] not null,
    challenger  double precision[] not null,
    learned_at  timestamptz        not null,
    model       bytea,
    primary key (tenant, kind, version)
);

-- Work list of kinds to be learned. Names kinds by id of tenant and kind only and is read across tenants, so it has no row-level
-- security; the kind itself is looked up within the tenant.
create table decision_pending (
    tenant   text        not null,
    kind_key uuid        not null,
    due_at   timestamptz not null,
    primary key (tenant, kind_key)
);
create index decision_pending_due on decision_pending (due_at);

-- Decisions that were deleted: a late replay must not bring them back.
create table decision_tombstone (
    tenant     text        not null,
    id         uuid        not null,
    deleted_at timestamptz not null,
    primary key (tenant, id)
);

-- No samples of what decisions say in the planner's statistics.
alter table decision alter column question set statistics 0, alter column options set statistics 0,
    alter column chosen set statistics 0, alter column features set statistics 0, alter column interventions set statistics 0;
alter table decision_model alter column outcomes set statistics 0, alter column model set statistics 0;

do $$
declare
    name text;
begin
    foreach name in array array['decision', 'decision_kind', 'decision_model', 'decision_tombstone'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy tenant_rows on %I using (tenant = current_setting(''mnemesh.tenant'', true))', name);
    end loop;
    execute format('grant maintain on decision, decision_kind, decision_model to %I', 'mnemesh_' || current_schema());
end
$$;
