-- What tenants asked for is confined to tenants, as everything that names one. Who reads across them, for operators and to forget what is
-- too old, says so in its transaction; a transaction that says neither sees nothing. The other tables of costs and those of the
-- orchestrator know services, not tenants: there is nothing in them to be confined.
alter table cost_use enable row level security;
alter table cost_use force row level security;
create policy tenant_rows on cost_use using (tenant = current_setting('mnemesh.tenant', true));
create policy across_tenants on cost_use using (current_setting('mnemesh.across_tenants', true) = 'cost_use');
