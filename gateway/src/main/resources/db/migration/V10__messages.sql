-- Messages that are relayed to a service later. They are claimed across tenants, so there is no row-level security; every
-- statement on behalf of a caller names the tenant it is confined to. The body goes when nobody needs it any more.
create table relay_message (
    id              uuid primary key,
    tenant          text        not null references tenant (name) on delete cascade,
    sender          text        not null,
    grant_id        uuid        not null,
    roles           text[]      not null,
    scopes          text[]      not null,
    idempotency_key text,
    digest          bytea       not null,
    service         text        not null,
    method          text        not null,
    path            text        not null,
    payload         bytea,
    priority        smallint    not null check (priority between 0 and 2),
    ttl_seconds     bigint      not null check (ttl_seconds > 0),
    state           text        not null default 'queued'
        check (state in ('queued', 'delivering', 'delivered', 'expired', 'dead')),
    attempts        integer     not null default 0,
    created_at      timestamptz not null default now(),
    due_at          timestamptz not null default now(),
    expires_at      timestamptz not null,
    fence           bigint      not null default 0,
    lease_owner     uuid,
    lease_until     timestamptz,
    status          integer,
    last_error      text,
    ended_at        timestamptz,
    check ((state = 'delivering') = (lease_until is not null)),
    check ((state in ('delivered', 'expired', 'dead')) = (ended_at is not null))
);

create unique index relay_message_once on relay_message (tenant, sender, idempotency_key);
create index relay_message_of_sender on relay_message (tenant, sender, id);
create index relay_message_waiting on relay_message (tenant, priority, due_at) where state = 'queued';
create index relay_message_expiry on relay_message (expires_at) where state = 'queued';
create index relay_message_leases on relay_message (lease_until) where state = 'delivering';
create index relay_message_pending on relay_message (tenant) where state in ('queued', 'delivering');
create index relay_message_dead on relay_message (id) where state = 'dead';
create index relay_message_ended on relay_message (ended_at) where ended_at is not null;

-- When a tenant's message was last claimed: whose turn was longest ago is next.
create table relay_turn (
    tenant    text primary key,
    served_at timestamptz not null
);

-- What was removed for which erasure: the proof this service keeps.
create table erasure_proof (
    tenant     text        not null,
    erasure_id uuid        not null,
    round      integer     not null,
    part       integer     not null,
    removed    text        not null,
    removed_at timestamptz not null default now(),
    primary key (tenant, erasure_id, round, part)
);

alter table erasure_proof enable row level security;
alter table erasure_proof force row level security;
create policy tenant_rows on erasure_proof using (tenant = current_setting('mnemesh.tenant', true));

-- Rewriting the table is how the bytes of deleted rows are removed; no samples of them in the planner's statistics.
do $$
begin
    execute format('grant maintain on relay_message to %I', 'mnemesh_' || current_schema());
end
$$;
alter table relay_message alter column payload set statistics 0, alter column path set statistics 0,
    alter column last_error set statistics 0, alter column idempotency_key set statistics 0;
