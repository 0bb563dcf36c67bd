-- What is usual of tokens and tenants, and alerts on what is not. Counts and networks, no users and no contents. Confined to tenants.

-- Empty caller: the tenant as a whole.
create table access_profile (
    tenant  text        not null,
    caller  text        not null,
    last_at timestamptz not null,
    profile bytea       not null,
    primary key (tenant, caller)
);
create index access_profile_age on access_profile (tenant, last_at);

-- What is unusual again while an alert is not acknowledged adds to it.
create table security_alert (
    tenant          text        not null,
    id              uuid        not null,
    kind            text        not null,
    caller          text        not null,
    about           text        not null,
    severity        text        not null,
    detail          text        not null,
    times           bigint      not null,
    first_at        timestamptz not null,
    last_at         timestamptz not null,
    acknowledged_by text,
    acknowledged_at timestamptz,
    primary key (tenant, id)
);
create index security_alert_latest on security_alert (tenant, first_at desc, id desc);
create index security_alert_same on security_alert (tenant, kind, caller, about, last_at desc);

-- Who recorded a decision over HTTP, so that it goes with them.
alter table decision add column recorded_by text;
create index decision_recorder on decision (tenant, recorded_by) where recorded_by is not null;
alter table decision alter column recorded_by set statistics 0;

alter table access_profile alter column caller set statistics 0, alter column profile set statistics 0;
alter table security_alert alter column caller set statistics 0, alter column about set statistics 0,
    alter column detail set statistics 0, alter column acknowledged_by set statistics 0;

do $$
declare
    name text;
begin
    foreach name in array array['access_profile', 'security_alert'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy tenant_rows on %I using (tenant = current_setting(''mnemesh.tenant'', true))', name);
    end loop;
    execute format('grant maintain on access_profile, security_alert to %I', 'mnemesh_' || current_schema());
end
$$;
