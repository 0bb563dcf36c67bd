package io.mnemesh.systemtests;

import io.mnemesh.embedded.Bootstrap;
import io.mnemesh.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The schema of a version that is not written yet: each service's own one and what the rules allow a migration to add (columns
 * with and without a default, an index, a table), written into Flyway's history under a number that no build knows.
 */
final class NextSchema {

    private static final String[] STATEMENTS = {
        "SET ROLE mnemesh_owner",
        "ALTER TABLE memory.memory ADD COLUMN next_note text",
        "ALTER TABLE memory.memory ADD COLUMN next_rank integer NOT NULL DEFAULT 7",
        "CREATE TABLE memory.next_thing (tenant text PRIMARY KEY, value text NOT NULL)",
        "CREATE INDEX CONCURRENTLY memory_next_rank ON memory.memory (tenant, next_rank)",
        "ALTER TABLE gateway.tenant ADD COLUMN next_region text NOT NULL DEFAULT 'here'",
        "ALTER TABLE gateway.api_key ADD COLUMN next_note text",
        "ALTER TABLE realtime.event ADD COLUMN next_size bigint NOT NULL DEFAULT 0",
        "ALTER TABLE embeddings.embedding_job ADD COLUMN next_note text",
        "ALTER TABLE memory.outbox ADD COLUMN next_shard integer NOT NULL DEFAULT 0"
    };
    private static final String[] SCHEMAS = {"memory", "gateway", "realtime", "embeddings"};
    private static final String HISTORY = """
            INSERT INTO SCHEMA.flyway_schema_history
                (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
            SELECT max(installed_rank) + 1, '9000', 'next', 'SQL', 'V9000__next.sql', 1, 'mnemesh_owner', 1, true
            FROM SCHEMA.flyway_schema_history
            """;

    private NextSchema() {}

    /** Adds all of it while the services go on; each statement is a transaction of its own. */
    static void expand(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = postgres.connect(Bootstrap.DATABASE);
                Statement statement = connection.createStatement()) {
            for (String one : STATEMENTS) {
                statement.execute(one);
            }
            for (String schema : SCHEMAS) {
                statement.execute(HISTORY.replace("SCHEMA", schema));
            }
        }
    }
}
