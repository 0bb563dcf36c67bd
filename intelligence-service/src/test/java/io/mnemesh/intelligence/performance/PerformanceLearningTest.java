package io.mnemesh.intelligence.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.intelligence.anomaly.Ensemble;
import io.mnemesh.intelligence.anomaly.Level;
import io.mnemesh.intelligence.performance.persistence.PointStore;
import io.mnemesh.intelligence.performance.persistence.SeriesStore;
import io.mnemesh.intelligence.performance.persistence.StateStore;
import io.mnemesh.intelligence.support.Mesh;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.AnomalyDetected;
import io.mnemesh.mesh.event.payload.ErasureAcknowledged;
import io.mnemesh.mesh.event.payload.MetricRecorded.Point;
import io.mnemesh.mesh.event.payload.PerformanceInsight;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class PerformanceLearningTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Instant AT = Instant.parse("2026-11-01T10:00:00Z");
    private static final SeriesName LATENCY = new SeriesName("latency", "api");

    @Inject
    Mesh mesh;

    @Inject
    TenantTransactions transactions;

    @Inject
    SeriesStore series;

    @Inject
    PointStore points;

    @Inject
    StateStore snapshots;

    @Inject
    SeriesStates states;

    @Inject
    PerformanceInsights insights;

    @Inject
    MeterRegistry registry;

    private String tenant;
    private Random random;

    @BeforeEach
    void newTenant() {
        tenant = "p-" + UUID.randomUUID();
        random = new Random(42);
    }

    @Test
    void shouldFindStoreAndTellOfASpikeOnce() {
        List<Point> told = values(0, 300, i -> 50 + random.nextGaussian() + (i == 250 ? 60 : 0));
        var event = mesh.metric(tenant, "latency", "lower", told);

        mesh.publish(event, event);
        judged(300);
        mesh.publish(event);
        mesh.publish(mesh.metric(tenant, "latency", "lower", values(300, 301, i -> 50)));
        judged(301);

        Anomaly spike = anomalies(Level.HIGH).getFirst();
        assertThat(anomalies(Level.HIGH)).hasSize(1);
        assertThat(spike.name()).isEqualTo(LATENCY);
        assertThat(spike.value()).isEqualTo(told.get(250).value());
        assertThat(spike.worstAt()).isEqualTo(AT.plusSeconds(250 * 60));
        assertThat(spike.expected()).isCloseTo(50, within(1.5));
        assertThat(spike.low()).isBetween(44.0, 49.0);
        assertThat(spike.high()).isBetween(51.0, 56.0);
        assertThat(spike.votes()).extracting(vote -> vote.detector()).contains("range", "step");
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(mesh.anomalies(tenant))
                        .filteredOn(one -> one.severity().equals("high"))
                        .hasSize(1));
        AnomalyDetected heard = mesh.anomalies(tenant).stream()
                .filter(one -> one.severity().equals("high"))
                .findFirst()
                .orElseThrow();
        assertThat(heard.anomalyId()).isEqualTo(spike.id());
        assertThat(heard.metric()).isEqualTo("latency");
        assertThat(heard.source()).isEqualTo("api");
        assertThat(heard.value()).isEqualTo(spike.value());
        assertThat(heard.score()).isEqualTo(spike.score()).isGreaterThan(0.99);
        assertThat(heard.detector()).isEqualTo(spike.votes().getFirst().detector());
        assertThat(heard.memoryId()).isNull();
        assertThat(stored().points()).isEqualTo(301);
        assertThat(stored().repeated()).isZero();
    }

    @Test
    void shouldJudgeAfterARestartExactlyAsWithoutOne() {
        List<Point> all = values(0, 700, i -> 50 + random.nextGaussian() + (i == 650 ? 30 : 0));
        var alone = Ensemble.standard();
        var expected = new ArrayList<Double>();
        for (Point point : all) {
            var verdict = alone.judge(point.at().getEpochSecond(), point.value());
            if (verdict.level() != null) {
                expected.add(point.value());
            }
        }

        for (int from = 0; from < 700; from += 140) {
            mesh.publish(mesh.metric(tenant, "latency", null, all.subList(from, from + 140)));
            judged(from + 140);
            states.clear();
        }

        var snapshot = in(connection -> snapshots.find(connection, LATENCY.id()));
        assertThat(snapshot).isNotNull();
        assertThat(snapshot.format()).isEqualTo(Ensemble.FORMAT);
        assertThat(snapshot.judgedTo()).isEqualTo(AT.plusSeconds((560 - 1) * 60));
        var restored = Ensemble.restored(snapshot.state());
        in(connection -> points.judged(connection, LATENCY.id(), snapshot.judgedTo(), AT.plusSeconds(700 * 60)))
                .forEach(point -> restored.judge(point.at().getEpochSecond(), point.value()));
        assertThat(restored.snapshot()).isEqualTo(alone.snapshot());
        assertThat(anomalies(Level.LOW))
                .hasSizeLessThanOrEqualTo(expected.size())
                .isNotEmpty();
        assertThat(anomalies(Level.HIGH))
                .extracting(Anomaly::value)
                .containsExactly(all.get(650).value());
    }

    @Test
    void shouldLearnFromThePointsAgainWhenTheSnapshotCannotBeRead() {
        mesh.publish(mesh.metric(tenant, "latency", null, values(0, 300, i -> 50 + random.nextGaussian())));
        judged(300);
        for (var broken : List.of(
                new StateStore.Snapshot(Ensemble.FORMAT + 1, AT.plusSeconds(299 * 60), new byte[] {1}),
                new StateStore.Snapshot(Ensemble.FORMAT, AT.plusSeconds(299 * 60), new byte[] {1, 2, 3}))) {
            in(connection -> snapshots.save(connection, LATENCY.id(), broken));
            states.clear();
            long judged = stored().judged();
            mesh.publish(mesh.metric(
                    tenant, "latency", null, values((int) judged, (int) judged + 1, i -> 50 + random.nextGaussian())));
            judged(judged + 1);
        }

        mesh.publish(mesh.metric(tenant, "latency", null, values(302, 303, i -> 120)));
        judged(303);

        assertThat(anomalies(Level.HIGH)).extracting(Anomaly::value).containsExactly(120.0);
    }

    @Test
    void shouldCountBadInputAndGoOn() {
        double before = counted("invalid") + counted("future") + counted("repeated") + counted("late");
        mesh.publish(
                mesh.metric(tenant, "latency", null, values(0, 60, i -> 50)),
                mesh.metric(
                        tenant,
                        "latency",
                        null,
                        List.of(
                                new Point(AT.plusSeconds(59 * 60), 7),
                                new Point(AT.plusSeconds(60 * 60), Double.NaN),
                                new Point(AT.plusSeconds(61 * 60), Double.POSITIVE_INFINITY),
                                new Point(Instant.parse("2126-01-01T00:00:00Z"), 50))),
                mesh.metric(tenant, "not a name", null, values(0, 3, i -> 1)),
                mesh.createdWith(tenant, UUID.randomUUID(), "x-metric", "cpu", Map.of("metric", "cpu"), AT),
                mesh.createdWith(
                        tenant, UUID.randomUUID(), "x-metric", "cpu", Map.of("metric", "cpu", "value", "many"), AT));
        judged(60);
        mesh.publish(mesh.metric(tenant, "latency", null, values(-5, 0, i -> 49)));
        mesh.publish(mesh.metric(tenant, "latency", null, values(5_000, 5_001, i -> 50)));
        judged(61);

        assertThat(stored().points()).isEqualTo(66);
        assertThat(stored().late()).isEqualTo(5);
        assertThat(stored().repeated()).isEqualTo(1);
        assertThat(stored().gaps()).isEqualTo(1);
        assertThat(stored().lastAt()).isEqualTo(AT.plusSeconds(5_000 * 60));
        assertThat(anomalies(Level.LOW)).isEmpty();
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                counted("invalid") + counted("future") + counted("repeated") + counted("late") - before)
                        .isEqualTo(2 + 1 + 1 + 3 + 1 + 1 + 5));
        assertThat(allSeries()).hasSize(1);
    }

    @Test
    void shouldJudgeEveryPointOfALongPastAndKeepTheLatest() {
        for (int from = 0; from < 7_000; from += 1_000) {
            mesh.publish(
                    mesh.metric(tenant, "latency", null, values(from, from + 1_000, i -> 50 + random.nextGaussian())));
        }

        judged(7_000);
        assertThat(stored().late()).isZero();
        assertThat(in(connection -> points.latest(connection, LATENCY.id(), 10_000))
                        .size())
                .isBetween(5_000, 5_500);
    }

    @Test
    void shouldPutPointsOfMemoriesInOrder() {
        var told = new ArrayList<MeshEvent<?>>();
        for (int i = 0; i < 24; i++) {
            told.add(memory(UUID.randomUUID(), i, 50 + i % 3));
        }
        Collections.shuffle(told, random);

        mesh.publish(told.toArray(MeshEvent<?>[]::new));

        judged(24);
        assertThat(stored().late()).isZero();
        assertThat(latestPoints())
                .extracting(MetricPoint::value)
                .startsWith(50.0, 51.0, 52.0, 50.0)
                .hasSize(24);
    }

    @Test
    void shouldTellOfAChangeForTheWorseOnce() {
        mesh.publish(mesh.metric(
                tenant, "latency", "lower", values(0, 200, i -> (i < 100 ? 20 : 45) + random.nextGaussian())));
        judged(200);
        mesh.publish(mesh.metric(tenant, "latency", "lower", values(200, 400, i -> 45 + random.nextGaussian())));
        judged(400);

        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(mesh.insights(tenant)).isNotEmpty());
        assertThat(mesh.insights(tenant)).singleElement().satisfies((PerformanceInsight told) -> {
            assertThat(told.metric()).isEqualTo("latency");
            assertThat(told.summary()).startsWith("latency of api rose from ").contains("2026-11-01T11:40:00Z");
            assertThat(told.recommendation()).contains("undo it");
            assertThat(told.confidence()).isGreaterThan(0.99);
        });
    }

    @Test
    void shouldLeaveNothingOfErasedMemories() throws SQLException {
        var told = new ArrayList<MeshEvent<?>>();
        for (int i = 0; i < 99; i++) {
            told.add(memory(UUID.randomUUID(), i, 50 + random.nextGaussian()));
        }
        UUID gone = UUID.randomUUID();
        told.add(memory(gone, 99, 76543.21));
        mesh.publish(told.toArray(MeshEvent<?>[]::new));
        judged(100);
        assertThat(anomalies(Level.LOW)).extracting(Anomaly::memoryId).contains(gone);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(mesh.anomalies(tenant))
                        .extracting(AnomalyDetected::memoryId)
                        .contains(gone));
        assertThat(rows("76543.21")).isEqualTo(2);

        mesh.publish(mesh.erased(tenant, 1, gone), mesh.erased(tenant, 2, gone));

        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(mesh.answers(tenant))
                        .extracting(ErasureAcknowledged::removed)
                        .containsExactly(Mesh.removed(Map.of("metrics", 2L, "events", 1L)), Mesh.removed(Map.of())));
        assertThat(rows("76543.21")).isZero();
        assertThat(stored().points()).isEqualTo(99);

        mesh.publish(memory(gone, 99, 76543.21), memory(UUID.randomUUID(), 100, 50));
        judged(101);
        assertThat(rows("76543.21")).isZero();
        assertThat(anomalies(Level.HIGH)).isEmpty();
    }

    @Test
    void shouldFollowChangesOfAMemoryAndForgetItsSeriesWithItsLastPoint() {
        UUID id = UUID.randomUUID();
        mesh.publish(memory(id, 0, 5));
        judged(1);

        mesh.publish(mesh.deleted(tenant, id, "x-metric"));

        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(allSeries()).isEmpty());
    }

    @Test
    void shouldKeepTenantsApart() {
        mesh.publish(mesh.metric(tenant, "latency", null, values(0, 60, i -> 50)));
        judged(60);

        var other = insights.of(new TenantId("p-other"), null, null).await().atMost(PATIENCE);

        assertThat(other.series()).isEmpty();
    }

    private List<Point> values(int from, int to, IntToDoubleFunction value) {
        var values = new ArrayList<Point>();
        for (int i = from; i < to; i++) {
            values.add(new Point(AT.plusSeconds(i * 60L), value.applyAsDouble(i)));
        }
        return values;
    }

    private MeshEvent<?> memory(UUID id, int minute, double value) {
        return mesh.createdWith(
                tenant,
                id,
                "x-metric",
                "latency of api",
                Map.of("metric", "latency", "source", "api", "value", String.valueOf(value)),
                AT.plusSeconds(minute * 60L));
    }

    private void judged(long judged) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptionsInstanceOf(NoSuchElementException.class)
                .untilAsserted(() -> assertThat(stored().judged()).isEqualTo(judged));
    }

    private List<Series> allSeries() {
        return in(connection -> series.latest(connection, null, null, 10));
    }

    private List<MetricPoint> latestPoints() {
        return in(connection -> points.latest(connection, LATENCY.id(), 100));
    }

    private Series stored() {
        return in(connection -> series.latest(connection, "latency", "api", 1)).getFirst();
    }

    private List<Anomaly> anomalies(Level atLeast) {
        return insights.anomalies(new TenantId(tenant), new AnomalyFilter(null, null, atLeast, null, null), null, 100)
                .await()
                .atMost(PATIENCE);
    }

    private double counted(String outcome) {
        var counter = registry.find("mnemesh_metric_points_total")
                .tag("outcome", outcome)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private <T> T in(Function<SqlConnection, Uni<T>> work) {
        return transactions.inTenant(new TenantId(tenant), work).await().atMost(PATIENCE);
    }

    /** How many rows of what was learned for the tenant hold these letters. */
    private long rows(String letters) throws SQLException {
        long rows = 0;
        try (var connection = TestServers.postgres().connect("mnemesh_intelligence");
                var statement = connection.createStatement()) {
            statement.execute("select set_config('mnemesh.tenant', '" + tenant + "', false)");
            for (String table : List.of("metric_series", "metric_point", "anomaly", "performance_insight")) {
                try (var found = statement.executeQuery(
                        "select count(*) from intelligence." + table + " t where t::text like '%" + letters + "%'")) {
                    found.next();
                    rows += found.getLong(1);
                }
            }
        }
        return rows;
    }
}
