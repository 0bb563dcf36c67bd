-- How long memories of a type are kept; type '' is for those without a policy of their own.
create table retention_policy (
    tenant          text        not null,
    type            text        not null,
    max_age_seconds bigint,
    max_count       bigint,
    action          text        not null check (action in ('archive', 'delete')),
    updated_at      timestamptz not null,
    primary key (tenant, type),
    check (max_age_seconds is not null or max_count is not null)
);

alter table retention_policy enable row level security;
alter table retention_policy force row level security;
create policy retention_policy_of_tenant on retention_policy
    using (tenant = current_setting('mnemesh.tenant', true))
    with check (tenant = current_setting('mnemesh.tenant', true));

create index memory_age on memory (tenant, created_at, id) where merged_into is null and not pinned;
