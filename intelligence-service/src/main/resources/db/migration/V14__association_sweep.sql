-- Tenants that have ratings, and when these are next looked through for what is too old or too much. Names tenants and holds nothing of them.
create table association_sweep (
    tenant text        not null primary key,
    due_at timestamptz not null
);
create index association_sweep_due on association_sweep (due_at);

-- The owner is let see whose ratings there are already.
alter table association_rating no force row level security;
insert into association_sweep select distinct tenant, now() from association_rating;
alter table association_rating force row level security;
