package io.mnemesh.intelligence.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.intelligence.errors.mining.ErrorText;
import io.mnemesh.intelligence.errors.mining.Signature;
import io.mnemesh.intelligence.support.Mesh;
import io.mnemesh.mesh.event.payload.ErrorLearned;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups that algorithm 1 made, as the first release stored them, and errors that come after the upgrade. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class FormerSignaturesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Instant AT = Instant.parse("2026-11-01T10:00:00Z");

    private static final String TRACE = """
            shop.StoreFailed: order %s
            	at shop.Orders$$SpringCGLIB$$0.store(<generated>)
            	at shop.Rows.insert(Rows.java:5)
            """;

    /** What algorithm 1 made of that trace: the proxy's method was lost. */
    private static final Signature FORMER = Signature.of(true, "shop.StoreFailed\nat shop.Orders\nat shop.Rows.insert");

    private static final Signature TODAY = ErrorText.read(TRACE.formatted(1)).signature();

    @Inject
    Mesh mesh;

    @Inject
    ErrorAnalyzer analyzer;

    @Inject
    TenantTransactions transactions;

    private String tenant;
    private UUID group;
    private UUID memory;

    @BeforeEach
    void groupOfTheFormerVersion() {
        tenant = "f-" + UUID.randomUUID();
        group = UUID.randomUUID();
        memory = UUID.randomUUID();
        group(group, 1);
        signature(group);
        occurrence(memory, group, TRACE.formatted(7));
        sql("insert into error_miner (tenant, version, epoch, algorithm) values ($1, 5, 1, 1)", tenant);
    }

    @Test
    void shouldLeadNewSignaturesToTheGroupsOfOldOnes() {
        assertThat(TODAY).isNotEqualTo(FORMER);

        mesh.error(tenant, TRACE.formatted(8), null, AT.plusSeconds(60));
        await(1);

        ErrorLearned learned = mesh.learned(tenant).getFirst();
        assertThat(learned.groupId()).isEqualTo(group);
        assertThat(learned.newGroup()).isFalse();
        assertThat(learned.occurrences()).isEqualTo(2);
        assertThat(keys()).containsExactlyInAnyOrder(FORMER.key(), TODAY.key());
        assertThat(text("select algorithm::text from error_miner where tenant = $1"))
                .containsExactly(String.valueOf(ErrorText.ALGORITHM));
        assertThat(text("select algorithm::text from error_signature where tenant = $1 order by 1"))
                .containsExactly("1", "2");
    }

    @Test
    void shouldFindOldGroupsBeforeAnythingNewIsLearned() {
        var analysis = analyzer.analyze(new TenantId(tenant), TRACE.formatted(9), MemoryContext.EMPTY)
                .await()
                .atMost(PATIENCE);

        assertThat(analysis.group()).isNotNull();
        assertThat(analysis.group().id()).isEqualTo(group);
        assertThat(analysis.group().occurrences()).isEqualTo(1);
    }

    @Test
    void shouldMakeNewGroupsOfWhatIsNewAllTheSame() {
        mesh.error(tenant, "disk full on node17", null, AT);
        await(1);

        assertThat(mesh.learned(tenant).getFirst().newGroup()).isTrue();
        assertThat(keys()).contains(FORMER.key(), TODAY.key()).hasSize(3);
    }

    @Test
    void shouldLeadASignatureOfSeveralGroupsToTheLargest() {
        UUID larger = UUID.randomUUID();
        group(larger, 40);
        Signature other = Signature.of(true, "shop.StoreFailed\nat shop.Other\nat shop.Rows.insert");
        signature(larger, other);
        occurrence(UUID.randomUUID(), larger, TRACE.formatted(3), other);

        mesh.error(tenant, TRACE.formatted(8), null, AT);
        await(1);

        assertThat(mesh.learned(tenant).getFirst().groupId()).isEqualTo(larger);
        assertThat(text("select id::text from error_group where tenant = $1"))
                .containsExactlyInAnyOrder(group.toString(), larger.toString());
    }

    @Test
    void shouldLeaveNeitherSignatureWhenTheErrorIsForgotten() {
        mesh.error(tenant, "disk full on node17", null, AT);
        await(1);

        mesh.publish(mesh.deleted(tenant, memory));

        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(keys()).hasSize(1).doesNotContain(FORMER.key(), TODAY.key()));
        assertThat(text("select id::text from error_group where tenant = $1"))
                .hasSize(1)
                .doesNotContain(group.toString());
    }

    private void group(UUID id, long occurrences) {
        sql(
                "insert into error_group (tenant, id, template, occurrences, first_seen, last_seen) values ($1, $2, $3, $4, "
                        + "$5, $5)",
                tenant,
                id,
                FORMER.template(),
                occurrences,
                AT.atOffset(ZoneOffset.UTC));
    }

    private void signature(UUID id) {
        signature(id, FORMER);
    }

    private void signature(UUID id, Signature signature) {
        sql(
                "insert into error_signature (tenant, key, exact, derived, tokens, group_id, version) values ($1, $2, true, "
                        + "false, $3, $4, 5)",
                tenant,
                signature.key(),
                signature.text(),
                id);
    }

    private void occurrence(UUID id, UUID of, String content) {
        occurrence(id, of, content, FORMER);
    }

    private void occurrence(UUID id, UUID of, String content, Signature signature) {
        sql(
                "insert into error_occurrence (tenant, memory_id, version, group_id, signature_key, content, summary, "
                        + "context, occurred_at) values ($1, $2, 1, $3, $4, $5, 'store', '{}', $6)",
                tenant,
                id,
                of,
                signature.key(),
                content,
                AT.atOffset(ZoneOffset.UTC));
    }

    private List<String> keys() {
        return text("select key from error_signature where tenant = $1");
    }

    private List<String> text(String sql) {
        return transactions
                .inTenant(
                        new TenantId(tenant),
                        connection -> connection
                                .preparedQuery(sql)
                                .execute(Tuple.of(tenant))
                                .map(rows -> {
                                    var all = new ArrayList<String>();
                                    rows.forEach(row -> all.add(row.getString(0)));
                                    return List.copyOf(all);
                                }))
                .await()
                .atMost(PATIENCE);
    }

    private void sql(String sql, Object... values) {
        Uni<?> done = transactions.inTenant(
                new TenantId(tenant),
                connection -> connection
                        .preparedQuery(sql)
                        .execute(Tuple.from(values))
                        .replaceWithVoid());
        done.await().atMost(PATIENCE);
    }

    private void await(int learned) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(mesh.learned(tenant)).hasSize(learned));
    }
}
