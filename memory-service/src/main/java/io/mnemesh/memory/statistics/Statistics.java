package io.mnemesh.memory.statistics;

import io.mnemesh.memory.clusters.ClusterCounts;
import io.mnemesh.memory.clusters.Clusters;
import io.mnemesh.memory.memories.MemoryMetrics;
import io.mnemesh.memory.statistics.persistence.StatisticsRepository;
import io.mnemesh.memory.statistics.persistence.StatisticsRepository.Counts;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what a tenant has stored, at the time of the question. */
@ApplicationScoped
public class Statistics {

    private static final int DAYS = 30;
    private static final int MOST_DAYS = 366;

    private final TenantTransactions transactions;
    private final StatisticsRepository repository;
    private final Clusters clusters;
    private final MemoryMetrics metrics;
    private final Clock clock;

    Statistics(
            TenantTransactions transactions,
            StatisticsRepository repository,
            Clusters clusters,
            MemoryMetrics metrics,
            Clock clock) {
        this.transactions = transactions;
        this.repository = repository;
        this.clusters = clusters;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** @param days how many days of growth, 1 to 366; 30 if null; {@code invalid-value} otherwise */
    public Uni<MemoryStatistics> of(TenantId tenant, @Nullable Integer days) {
        int asked = days == null ? DAYS : days;
        if (asked < 1 || asked > MOST_DAYS) {
            throw ProblemException.invalid("days", "'days' must be from 1 to " + MOST_DAYS + ".");
        }
        Instant now = clock.instant();
        Instant since = now.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(asked - 1L));
        return transactions
                .inTenant(tenant, connection -> stored(connection, tenant, now, since))
                .chain(stored -> clusters.counts(tenant).map(clustered -> statistics(stored, clustered)));
    }

    private Uni<Stored> stored(SqlConnection connection, TenantId tenant, Instant now, Instant since) {
        return repository
                .counts(connection, tenant, now)
                .chain(counts -> repository
                        .byType(connection, tenant)
                        .chain(byType -> repository
                                .growth(connection, tenant, since)
                                .map(growth -> new Stored(counts, byType, growth))));
    }

    private MemoryStatistics statistics(Stored stored, ClusterCounts clustered) {
        Counts counts = stored.counts();
        return new MemoryStatistics(
                counts.memories(),
                stored.byType(),
                counts.ages(),
                stored.growth(),
                counts.sizes(),
                counts.lifecycle(),
                counts.consolidation(),
                clustered,
                counts.facts(),
                counts.embedded(),
                metrics.latencies());
    }

    /** What the record says. */
    private record Stored(Counts counts, Map<String, Long> byType, List<MemoryStatistics.Day> growth) {}
}
