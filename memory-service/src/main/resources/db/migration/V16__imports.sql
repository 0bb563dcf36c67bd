-- Bulk imports. Lines are kept until they are memories or refused, and hold what was sent until then.
create table memory_import (
    tenant     text        not null,
    id         uuid        not null,
    created_by text        not null,
    state      text        not null,
    closed     boolean     not null,
    lines      bigint      not null,
    stored     bigint      not null,
    failed     bigint      not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant, id)
);

create index memory_import_unfinished on memory_import (tenant, created_at, id) where state in ('receiving', 'running');

-- A line that is stored and names what supersedes it waits, linking, until all are stored.
create table memory_import_line (
    tenant    text    not null,
    import_id uuid    not null,
    line      bigint  not null,
    content   text    not null,
    linking   boolean not null default false,
    primary key (tenant, import_id, linking, line),
    foreign key (tenant, import_id) references memory_import (tenant, id) on delete cascade
);

create table memory_import_error (
    tenant    text   not null,
    import_id uuid   not null,
    line      bigint not null,
    problem   text   not null,
    primary key (tenant, import_id, line),
    foreign key (tenant, import_id) references memory_import (tenant, id) on delete cascade
);

do $$
declare
    part text;
begin
    foreach part in array array['memory_import', 'memory_import_line', 'memory_import_error']
    loop
        execute format('alter table %I enable row level security', part);
        execute format('alter table %I force row level security', part);
        execute format('create policy %I on %I using (tenant = current_setting(''mnemesh.tenant'', true))'
            ' with check (tenant = current_setting(''mnemesh.tenant'', true))', part || '_of_tenant', part);
    end loop;
end $$;
