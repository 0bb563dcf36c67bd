-- How much memories are read of late, as heat but without what searches showed: only that says that somebody wanted them.
-- null: never read. Of rows that are there each hit is taken out at its twentieth of a read.
alter table memory_access add column read_heat double precision;

alter table memory_access no force row level security;
update memory_access set read_heat = heat + log(2, (reads / (reads + 0.05 * hits))::numeric) where reads > 0;
alter table memory_access force row level security;

create index memory_access_most_read on memory_access (tenant, read_heat desc) where read_heat is not null;
