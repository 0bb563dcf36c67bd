package io.mnemesh.cacheservice.quotas;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.testing.TestServers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The migration on a schema that was in use before; everything is undone. */
class QuotaMigrationTest {

    private static String migration(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(QuotaMigrationTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String usage(Statement statement, String tenant) throws SQLException {
        statement.execute("select set_config('mnemesh.tenant', '" + tenant + "', true)");
        try (var rows = statement.executeQuery(
                "select string_agg(line, ', ') from (select namespace || '=' || sum(entries) || '/' || sum(bytes) as line"
                        + " from object_usage group by namespace order by namespace) as lines")) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void shouldCountWhatWasThereBefore() throws SQLException, IOException {
        try (Connection connection = TestServers.postgres().connect("mnemesh_owner");
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // A schema that this service does not use.
            statement.execute("set local search_path = realtime");
            statement.execute(migration("/db/cache/V0_2__cache.sql"));
            statement.execute("select set_config('mnemesh.tenant', 'acme', true)");
            statement.execute("""
                    insert into cache_entry (tenant, cache, key, value, generation, expires_at) values
                    ('acme', 'objects', 'docs/a', 'abc', 1, now() + interval '1 hour'),
                    ('acme', 'objects', 'docs/b/c', 'abcd', 1, now() + interval '1 hour'),
                    ('acme', 'objects', 'more/a', 'a', 1, now() + interval '1 hour'),
                    ('acme', 'objects', 'docs/removed', null, 1, now() + interval '1 hour'),
                    ('acme', 'another', 'docs/a', 'abc', 1, now() + interval '1 hour')
                    """);
            statement.execute("select set_config('mnemesh.tenant', 'other', true)");
            statement.execute("""
                    insert into cache_entry (tenant, cache, key, value, generation, expires_at) values
                    ('other', 'objects', 'docs/a', 'ab', 1, now() + interval '1 hour')
                    """);

            statement.execute(migration("/db/migration/V1__quotas.sql"));

            assertThat(usage(statement, "acme")).isEqualTo("=3/8, docs=2/7, more=1/1");
            assertThat(usage(statement, "other")).isEqualTo("=1/2, docs=1/2");
            assertThat(statement.executeUpdate("delete from cache_entry")).isEqualTo(1);
            assertThat(usage(statement, "other")).isNull();
            connection.rollback();
        }
    }
}
