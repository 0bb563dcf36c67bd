-- What tenants may ask for, in cost units. What is null is not limited.
create table plan (
    name             text primary key check (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    units_per_second bigint check (units_per_second between 1 and 1000000000),
    burst            bigint check (burst between 1 and 1000000000),
    units_per_day    bigint check (units_per_day > 0),
    created_at       timestamptz not null default now(),
    created_by       text        not null,
    check ((units_per_second is null) = (burst is null))
);

insert into plan (name, created_by) values ('unlimited', 'first-start');

alter table tenant add column plan text not null default 'unlimited' references plan (name);

-- What tenants asked for by day (UTC) and service; it is kept when the tenant is gone.
create table tenant_usage (
    tenant   text   not null,
    day      date   not null,
    service  text   not null,
    requests bigint not null,
    units    bigint not null,
    refused  bigint not null,
    primary key (tenant, day, service)
);
