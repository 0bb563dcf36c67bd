-- Metrics by the hour, kept longer than their points. Only points that no memory told: those of memories go with their memory.
create table metric_hour (
    tenant    text             not null,
    series_id uuid             not null,
    hour      timestamptz      not null,
    points    bigint           not null,
    total     double precision not null,
    lowest    double precision not null,
    highest   double precision not null,
    primary key (tenant, series_id, hour),
    foreign key (tenant, series_id) references metric_series (tenant, id) on delete cascade
);

alter table metric_hour alter column total set statistics 0, alter column lowest set statistics 0,
    alter column highest set statistics 0;
alter table metric_hour enable row level security;
alter table metric_hour force row level security;
create policy tenant_rows on metric_hour using (tenant = current_setting('mnemesh.tenant', true));

do $$
begin
    execute format('grant maintain on metric_hour to %I', 'mnemesh_' || current_schema());
end
$$;
