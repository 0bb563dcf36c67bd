-- What services and tenants cost. It is about the mesh and read across tenants by its operators, so none of it has row-level security;
-- a tenant is answered with rows of its own only. Counts, no contents.

-- What a service carried in an hour, all its instances together. Kept longer than the minutes it is summed from.
create table cost_hour (
    service       text             not null,
    hour          timestamptz      not null,
    minutes       integer          not null,
    core_hours    double precision not null,
    replica_hours double precision not null,
    primary key (service, hour)
);
create index cost_hour_age on cost_hour (hour);

-- What a tenant asked of a service in an hour, in cost units.
create table cost_use (
    tenant   text        not null,
    service  text        not null,
    hour     timestamptz not null,
    requests bigint      not null,
    units    bigint      not null,
    primary key (tenant, service, hour)
);
create index cost_use_hour on cost_use (hour);

-- The cheapest capacity that would have held the objective of a service, as it was found last.
create table cost_proposal (
    service       text             primary key,
    found_at      timestamptz      not null,
    minutes       integer          not null,
    replicas      integer,
    quantile      double precision,
    short         double precision not null,
    replica_hours double precision not null,
    now_short     double precision not null,
    now_hours     double precision not null
);
