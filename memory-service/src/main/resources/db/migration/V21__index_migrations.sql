-- Migrations of the search index to another embedding model. The latest row says which builds of the index there are and
-- which one serves. No row-level security: nothing of a tenant is in it.
create table index_migration (
    id              uuid        primary key,
    build           text        not null,
    model           text        not null,
    revision        text        not null,
    dimensions      integer     not null,
    from_build      text        not null,
    from_model      text        not null,
    from_revision   text        not null,
    from_dimensions integer     not null,
    state           text        not null,
    embedded        bigint      not null default 0,
    remaining       bigint      not null default 0,
    cleared         boolean     not null default false,
    worker          uuid,
    worker_until    timestamptz,
    created_at      timestamptz not null,
    updated_at      timestamptz not null
);

-- One at a time; those that have ended are history.
create unique index index_migration_open on index_migration ((true))
    where state in ('embedding', 'ready', 'serving', 'rolled_back');

-- Of which build's vectors the sum of a cluster is; sums of two models cannot be compared.
alter table memory_cluster add column build text not null default '';
