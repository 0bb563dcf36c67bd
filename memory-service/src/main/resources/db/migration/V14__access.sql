-- How often memories are read and found. heat is log2 of the accesses, each counted 2^(its time in half-lives since the
-- epoch), so that rows written at different times can be compared and decay without being touched.
create table memory_access (
    tenant    text             not null,
    memory_id uuid             not null,
    reads     bigint           not null,
    hits      bigint           not null,
    heat      double precision not null,
    primary key (tenant, memory_id),
    foreign key (tenant, memory_id) references memory (tenant, id) on delete cascade
);

create index memory_access_hottest on memory_access (tenant, heat desc);

alter table memory_access enable row level security;
alter table memory_access force row level security;
create policy memory_access_of_tenant on memory_access
    using (tenant = current_setting('mnemesh.tenant', true))
    with check (tenant = current_setting('mnemesh.tenant', true));
