-- Metrics, what is usual of them, and what was found. Every table but metric_pending is confined to its tenant.

-- The id follows from metric and source.
create table metric_series (
    tenant    text        not null,
    id        uuid        not null,
    metric    text        not null,
    source    text        not null,
    unit      text,
    better    text,
    points    bigint      not null default 0,
    late      bigint      not null default 0,
    repeated  bigint      not null default 0,
    gaps      bigint      not null default 0,
    judged    bigint      not null default 0,
    judged_to timestamptz,
    last_at   timestamptz not null,
    revision  bigint      not null default 0,
    primary key (tenant, id)
);
create index metric_series_name on metric_series (tenant, metric, source);
create index metric_series_latest on metric_series (tenant, last_at desc, id desc);

-- late: dated before what was judged when it came, so the detectors have not seen it.
create table metric_point (
    tenant    text             not null,
    series_id uuid             not null,
    at        timestamptz      not null,
    value     double precision not null,
    memory_id uuid,
    late      boolean          not null,
    came_at   timestamptz      not null default now(),
    primary key (tenant, series_id, at),
    foreign key (tenant, series_id) references metric_series (tenant, id) on delete cascade
);
create index metric_point_memory on metric_point (tenant, memory_id) where memory_id is not null;

-- The detectors of a series as they were after the point at judged_to, in a versioned form.
create table metric_state (
    tenant    text        not null,
    series_id uuid        not null,
    format    integer     not null,
    judged_to timestamptz not null,
    state     bytea       not null,
    primary key (tenant, series_id),
    foreign key (tenant, series_id) references metric_series (tenant, id) on delete cascade
);

-- Work list of series with points to be judged. Holds ids only and is read across tenants, so it has no row-level security.
create table metric_pending (
    tenant    text        not null,
    series_id uuid        not null,
    due_at    timestamptz not null,
    primary key (tenant, series_id)
);
create index metric_pending_due on metric_pending (due_at);

-- Memories that were deleted: a late replay must not bring their points back.
create table metric_tombstone (
    tenant     text        not null,
    memory_id  uuid        not null,
    deleted_at timestamptz not null,
    primary key (tenant, memory_id)
);

-- Points of a series that are unusual one after another are one anomaly; value, expected and the rest are of the worst of them.
create table anomaly (
    tenant       text             not null,
    id           uuid             not null,
    series_id    uuid             not null,
    memory_id    uuid,
    level        smallint         not null,
    score        double precision not null,
    value        double precision not null,
    expected     double precision not null,
    low          double precision not null,
    high         double precision not null,
    votes        text             not null,
    points       integer          not null,
    last_ordinal bigint           not null,
    worst_at     timestamptz      not null,
    started_at   timestamptz      not null,
    last_at      timestamptz      not null,
    found_at     timestamptz      not null default now(),
    primary key (tenant, id),
    foreign key (tenant, series_id) references metric_series (tenant, id) on delete cascade
);
create index anomaly_latest on anomaly (tenant, started_at desc, id desc);
create index anomaly_series on anomaly (tenant, series_id, last_ordinal desc);
create index anomaly_memory on anomaly (tenant, memory_id) where memory_id is not null;

-- What was told about performance; each is told once.
create table performance_insight (
    tenant         text             not null,
    id             uuid             not null,
    series_id      uuid             not null,
    kind           text             not null,
    about          text             not null,
    summary        text             not null,
    recommendation text             not null,
    confidence     double precision not null,
    found_at       timestamptz      not null,
    came_about_at  timestamptz,
    primary key (tenant, id),
    unique (tenant, series_id, kind, about),
    foreign key (tenant, series_id) references metric_series (tenant, id) on delete cascade
);

-- No samples of what memories say in the planner's statistics.
alter table metric_series alter column metric set statistics 0, alter column source set statistics 0,
    alter column unit set statistics 0;
alter table metric_point alter column value set statistics 0;
alter table metric_state alter column state set statistics 0;
alter table anomaly alter column value set statistics 0, alter column expected set statistics 0,
    alter column low set statistics 0, alter column high set statistics 0, alter column votes set statistics 0;
alter table performance_insight alter column summary set statistics 0, alter column recommendation set statistics 0;

do $$
declare
    name text;
begin
    foreach name in array array['metric_series', 'metric_point', 'metric_state', 'metric_tombstone', 'anomaly',
                                'performance_insight'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy tenant_rows on %I using (tenant = current_setting(''mnemesh.tenant'', true))', name);
    end loop;
    execute format(
        'grant maintain on metric_series, metric_point, metric_state, anomaly, performance_insight to %I',
        'mnemesh_' || current_schema());
end
$$;
