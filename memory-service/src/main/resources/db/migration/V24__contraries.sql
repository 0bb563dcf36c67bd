-- Memories of which one denies what the other says, as found when they were compared with the most similar ones; said is a
-- digest of the words. It holds for these versions only.
create table memory_contrary (
    tenant        text             not null,
    one           uuid             not null,
    one_version   integer          not null,
    other         uuid             not null,
    other_version integer          not null,
    said          text             not null,
    similarity    double precision not null,
    primary key (tenant, one, other),
    foreign key (tenant, one) references memory (tenant, id) on delete cascade,
    foreign key (tenant, other) references memory (tenant, id) on delete cascade
);

create index memory_contrary_other on memory_contrary (tenant, other);
create index memory_contrary_said on memory_contrary (tenant, said);

alter table memory_contrary enable row level security;
alter table memory_contrary force row level security;
create policy memory_contrary_of_tenant on memory_contrary
    using (tenant = current_setting('mnemesh.tenant', true))
    with check (tenant = current_setting('mnemesh.tenant', true));

do $$
begin
    execute format('grant maintain on memory_contrary to %I', 'mnemesh_' || current_schema());
end
$$;

-- What denies something is compared once more.
alter table memory no force row level security;
update memory set compared_version = 0 where compared_version > 0 and content ~* '(\m(not|never)|n[''’]t)\M';
alter table memory force row level security;
