-- Whom API keys, and later passwords and sessions, speak for. Names are unique within a tenant, whatever the kind.
create table account (
    tenant      text        not null references tenant (name) on delete cascade,
    name        text        not null check (name ~ '^[A-Za-z0-9][A-Za-z0-9@:._-]{0,127}$'),
    kind        text        not null check (kind in ('service', 'user')),
    description text        not null default '',
    roles       text[]      not null,
    disabled_at timestamptz,
    created_at  timestamptz not null default now(),
    created_by  text        not null,
    primary key (tenant, name)
);

-- Keys that were made before there were accounts get one that may do what all of them may.
insert into account (tenant, name, kind, roles, created_at, created_by)
select tenant, subject, 'service', array_agg(distinct role), min(created_at), min(created_by)
from (select tenant, subject, created_at, created_by, unnest(roles) as role from api_key) as held
group by tenant, subject;

insert into account (tenant, name, kind, roles, created_at, created_by)
select tenant, subject, 'service', '{}', min(created_at), min(created_by)
from api_key
group by tenant, subject
on conflict do nothing;

-- Tokens name the grant they are made from. A key gets another one when the tokens it has are revoked and it is not.
alter table api_key
    add column grant_id     uuid not null default gen_random_uuid(),
    add column expires_at   timestamptz,
    add column last_used_at timestamptz,
    add foreign key (tenant, subject) references account (tenant, name) on delete cascade;

create index api_key_subject on api_key (tenant, subject);

-- Grants (API keys, sessions) whose tokens are refused before they end. What is not published yet is not known to the
-- other services; a row may go when the last token of its grant has ended.
create table revocation (
    grant_id  uuid primary key,
    ends_at   timestamptz not null,
    published boolean     not null default false
);

create index revocation_pending on revocation (grant_id) where not published;
