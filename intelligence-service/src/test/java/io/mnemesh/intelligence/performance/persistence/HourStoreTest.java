package io.mnemesh.intelligence.performance.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.intelligence.performance.MetricPoint;
import io.mnemesh.intelligence.performance.SeriesName;
import io.mnemesh.intelligence.performance.persistence.HourStore.Figure;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class HourStoreTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Instant AT = Instant.parse("2026-11-01T10:30:00Z");
    private static final Instant HOUR = Instant.parse("2026-11-01T10:00:00Z");
    private static final SeriesName NAME = new SeriesName("load", "api");

    @Inject
    TenantTransactions transactions;

    @Inject
    SeriesStore series;

    @Inject
    PointStore points;

    @Inject
    HourStore hours;

    private TenantId tenant;

    @BeforeEach
    void newSeries() {
        tenant = new TenantId("h-" + UUID.randomUUID());
        run(connection -> series.open(connection, NAME, null, null, AT, 10).replaceWithVoid());
    }

    @Test
    void shouldSumUpHoursAndCountEachPointOnce() {
        add(point(0, 4, null), point(60, 8, null), point(3600, 5, null));
        add(point(0, 99, null), point(120, 0, null));

        assertThat(latest(Figure.MEAN)).containsExactly(at(HOUR, 4), at(HOUR.plusSeconds(3600), 5));
        assertThat(latest(Figure.HIGHEST)).containsExactly(at(HOUR, 8), at(HOUR.plusSeconds(3600), 5));
        assertThat(latest(Figure.LOWEST)).containsExactly(at(HOUR, 0), at(HOUR.plusSeconds(3600), 5));
    }

    @Test
    void shouldForgetWhatAMemoryTold() {
        UUID memory = UUID.randomUUID();
        add(point(0, 4, null), point(60, 8, memory), point(3600, 5, memory));
        assertThat(latest(Figure.MEAN)).containsExactly(at(HOUR, 6), at(HOUR.plusSeconds(3600), 5));

        run(connection -> points.remove(connection, NAME.id(), memory));

        assertThat(latest(Figure.MEAN)).containsExactly(at(HOUR, 4));
    }

    @Test
    void shouldNotAddUpValuesThatOverflow() {
        add(point(0, Double.MAX_VALUE, null), point(1, Double.MAX_VALUE, null), point(2, 3, null));

        assertThat(latest(Figure.MEAN)).containsExactly(at(HOUR, 3));
    }

    @Test
    void shouldKeepTheLatestHoursAndThoseOfTheTenantOnly() {
        add(point(0, 1, null), point(3600, 2, null), point(7200, 3, null));

        run(connection -> hours.prune(connection, NAME.id(), 2));

        assertThat(latest(Figure.MEAN)).containsExactly(at(HOUR.plusSeconds(3600), 2), at(HOUR.plusSeconds(7200), 3));
        tenant = new TenantId("h-" + UUID.randomUUID());
        assertThat(latest(Figure.MEAN)).isEmpty();
    }

    private static MetricPoint point(int second, double value, @Nullable UUID memory) {
        return new MetricPoint(AT.plusSeconds(second), value, memory);
    }

    private static MetricPoint at(Instant hour, double value) {
        return new MetricPoint(hour, value, null);
    }

    private void add(MetricPoint... told) {
        run(connection -> points.add(connection, NAME.id(), List.of(told), null));
    }

    private List<MetricPoint> latest(Figure figure) {
        return run(connection -> hours.latest(connection, NAME.id(), figure, 100));
    }

    private <T> T run(Function<SqlConnection, Uni<T>> work) {
        return transactions.inTenant(tenant, work).await().atMost(PATIENCE);
    }
}
