package io.mnemesh.cacheservice.metrics;

import io.mnemesh.cache.CacheStats;
import io.mnemesh.cache.Tier;
import io.mnemesh.cacheservice.metrics.CacheReport.NamespaceReport;
import io.mnemesh.cacheservice.metrics.CacheReport.ProcessReport;
import io.mnemesh.cacheservice.metrics.CacheReport.ProcessTierReport;
import io.mnemesh.cacheservice.metrics.CacheReport.TierReport;
import io.mnemesh.cacheservice.objects.Latencies;
import io.mnemesh.cacheservice.objects.NamespaceState;
import io.mnemesh.cacheservice.objects.NamespaceUse;
import io.mnemesh.cacheservice.objects.NamespaceUse.Counts;
import io.mnemesh.cacheservice.objects.Objects;
import io.mnemesh.cacheservice.quotas.Quotas;
import io.mnemesh.cacheservice.quotas.Usage;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Gathers how the cache does. */
@ApplicationScoped
public class CacheReports {

    private static final int NANOS_PER_MICRO = 1_000;

    private final Quotas quotas;
    private final NamespaceUse use;
    private final Objects objects;

    @Inject
    CacheReports(Quotas quotas, NamespaceUse use, Objects objects) {
        this.quotas = quotas;
        this.use = use;
        this.objects = objects;
    }

    /** @param withProcess whether it says what is counted over all tenants */
    public Uni<CacheReport> of(TenantId tenant, boolean withProcess) {
        return quotas.usage(tenant).map(stored -> {
            var counts = use.of(tenant);
            return new CacheReport(
                    tiers(counts.values()),
                    NamespaceState.of(counts, stored).stream()
                            .map(CacheReports::namespace)
                            .toList(),
                    withProcess ? process(objects.stats()) : null);
        });
    }

    private static NamespaceReport namespace(NamespaceState namespace) {
        Counts counts = namespace.counts();
        Usage stored = namespace.stored();
        var tiers = tiers(List.of(counts));
        long hits = tiers.stream().mapToLong(TierReport::hits).sum();
        return new NamespaceReport(
                namespace.name(),
                stored.entries(),
                stored.bytes(),
                part(hits, hits + counts.misses()),
                counts.misses(),
                counts.puts(),
                counts.removals(),
                counts.evictions(),
                counts.refusals(),
                counts.bytesRead(),
                counts.bytesWritten(),
                tiers);
    }

    /** A read goes from tier to tier until one answers. */
    private static List<TierReport> tiers(Collection<Counts> counts) {
        long reached = counts.stream()
                .mapToLong(one -> one.misses() + one.hits(Tier.LOCAL) + one.hits(Tier.REDIS) + one.hits(Tier.POSTGRES))
                .sum();
        var reports = new ArrayList<TierReport>();
        for (Tier tier : Tier.values()) {
            long hits = counts.stream().mapToLong(one -> one.hits(tier)).sum();
            var times = new Latencies();
            counts.forEach(one -> times.add(one.times(tier)));
            reports.add(new TierReport(
                    tier.label(),
                    reached,
                    hits,
                    part(hits, reached),
                    micros(times, 0.5),
                    micros(times, 0.95),
                    micros(times, 0.99)));
            reached -= hits;
        }
        return List.copyOf(reports);
    }

    private static long micros(Latencies times, double part) {
        return times.percentile(part).toNanos() / NANOS_PER_MICRO;
    }

    private static ProcessReport process(CacheStats stats) {
        return new ProcessReport(
                stats.loads(),
                stats.loadFailures(),
                stats.staleServed(),
                stats.refused(),
                stats.tiers().entrySet().stream()
                        .map(entry -> tier(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private static ProcessTierReport tier(Tier tier, CacheStats.TierStats stats) {
        return new ProcessTierReport(
                tier.label(),
                stats.hits(),
                stats.misses(),
                part(stats.hits(), stats.hits() + stats.misses()),
                stats.damaged(),
                stats.failures(),
                stats.evictions(),
                stats.entries(),
                stats.bytes());
    }

    private static double part(long hits, long all) {
        return all == 0 ? 0 : (double) hits / all;
    }
}
