-- Prepares a database for the mesh: the role that owns the tables, and a schema with its role for every service.
-- Run it inside the database, as a superuser or as a role with CREATEROLE that owns the database. It can be run again.
-- Replace the two placeholders first, for example with envsubst limited to their names.

DO $bootstrap$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'mnemesh_owner') THEN
        CREATE ROLE mnemesh_owner LOGIN;
    END IF;
END
$bootstrap$;

ALTER ROLE mnemesh_owner WITH LOGIN PASSWORD '${MNEMESH_POSTGRES_OWNER_PASSWORD}';

DO $bootstrap$
DECLARE
    service text;
    app text;
BEGIN
    -- What follows is done on behalf of the owner, which only its members may do. A superuser needs no membership.
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        EXECUTE format('GRANT mnemesh_owner TO %I', current_user);
    END IF;

    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO mnemesh_owner', current_database());
    REVOKE ALL ON SCHEMA public FROM PUBLIC;

    FOREACH service IN ARRAY ARRAY['memory', 'embeddings', 'intelligence', 'realtime', 'cache', 'gateway'] LOOP
        app := 'mnemesh_' || service;
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = app) THEN
            EXECUTE format('CREATE ROLE %I LOGIN', app);
        END IF;
        EXECUTE format(
            'ALTER ROLE %I WITH LOGIN PASSWORD %L', app, '${MNEMESH_POSTGRES_PASSWORD}');
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), app);
        EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I AUTHORIZATION mnemesh_owner', service);
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', service, app);
        EXECUTE format('ALTER ROLE %I IN DATABASE %I SET search_path = %I', app, current_database(), service);
        -- A service that died or lost its way must not hold locks or a connection for good.
        EXECUTE format('ALTER ROLE %I IN DATABASE %I SET statement_timeout = %L', app, current_database(), '30s');
        EXECUTE format(
            'ALTER ROLE %I IN DATABASE %I SET idle_in_transaction_session_timeout = %L',
            app, current_database(), '30s');
        EXECUTE format(
            'ALTER DEFAULT PRIVILEGES FOR ROLE mnemesh_owner IN SCHEMA %I '
            'GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %I', service, app);
        EXECUTE format(
            'ALTER DEFAULT PRIVILEGES FOR ROLE mnemesh_owner IN SCHEMA %I '
            'GRANT USAGE, SELECT ON SEQUENCES TO %I', service, app);
    END LOOP;
END
$bootstrap$;
