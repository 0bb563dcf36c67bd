package io.mnemesh.intelligence.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.intelligence.support.Mesh;
import io.mnemesh.intelligence.workflow.TaskForecast.PastStep;
import io.mnemesh.intelligence.workflow.TaskForecast.Question;
import io.mnemesh.intelligence.workflow.model.Findings.Activity;
import io.mnemesh.intelligence.workflow.model.Findings.Edge;
import io.mnemesh.intelligence.workflow.model.Findings.Pattern;
import io.mnemesh.intelligence.workflow.model.Findings.Summary;
import io.mnemesh.intelligence.workflow.model.Findings.Variant;
import io.mnemesh.intelligence.workflow.model.WorkflowModel;
import io.mnemesh.intelligence.workflow.persistence.LogStore;
import io.mnemesh.intelligence.workflow.persistence.SnapshotStore;
import io.mnemesh.intelligence.workflow.persistence.StepStore;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.ErasureAcknowledged;
import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.event.payload.PatternDetected;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.ConfigDefaults;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class WorkflowLearningTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Instant AT = Instant.parse("2026-11-01T10:00:00Z");

    @Inject
    Mesh mesh;

    @Inject
    Workflows workflows;

    @Inject
    TenantTransactions transactions;

    @Inject
    LogStore log;

    @Inject
    StepStore steps;

    @Inject
    SnapshotStore snapshots;

    @Inject
    WorkflowsConfig config;

    @Inject
    WorkflowMetrics metrics;

    private String tenant;

    @BeforeEach
    void newTenant() {
        tenant = "w-" + UUID.randomUUID();
    }

    @Test
    void shouldLearnEachStepOnce() {
        var event = mesh.stepEvent(tenant, UUID.randomUUID(), "1", "open", AT, false);
        mesh.publish(event, event);
        mesh.publish(event);
        mesh.step(tenant, "1", "close", AT.plusSeconds(60), true);

        await(2);
        assertThat(ask(workflows.edges(tenant())))
                .singleElement()
                .satisfies(edge -> assertThat(edge.count()).isEqualTo(1));
        assertThat(ask(workflows.variants(tenant()))).containsExactly(new Variant(List.of("open", "close"), 1, 0));
    }

    @Test
    void shouldLearnWithoutDetailsFromContentAndLeaveOthersAlone() {
        mesh.publish(
                mesh.createdWith(
                        tenant,
                        UUID.randomUUID(),
                        "workflow_step",
                        "Opened ticket 4711",
                        Map.of("case", " a\n b "),
                        AT),
                mesh.createdWith(tenant, UUID.randomUUID(), "workflow_step", "Opened", Map.of(), AT),
                mesh.createdWith(tenant, UUID.randomUUID(), "fact", "Opened", Map.of("case", "a"), AT));
        mesh.step(tenant, "a b", "close", AT.plusSeconds(60), false);

        await(2);
        assertThat(ask(workflows.edges(tenant())))
                .singleElement()
                .satisfies(edge -> assertThat(edge.from()).isEqualTo("Opened ticket <*>"));
    }

    @Test
    void shouldEndACaseWithItsSession() {
        mesh.step(tenant, "s-1", "open", AT, false);
        await(1);

        mesh.sessionEnded(tenant, "s-1", AT.plusSeconds(9));
        mesh.sessionEnded(tenant, "s-unknown", AT.plusSeconds(9));

        eventually(() -> assertThat(summary().ended()).isEqualTo(1));
        assertThat(summary().open()).isZero();
    }

    @Test
    void shouldTakeAStepFromTheFutureAsRecordedNow() {
        Instant recorded = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var created = mesh.stepEvent(tenant, UUID.randomUUID(), "1", "open", recorded, false);
        var memory = created.data();
        var ahead = new MemoryCreated(
                memory.memoryId(),
                1,
                memory.memoryType(),
                memory.content(),
                memory.context(),
                memory.details(),
                0.5,
                recorded.plus(Duration.ofDays(4000)),
                "ana",
                recorded);
        mesh.publish(mesh.created(tenant, ahead));
        mesh.step(tenant, "1", "close", recorded.plusSeconds(60), false);

        await(2);
        assertThat(ask(workflows.edges(tenant())))
                .singleElement()
                .satisfies(edge -> assertThat(edge.mean()).isEqualTo(60_000));
    }

    @Test
    void shouldLearnAnewWhenAStepIsChangedOrDeleted() {
        UUID first = mesh.step(tenant, "1", "open", AT, false);
        mesh.step(tenant, "1", "close", AT.plusSeconds(60), true);
        await(2);

        mesh.publish(mesh.updated(tenant, first, 2, "workflow_step", "did start", null));
        eventually(() -> assertThat(summary().steps()).isEqualTo(1));

        mesh.publish(mesh.stepEvent(tenant, first, "1", "start", AT, false));
        eventually(() -> assertThat(activities()).containsExactly("close", "start"));

        mesh.publish(mesh.deleted(tenant, first, "workflow_step"));
        eventually(() -> assertThat(activities()).containsExactly("close"));
        mesh.publish(mesh.stepEvent(tenant, first, "1", "start", AT, false));
        mesh.step(tenant, "2", "open", AT, false);
        eventually(() -> assertThat(activities()).containsExactly("close", "open"));
    }

    @Test
    void shouldSurviveARestartWithAndWithoutAStoredModel() throws SQLException {
        learnWays(12);
        WorkflowsConfig eager = ConfigDefaults.with(
                WorkflowsConfig.class,
                Map.of(
                        "mnemesh.intelligence.workflows.store-every", "5",
                        "mnemesh.intelligence.workflows.read-batch", "7"));
        var before = ask(workflows.predict(tenant(), question("open", "red")));

        WorkflowReplica relearned = ask(replicas(eager).upToDate(tenant()));
        Summary again = relearned.ask(WorkflowModel::summary);
        assertThat(again).isEqualTo(summary());
        assertThat(stored("workflow_snapshot", "format", "1")).isEqualTo(1);
        WorkflowReplica read = ask(replicas(eager).upToDate(tenant()));

        assertThat(read.version()).isEqualTo(relearned.version());
        List<Edge> edges = read.ask(WorkflowModel::edges);
        assertThat(edges).isEqualTo(ask(workflows.edges(tenant())));
        assertThat(before.tasks().getFirst().task()).isEqualTo("put red");
        boolean closed = read.ask(model -> model.isClosed("c0"));
        assertThat(closed).isTrue();
    }

    @Test
    void shouldTellOfPatternsOnceAndWithoutTheirTexts() {
        learnWays(40);

        eventually(
                () -> assertThat(mesh.patterns(tenant, WorkflowPatterns.KIND)).hasSizeGreaterThanOrEqualTo(2));
        mesh.step(tenant, "more", "open", AT, false);
        await(121);

        List<PatternDetected> told = mesh.patterns(tenant, WorkflowPatterns.KIND);
        assertThat(told).allSatisfy(pattern -> {
            assertThat(pattern.description()).matches("\\d activities come in the same order in \\d+ of \\d+ cases\\.");
            assertThat(pattern.support()).isGreaterThanOrEqualTo(5);
            assertThat(pattern.confidence()).isBetween(0.01, 0.9);
        });
        var found = ask(workflows.patterns(tenant(), 0.2));
        assertThat(found.cases()).isEqualTo(41);
        assertThat(found.patterns().found())
                .containsExactly(
                        new Pattern(List.of("open", "blue", "put blue"), 20),
                        new Pattern(List.of("open", "red", "put red"), 20));
        assertThat(found.told()).containsKey(List.of("open", "red", "put red"));
        assertThat(found.told().values())
                .containsExactlyInAnyOrderElementsOf(
                        told.stream().map(PatternDetected::patternId).toList());
    }

    @Test
    void shouldLeaveNothingOfErasedMemories() throws SQLException {
        String secret = "sq" + UUID.randomUUID().toString().replace("-", "");
        learnWays(12);
        UUID gone = mesh.step(tenant, secret, "visit " + secret, AT, false);
        await(37);
        ask(replicas(ConfigDefaults.with(
                        WorkflowsConfig.class, Map.of("mnemesh.intelligence.workflows.store-every", "1")))
                .upToDate(tenant()));
        assertThat(stored("workflow_step", "case_id", secret)).isEqualTo(1);
        assertThat(stored("workflow_snapshot", "encode(model, 'escape')", secret))
                .isEqualTo(1);

        mesh.publish(mesh.erased(tenant, 1, gone), mesh.erased(tenant, 2, gone));

        eventually(() -> assertThat(mesh.answers(tenant))
                .extracting(ErasureAcknowledged::removed)
                .containsExactly(Mesh.removed(Map.of("steps", 1L)), Mesh.removed(Map.of())));
        assertThat(activities()).containsExactly("open", "blue", "put blue", "put red", "red");
        assertThat(stored("workflow_step", "case_id", secret)).isZero();
        assertThat(stored("workflow_snapshot", "encode(model, 'escape')", secret))
                .isZero();

        mesh.publish(mesh.stepEvent(tenant, gone, secret, "visit " + secret, AT, false));
        mesh.step(tenant, "2", "open", AT, false);
        await(37);
        assertThat(stored("workflow_step", "case_id", secret)).isZero();
    }

    @Test
    void shouldKeepTenantsApart() {
        String other = "w-" + UUID.randomUUID();
        mesh.step(tenant, "1", "ours", AT, false);
        mesh.step(other, "1", "theirs", AT, false);
        await(1);

        assertThat(activities()).containsExactly("ours");
    }

    @Test
    void shouldForgetTheOldestStepsWhenThereAreTooMany() {
        for (int i = 0; i < 5; i++) {
            mesh.step(tenant, "c" + i, "a" + i, AT, false);
        }
        await(5);

        int purged = ask(transactions.inTenant(
                tenant(),
                connection ->
                        log.revision(connection).flatMap(revision -> steps.purge(connection, revision.version(), 2))));

        assertThat(purged).isEqualTo(3);
    }

    /** Cases that go one of two ways, three steps each. */
    private void learnWays(int cases) {
        var events = new ArrayList<MeshEvent<?>>();
        for (int i = 0; i < cases; i++) {
            String colour = i % 2 == 0 ? "red" : "blue";
            Instant at = AT.plusSeconds(3600L * i);
            events.add(mesh.stepEvent(tenant, UUID.randomUUID(), "c" + i, "open", at, false));
            events.add(mesh.stepEvent(tenant, UUID.randomUUID(), "c" + i, colour, at.plusSeconds(60), false));
            events.add(mesh.stepEvent(tenant, UUID.randomUUID(), "c" + i, "put " + colour, at.plusSeconds(120), true));
        }
        mesh.publish(events.toArray(MeshEvent<?>[]::new));
        await(3L * cases);
    }

    private WorkflowReplicas replicas(WorkflowsConfig with) {
        return new WorkflowReplicas(transactions, log, steps, snapshots, with, metrics);
    }

    private Question question(String... activities) {
        var history = new ArrayList<PastStep>();
        for (int i = 0; i < activities.length; i++) {
            history.add(new PastStep(activities[i], AT.plusSeconds(60L * i)));
        }
        return new Question(null, history, 5, false);
    }

    private TenantId tenant() {
        return new TenantId(tenant);
    }

    private Summary summary() {
        return ask(workflows.summary(tenant()));
    }

    private List<String> activities() {
        return ask(workflows.activities(tenant())).stream().map(Activity::name).toList();
    }

    private void await(long learned) {
        eventually(() -> assertThat(summary().steps()).isEqualTo(learned));
    }

    private static void eventually(ThrowingRunnable assertion) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).untilAsserted(assertion);
    }

    private static <T> T ask(Uni<T> question) {
        return question.await().atMost(PATIENCE);
    }

    /** Rows of the tenant with these letters in a column. */
    private long stored(String table, String column, String letters) throws SQLException {
        try (var connection = TestServers.postgres().connect("mnemesh_intelligence");
                var statement = connection.createStatement()) {
            statement.execute("select set_config('mnemesh.tenant', '" + tenant + "', false)");
            try (var found = statement.executeQuery("select count(*) from intelligence." + table + " where " + column
                    + "::text like '%" + letters + "%'")) {
                found.next();
                return found.getLong(1);
            }
        }
    }
}
