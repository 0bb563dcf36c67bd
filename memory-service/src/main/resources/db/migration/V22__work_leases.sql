-- Which instance does a piece of background work at present. No row-level security: names of work and tenants only.
create table work_lease (
    work        text        primary key,
    holder      uuid        not null,
    lease_until timestamptz not null
);
