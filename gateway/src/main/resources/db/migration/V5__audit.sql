-- What was done, by whom. Rows are only added; even the owner of the table has to drop the trigger to change one.
-- There is no foreign key: what was done to a tenant is known after the tenant is gone.
create table audit_entry (
    id      uuid primary key,
    at      timestamptz not null,
    tenant  text        not null,
    actor   text        not null,
    action  text        not null,
    target  text        not null,
    address text,
    reason  text
);

create index audit_of_tenant on audit_entry (tenant, id);

create function audit_entry_stays() returns trigger language plpgsql as
$$
begin
    raise exception 'Entries of the audit log are not changed and not removed.' using errcode = '42501';
end
$$;

create trigger audit_entry_stays
    before update or delete or truncate on audit_entry
    for each statement execute function audit_entry_stays();
