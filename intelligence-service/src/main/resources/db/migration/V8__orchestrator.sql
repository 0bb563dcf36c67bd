-- What the orchestrator saw, did and may do. It is about the mesh, not about a tenant, so none of it has row-level security.

-- What a service carried in a minute, all its instances together. Kept a little longer than a week, which is what forecasts look at.
create table orchestrator_minute (
    service   text             not null,
    minute    timestamptz      not null,
    load      double precision not null,
    memory    double precision not null,
    requests  double precision not null,
    errors    double precision not null,
    instances integer          not null,
    primary key (service, minute)
);
create index orchestrator_minute_age on orchestrator_minute (minute);

-- Every action that was taken, would have been, or was refused.
create table orchestrator_action (
    id         uuid             primary key,
    at         timestamptz      not null,
    service    text             not null,
    kind       text             not null,
    target     text             not null,
    detail     text             not null,
    reason     text             not null,
    confidence double precision not null,
    outcome    text             not null,
    note       text
);
create index orchestrator_action_latest on orchestrator_action (at desc, id desc);

-- One row: whether actions are taken, and who said so; and one: which instance decides, and until when.
create table orchestrator_mode (
    single     boolean     primary key default true check (single),
    mode       text        not null,
    changed_by text        not null,
    changed_at timestamptz not null
);
create table orchestrator_lease (
    single  boolean     primary key default true check (single),
    holder  text        not null,
    until   timestamptz not null
);
