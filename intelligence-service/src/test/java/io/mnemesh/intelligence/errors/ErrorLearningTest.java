package io.mnemesh.intelligence.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.intelligence.errors.ErrorAnalyzer.GroupWithErrors;
import io.mnemesh.intelligence.errors.mining.ErrorText;
import io.mnemesh.intelligence.errors.persistence.GroupStore;
import io.mnemesh.intelligence.errors.persistence.MinerStore;
import io.mnemesh.intelligence.support.FakeEmbeddings;
import io.mnemesh.intelligence.support.Mesh;
import io.mnemesh.mesh.event.payload.ErasureAcknowledged;
import io.mnemesh.mesh.event.payload.ErrorLearned;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.mesh.work.Lane;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class ErrorLearningTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Instant AT = Instant.parse("2026-11-01T10:00:00Z");

    @Inject
    Mesh mesh;

    @Inject
    ErrorAnalyzer analyzer;

    @Inject
    FakeEmbeddings embeddings;

    @Inject
    TenantTransactions transactions;

    @Inject
    MinerStore signatures;

    @Inject
    GroupStore groups;

    @Inject
    ErrorsConfig config;

    @Inject
    SignatureRenewal renewal;

    @Inject
    Ids ids;

    private String tenant;

    @BeforeEach
    void newTenant() {
        tenant = "t-" + UUID.randomUUID();
    }

    @Test
    void shouldGroupByTemplateAndTellOfIt() {
        mesh.error(tenant, "disk full on node17 after 300 ms", null, AT);
        await(1);
        UUID second = mesh.error(tenant, "disk full on node18 after 41 ms", "Deleted old logs.", AT.plusSeconds(60));
        await(2);
        mesh.error(tenant, "mail server refused connection", null, AT);
        await(3);

        List<ErrorLearned> learned = mesh.learned(tenant);
        assertThat(learned).extracting(ErrorLearned::newGroup).containsExactly(true, false, true);
        ErrorLearned told = learned.get(1);
        assertThat(told.groupId()).isEqualTo(learned.get(0).groupId());
        assertThat(told.template()).isEqualTo("disk full on node<*> after <*>");
        assertThat(told.memoryId()).isEqualTo(second);
        assertThat(told.occurrences()).isEqualTo(2);
        assertThat(told.resolution()).isEqualTo("Deleted old logs.");
        assertThat(told.firstSeen()).isEqualTo(AT);
        assertThat(told.lastSeen()).isEqualTo(AT.plusSeconds(60));
    }

    @Test
    void shouldLearnOnceWhenAnEventComesAgain() {
        UUID id = UUID.randomUUID();
        var event = mesh.created(tenant, id, "error", "disk full on node17", null, AT);

        mesh.publish(event, event);
        mesh.publish(event);
        mesh.error(tenant, "disk full on node99", null, AT);

        await(2);
        assertThat(groups()).singleElement().extracting(ErrorGroup::occurrences).isEqualTo(2L);
        assertThat(mesh.learned(tenant)).extracting(ErrorLearned::occurrences).containsExactlyInAnyOrder(1L, 2L);
    }

    @Test
    void shouldLeaveOtherMemoriesAlone() {
        mesh.publish(mesh.created(tenant, UUID.randomUUID(), "fact", "disk full on node17", null, AT));
        mesh.error(tenant, "disk full on node18", null, AT);

        await(1);
        assertThat(groups()).singleElement().extracting(ErrorGroup::occurrences).isEqualTo(1L);
    }

    @Test
    void shouldMergeGroupsWhenEvidenceSaysTheyAreOne() {
        mesh.error(tenant, "cannot open file alpha for writing", null, AT);
        mesh.error(tenant, "cannot open file beta for writing", "Closed it first.", AT);
        await(2);
        UUID early = mesh.learned(tenant).get(1).groupId();

        mesh.error(tenant, "cannot open file gamma for writing", null, AT);

        await(3);
        assertThat(groups()).singleElement().satisfies(group -> {
            assertThat(group.template()).isEqualTo("cannot open file <*> for writing");
            assertThat(group.occurrences()).isEqualTo(3);
        });
        assertThat(group(early).group().id()).isEqualTo(groups().getFirst().id());
        assertThat(group(early).latest()).hasSize(3);
    }

    @Test
    void shouldKeepGroupsWhenAnotherInstanceGoesOn() {
        for (String name : List.of("alpha", "beta", "gamma")) {
            mesh.error(tenant, "cannot open file " + name + " for writing", null, AT);
        }
        await(3);

        ErrorGroup found = otherInstance("cannot open file omega for writing");

        assertThat(found.id()).isEqualTo(groups().getFirst().id());
    }

    @Test
    void shouldMakeOneGroupWhenTwoInstancesLearnAtOnce() {
        var first = new ErrorGrouping(signatures, groups, new MinerReplicas(signatures, config), renewal, ids);
        var second = new ErrorGrouping(signatures, groups, new MinerReplicas(signatures, config), renewal, ids);
        var work = new ArrayList<Uni<ErrorGrouping.Assigned>>();
        for (int i = 0; i < 40; i++) {
            ErrorGrouping grouping = i % 2 == 0 ? first : second;
            var signature = ErrorText.read("queue " + (i % 4 == 0 ? "is full" : "was lost") + " at host h" + i)
                    .signature();
            work.add(transactions.inTenant(
                    new TenantId(tenant),
                    connection -> grouping.assign(connection, new TenantId(tenant), signature, AT)));
        }

        Uni.join().all(work).andFailFast().await().atMost(PATIENCE);

        assertThat(groups()).extracting(ErrorGroup::occurrences).containsExactlyInAnyOrder(10L, 30L);
    }

    @Test
    void shouldForgetAMemoryThatWasDeleted() throws SQLException {
        UUID kept = mesh.error(tenant, "disk full on node17", null, AT);
        UUID gone = mesh.error(tenant, "disk full on node18", "secret resolution", AT.plusSeconds(5));
        UUID alone = mesh.error(tenant, "Zebra unicorn happened", null, AT);
        await(3);

        mesh.publish(mesh.deleted(tenant, gone), mesh.deleted(tenant, alone));

        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(groups()).singleElement().satisfies(group -> {
                    assertThat(group.occurrences()).isEqualTo(1);
                    assertThat(group.lastSeen()).isEqualTo(AT);
                    assertThat(group(group.id()).latest())
                            .extracting(Occurrence::memoryId)
                            .containsExactly(kept);
                }));
        assertThat(stored("secret")).isZero();
        assertThat(stored("nicorn")).isZero();
    }

    @Test
    void shouldNotBringBackADeletedMemory() {
        UUID id = UUID.randomUUID();
        mesh.publish(mesh.deleted(tenant, id), mesh.created(tenant, id, "error", "disk full on node17", null, AT));
        mesh.error(tenant, "mail server refused connection", null, AT);

        await(1);
        assertThat(groups())
                .singleElement()
                .extracting(ErrorGroup::template)
                .isEqualTo("mail server refused connection");
    }

    @Test
    void shouldFollowChangesOfAMemory() {
        UUID id = mesh.error(tenant, "disk full on node17", null, AT);
        await(1);
        mesh.publish(mesh.updated(tenant, id, 2, "error", "disk full on node17", "Deleted old logs."));
        await(2);
        mesh.publish(mesh.updated(tenant, id, 3, "error", "network unreachable", "Plugged it in."));
        await(3);

        assertThat(mesh.learned(tenant).get(1).resolution()).isEqualTo("Deleted old logs.");
        assertThat(groups()).singleElement().satisfies(group -> {
            assertThat(group.template()).isEqualTo("network unreachable");
            assertThat(group.occurrences()).isEqualTo(1);
        });
        mesh.publish(mesh.updated(tenant, id, 4, "fact", "network unreachable", null));
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(groups()).isEmpty());
    }

    @Test
    void shouldCatchUpWithVectorsWhenEmbeddingsComeBack() {
        embeddings.leave(tenant);
        mesh.error(tenant, "disk full on node17", "Deleted old logs.", AT);
        await(1);
        assertThat(analyze("disk nearly full").notice()).contains("Embeddings are not available");

        embeddings.comeBack(tenant);

        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(embeddings.asked(tenant))
                        .anyMatch(asked ->
                                asked.lane() == Lane.BULK && asked.texts().contains("disk full on node")));
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(group(groups().getFirst().id()).latest())
                        .singleElement()
                        .satisfies(error -> assertThat(error.vector()).isNotNull()));
        assertThat(embeddings.asked(tenant)).noneMatch(asked -> asked.lane() == Lane.STANDARD);
    }

    @Test
    void shouldKeepTenantsApart() {
        String other = "t-" + UUID.randomUUID();
        mesh.error(tenant, "disk full on node17", "ours", AT);
        mesh.error(other, "disk full on node17", "theirs", AT);
        await(1);
        Awaitility.await().atMost(PATIENCE).until(() -> mesh.learned(other).size() == 1);

        var analysis = analyze("disk full on node44");

        assertThat(analysis.group()).isNotNull();
        assertThat(analysis.similar())
                .extracting(similar -> similar.occurrence().resolution())
                .containsExactly("ours");
    }

    private void await(int learned) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(mesh.learned(tenant)).hasSize(learned));
    }

    private List<ErrorGroup> groups() {
        return analyzer.groups(new TenantId(tenant), null, 100).await().atMost(PATIENCE);
    }

    private GroupWithErrors group(UUID id) {
        return analyzer.group(new TenantId(tenant), id).await().atMost(PATIENCE);
    }

    private ErrorAnalysis analyze(String error) {
        return analyzer.analyze(new TenantId(tenant), error, MemoryContext.EMPTY)
                .await()
                .atMost(PATIENCE);
    }

    private ErrorGroup otherInstance(String error) {
        var grouping = new ErrorGrouping(signatures, groups, new MinerReplicas(signatures, config), renewal, ids);
        return transactions
                .inTenant(
                        new TenantId(tenant),
                        connection -> grouping.find(
                                connection,
                                new TenantId(tenant),
                                ErrorText.read(error).signature()))
                .await()
                .atMost(PATIENCE);
    }

    /** How many rows of what was learned for the tenant hold these letters. */
    private long stored(String letters) throws SQLException {
        var server = TestServers.postgres();
        long rows = 0;
        try (var connection = server.connect("mnemesh_intelligence");
                var statement = connection.createStatement()) {
            statement.execute("select set_config('mnemesh.tenant', '" + tenant + "', false)");
            for (String table : List.of("error_group", "error_signature", "error_occurrence", "error_group_alias")) {
                try (var found = statement.executeQuery(
                        "select count(*) from intelligence." + table + " t where t::text like '%" + letters + "%'")) {
                    found.next();
                    rows += found.getLong(1);
                }
            }
        }
        return rows;
    }

    @Test
    void shouldLeaveNothingOfErasedMemories() throws SQLException {
        String secret = "sq" + UUID.randomUUID().toString().replace("-", "");
        UUID gone = mesh.error(tenant, "Quokka overflow in " + secret, "Ask " + secret, AT);
        mesh.error(tenant, "mail server refused connection", null, AT);
        await(2);
        assertThat(stored(secret)).isPositive();

        mesh.publish(mesh.erased(tenant, 1, gone), mesh.erased(tenant, 2, gone));

        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(mesh.answers(tenant))
                        .extracting(ErasureAcknowledged::removed)
                        .containsExactly(Mesh.removed(Map.of("errors", 1L, "events", 1L)), Mesh.removed(Map.of())));
        assertThat(groups())
                .singleElement()
                .extracting(ErrorGroup::template)
                .isEqualTo("mail server refused connection");
        assertThat(stored(secret)).isZero();
        assertThat(files(secret)).isEmpty();

        mesh.publish(mesh.created(tenant, gone, "error", "Quokka overflow in " + secret, null, AT));
        mesh.error(tenant, "mail server refused connection", null, AT);
        await(3);
        assertThat(stored(secret)).isZero();
    }

    /** Files of tables and indexes that hold this, once all is written to disk. */
    private static List<Path> files(String text) throws SQLException {
        try (var connection = DriverManager.getConnection(TestServers.postgres().jdbcUrl(), "postgres", "postgres");
                var statement = connection.createStatement()) {
            statement.execute("checkpoint");
            try (var rows = statement.executeQuery("show data_directory")) {
                rows.next();
                try (Stream<Path> all = Files.walk(Path.of(rows.getString(1), "base"))) {
                    return all.filter(Files::isRegularFile)
                            .filter(file -> holds(file, text))
                            .toList();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
