-- The latest plan for each service. About the mesh, not about a tenant.
create table orchestrator_plan (
    service   text             primary key,
    at        timestamptz      not null,
    desired   integer          not null,
    ready     integer          not null,
    advised   integer          not null,
    load      double precision not null,
    upper     double precision not null,
    scaled_by text,
    failure   text
);

-- What was called a dry run changed nothing and asked nobody: that is advice. ON is called APPLY.
update orchestrator_mode set mode = case mode when 'ON' then 'APPLY' when 'DRY_RUN' then 'ADVISE' else mode end;
update orchestrator_action set outcome = 'ADVISED' where outcome = 'DRY_RUN';
