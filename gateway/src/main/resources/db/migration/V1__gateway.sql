-- System tables of the gateway. They are read before a tenant is known, so they have no row-level security;
-- every query of the key administration names the tenant it is confined to.

create table tenant (
    name       text primary key check (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    created_at timestamptz not null default now(),
    created_by text        not null
);

create table api_key (
    id         uuid primary key,
    tenant     text        not null references tenant (name) on delete cascade,
    subject    text        not null,
    label      text        not null,
    roles      text[]      not null,
    scopes     text[]      not null,
    digest     bytea       not null unique,
    created_at timestamptz not null default now(),
    created_by text        not null
);

create index api_key_tenant on api_key (tenant, id);

-- The private key is sealed with AES-GCM under the gateway's master key.
create table signing_key (
    id          text primary key,
    public_key  bytea       not null,
    sealed_key  bytea       not null,
    only_one    boolean     not null default true unique check (only_one),
    created_at  timestamptz not null default now()
);
