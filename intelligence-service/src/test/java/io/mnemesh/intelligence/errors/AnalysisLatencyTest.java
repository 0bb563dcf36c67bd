package io.mnemesh.intelligence.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.intelligence.support.AnswerTimes;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Answers beside 100,000 learned errors in 2,000 groups, of which one has every tenth. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
@Tag("slow")
class AnalysisLatencyTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** In milliseconds. */
    private static final double BAR = 100;

    private static final String GROUP = "('00000000-0000-4000-8000-' || lpad(to_hex(%s), 12, '0'))::uuid";
    private static final String WORD = "translate(%s::text, '0123456789', 'bcdfghjklm')";

    private static final List<String> LEARNED = List.of(
            "insert into error_miner (tenant, version, epoch, algorithm) values ($1, 1, 1, 2)",
            "insert into error_group (tenant, id, template, occurrences, first_seen, last_seen) select $1, "
                    + GROUP.formatted("g") + ", 'component ' || " + WORD.formatted("g")
                    + " || ' failed', 50, now() - interval '30 days', now() from generate_series(0, 1999) g",
            "insert into error_signature (tenant, key, exact, derived, tokens, group_id, version, algorithm) select $1, "
                    + "md5(g::text), false, false, 'component' || chr(10) || " + WORD.formatted("g")
                    + " || chr(10) || 'failed', " + GROUP.formatted("g") + ", 1, 2 from generate_series(0, 1999) g",
            "insert into error_occurrence (tenant, memory_id, version, group_id, signature_key, content, summary, "
                    + "resolution, context, occurred_at, model, vector) select $1, gen_random_uuid(), 1, "
                    + GROUP.formatted("g") + ", md5(g::text), 'component ' || " + WORD.formatted("g")
                    + " || ' failed', 'component ' || " + WORD.formatted("g")
                    + " || ' failed', case when i % 7 = 0 then 'Restarted it.' end, '{}', now() - i * interval '26 seconds', "
                    + "'hashed-words@1', decode(repeat(md5(g::text), 16), 'hex') from (select i, case when i % 10 = 0 then 0 "
                    + "else i % 2000 end g from generate_series(1, 100000) i) o",
            "insert into error_activity (tenant, slot) select distinct $1, floor(extract(epoch from occurred_at) / "
                    + "600)::bigint from error_occurrence where tenant = $1");

    @Inject
    TenantTransactions transactions;

    @Inject
    ErrorAnalyzer analyzer;

    @Test
    void shouldAnswerInATenthOfASecond() throws SQLException {
        var tenant = new TenantId("l-" + UUID.randomUUID());
        for (String sql : LEARNED) {
            transactions
                    .inTenant(
                            tenant,
                            connection -> connection
                                    .preparedQuery(sql)
                                    .execute(Tuple.of(tenant.value()))
                                    .replaceWithVoid())
                    .await()
                    .atMost(PATIENCE);
        }
        analyze();

        assertThat(AnswerTimes.p95(
                        BAR,
                        i -> analyzer.analyze(
                                        tenant,
                                        "component " + (i % 4 == 0 ? "b" : word(100 + i * 13 % 1900)) + " failed",
                                        MemoryContext.EMPTY)
                                .invoke(AnalysisLatencyTest::assertWhole)))
                .as("p95 of an analysis, ms")
                .isLessThanOrEqualTo(BAR);
    }

    private static void assertWhole(ErrorAnalysis analysis) {
        assertThat(analysis.group()).isNotNull();
        assertThat(analysis.history()).isNotNull();
    }

    /** What the server does by itself some time after so many rows came. */
    private static void analyze() throws SQLException {
        try (var connection = DriverManager.getConnection(TestServers.postgres().jdbcUrl(), "postgres", "postgres");
                var statement = connection.createStatement()) {
            statement.execute("analyze intelligence.error_occurrence, intelligence.error_group");
        }
    }

    private static String word(int number) {
        var word = new StringBuilder();
        for (char digit : String.valueOf(number).toCharArray()) {
            word.append("bcdfghjklm".charAt(digit - '0'));
        }
        return word.toString();
    }
}
