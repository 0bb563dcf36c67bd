-- What users thought of memories they were answered: the latest word of each user on each memory.
create table memory_feedback (
    tenant    text        not null,
    memory_id uuid        not null,
    given_by  text        not null,
    rating    text        not null,
    given_at  timestamptz not null,
    primary key (tenant, memory_id, given_by),
    foreign key (tenant, memory_id) references memory (tenant, id) on delete cascade
);

create index memory_feedback_age on memory_feedback (tenant, given_at desc);

alter table memory_feedback enable row level security;
alter table memory_feedback force row level security;
create policy memory_feedback_of_tenant on memory_feedback
    using (tenant = current_setting('mnemesh.tenant', true))
    with check (tenant = current_setting('mnemesh.tenant', true));
