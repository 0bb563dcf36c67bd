-- What a user, or a session of a user, is at: an empty session_id for the user as such.
create table memory_current_context (
    tenant          text        not null,
    subject         text        not null,
    session_id      text        not null,
    conversation_id text,
    workspace_id    text,
    dashboard_id    text,
    task_id         text,
    set_at          timestamptz not null,
    expires_at      timestamptz not null,
    primary key (tenant, subject, session_id)
);

create index memory_current_context_latest on memory_current_context (tenant, subject, set_at desc);

alter table memory_current_context enable row level security;
alter table memory_current_context force row level security;
create policy memory_current_context_of_tenant on memory_current_context
    using (tenant = current_setting('mnemesh.tenant', true))
    with check (tenant = current_setting('mnemesh.tenant', true));

create index memory_task on memory (tenant, task_id, id) where task_id is not null;
create index memory_dashboard on memory (tenant, dashboard_id, id) where dashboard_id is not null;
create index memory_workspace on memory (tenant, workspace_id, id) where workspace_id is not null;
