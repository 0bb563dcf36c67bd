package io.mnemesh.cacheservice.objects;

import io.mnemesh.cache.Tier;
import io.mnemesh.cacheservice.quotas.Quotas;
import io.mnemesh.cacheservice.quotas.Usage;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Says what a tenant stores and how its reads were answered. */
@ApplicationScoped
public class Statistics {

    private final NamespaceUse use;
    private final Quotas quotas;

    @Inject
    Statistics(NamespaceUse use, Quotas quotas) {
        this.use = use;
        this.quotas = quotas;
    }

    /**
     * Statistics of one tenant. Reads, puts and removals are counted by the answering process since its start.
     *
     * @param tiers hits per tier over all namespaces
     */
    public record TenantStatistics(List<TierStatistics> tiers, long misses, List<NamespaceStatistics> namespaces) {}

    /** Reads that a tier answered. */
    public record TierStatistics(String tier, long hits) {}

    /**
     * Statistics of one namespace.
     *
     * @param objects stored now, with those that ended within a minute
     * @param bytes   of them, as stored
     * @param hits    reads by the tier that answered them
     */
    public record NamespaceStatistics(
            String namespace,
            long objects,
            long bytes,
            Map<String, Long> hits,
            long misses,
            long puts,
            long removals) {}

    public Uni<TenantStatistics> of(TenantId tenant) {
        return quotas.usage(tenant).map(stored -> statistics(use.of(tenant), stored));
    }

    private static TenantStatistics statistics(Map<String, NamespaceUse.Counts> counts, Map<String, Usage> stored) {
        var tiers = Arrays.stream(Tier.values())
                .map(tier -> new TierStatistics(
                        tier.label(),
                        counts.values().stream()
                                .mapToLong(count -> count.hits(tier))
                                .sum()))
                .toList();
        long misses =
                counts.values().stream().mapToLong(NamespaceUse.Counts::misses).sum();
        var namespaces = NamespaceState.of(counts, stored).stream()
                .map(Statistics::namespace)
                .toList();
        return new TenantStatistics(tiers, misses, namespaces);
    }

    private static NamespaceStatistics namespace(NamespaceState namespace) {
        var counts = namespace.counts();
        var stored = namespace.stored();
        Map<String, Long> hits = new TreeMap<>();
        for (Tier tier : Tier.values()) {
            hits.put(tier.label(), counts.hits(tier));
        }
        return new NamespaceStatistics(
                namespace.name(),
                stored.entries(),
                stored.bytes(),
                hits,
                counts.misses(),
                counts.puts(),
                counts.removals());
    }
}
