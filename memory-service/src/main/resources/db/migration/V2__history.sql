-- Every version of a memory that another one replaced. Goes with the memory when it is deleted.
create table memory_history (
    tenant          text             not null,
    memory_id       uuid             not null,
    version         integer          not null,
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
    replaced_by     text             not null,
    replaced_at     timestamptz      not null,
    primary key (tenant, memory_id, version),
    foreign key (tenant, memory_id) references memory (tenant, id) on delete cascade
);

alter table memory_history enable row level security;
alter table memory_history force row level security;
create policy memory_history_of_tenant on memory_history
    using (tenant = current_setting('mnemesh.tenant', true))
    with check (tenant = current_setting('mnemesh.tenant', true));
