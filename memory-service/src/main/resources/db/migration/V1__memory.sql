-- Tenants that stored something; read when the search index is rebuilt. No row-level security: it holds names only.
create table memory_tenant (
    tenant     text primary key,
    first_seen timestamptz not null default now()
);

create table memory (
    tenant          text             not null,
    id              uuid             not null,
    type            text             not null,
    content         text             not null,
    user_id         text,
    agent_id        text,
    session_id      text,
    conversation_id text,
    workspace_id    text,
    dashboard_id    text,
    task_id         text,
    tags            text[]           not null,
    attributes      jsonb            not null,
    details         jsonb            not null,
    importance      double precision not null,
    occurred_at     timestamptz,
    happened_at     timestamptz      not null,
    created_by      text             not null,
    created_at      timestamptz      not null,
    updated_at      timestamptz      not null,
    version         integer          not null,
    embedded        boolean          not null,
    primary key (tenant, id)
);

create index memory_conversation on memory (tenant, conversation_id, happened_at, id) where conversation_id is not null;
create index memory_session on memory (tenant, session_id, id) where session_id is not null;
create index memory_user on memory (tenant, user_id, id) where user_id is not null;
create index memory_type on memory (tenant, type, id);

-- One row per memory and model name@revision, so that models can be changed side by side.
create table memory_embedding (
    tenant      text        not null,
    memory_id   uuid        not null,
    model       text        not null,
    version     integer     not null,
    dimensions  integer     not null,
    vector      bytea       not null,
    embedded_at timestamptz not null default now(),
    primary key (tenant, memory_id, model),
    foreign key (tenant, memory_id) references memory (tenant, id) on delete cascade
);

-- Outlives the memory it made, without its content: a late repetition must not bring a deleted memory back.
create table memory_idempotency (
    tenant      text        not null,
    key         text        not null,
    fingerprint bytea       not null,
    memory_id   uuid        not null,
    created_at  timestamptz not null,
    primary key (tenant, key)
);

create index memory_idempotency_age on memory_idempotency (tenant, created_at);

alter table memory enable row level security;
alter table memory force row level security;
create policy memory_of_tenant on memory
    using (tenant = current_setting('mnemesh.tenant', true))
    with check (tenant = current_setting('mnemesh.tenant', true));

alter table memory_embedding enable row level security;
alter table memory_embedding force row level security;
create policy memory_embedding_of_tenant on memory_embedding
    using (tenant = current_setting('mnemesh.tenant', true))
    with check (tenant = current_setting('mnemesh.tenant', true));

alter table memory_idempotency enable row level security;
alter table memory_idempotency force row level security;
create policy memory_idempotency_of_tenant on memory_idempotency
    using (tenant = current_setting('mnemesh.tenant', true))
    with check (tenant = current_setting('mnemesh.tenant', true));
