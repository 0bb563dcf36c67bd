-- A session begins with a sign-in and is renewed with refresh tokens, of which only the latest is good.
create table session (
    id             uuid primary key,
    grant_id       uuid        not null unique,
    tenant         text        not null,
    account        text        not null,
    refresh_digest bytea       not null,
    device         text        not null,
    user_agent     text        not null,
    address        text        not null,
    created_at     timestamptz not null,
    used_at        timestamptz not null,
    idle_ends_at   timestamptz not null,
    ends_at        timestamptz not null,
    ended_at       timestamptz,
    ended_by       text check (ended_by in ('logout', 'everywhere', 'reuse', 'admin', 'password', 'displaced')),
    check ((ended_at is null) = (ended_by is null)),
    foreign key (tenant, account) references account (tenant, name) on delete cascade
);

create index session_of_account on session (tenant, account, id);
create index session_ends on session (least(idle_ends_at, ended_at));
