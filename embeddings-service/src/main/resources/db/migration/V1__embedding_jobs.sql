-- Corpora to embed in the background, with the vectors that are there.

create table embedding_job (
    tenant     text        not null,
    id         uuid        not null,
    model      text        not null,
    long_text  text        not null,
    total      integer     not null,
    done       integer     not null default 0,
    failed     integer     not null default 0,
    created_by text        not null,
    created_at timestamptz not null default now(),
    primary key (tenant, id)
);

create table embedding_job_text (
    tenant   text    not null,
    job_id   uuid    not null,
    position integer not null,
    text     text    not null,
    vector   bytea,           -- little-endian float32
    tokens   integer,         -- tokens the model read
    total    integer,         -- tokens of the whole text
    parts    integer,
    problem  text,            -- why there is no vector and never will be
    primary key (tenant, job_id, position),
    foreign key (tenant, job_id) references embedding_job (tenant, id) on delete cascade
);

create index embedding_job_text_open on embedding_job_text (tenant, job_id, position)
    where vector is null and problem is null;

alter table embedding_job enable row level security;
alter table embedding_job force row level security;
create policy tenant_isolation on embedding_job
    using (tenant = current_setting('mnemesh.tenant', true))
    with check (tenant = current_setting('mnemesh.tenant', true));

alter table embedding_job_text enable row level security;
alter table embedding_job_text force row level security;
create policy tenant_isolation on embedding_job_text
    using (tenant = current_setting('mnemesh.tenant', true))
    with check (tenant = current_setting('mnemesh.tenant', true));

-- Whose job is where, for the instances that share the work. No row-level security: it holds names only.
create table embedding_job_queue (
    id          uuid        primary key,
    tenant      text        not null,
    lease_until timestamptz not null default now(),
    finished_at timestamptz
);

create index embedding_job_queue_open on embedding_job_queue (lease_until) where finished_at is null;
create index embedding_job_queue_finished on embedding_job_queue (finished_at) where finished_at is not null;
