package io.mnemesh.memory.statistics;

import io.mnemesh.memory.clusters.ClusterCounts;
import io.mnemesh.memory.memories.MemoryMetrics.Latency;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a tenant has stored.
 *
 * @param memories      all of them
 * @param byType        how many of each type
 * @param ages          how many are how old
 * @param growth        how many were stored on each of the last days and are still there, UTC, first day first; days without
 *     any are left out
 * @param sizes         how much they take
 * @param lifecycle     how many are pinned, archived or expire
 * @param consolidation how many are merged, and how many wait to be compared
 * @param clusters      how far they are clustered
 * @param facts         values of slots, and how many of all memories others supersede
 * @param embedded      memories that can be found by meaning
 * @param retrieval     times of this instance's searches by leg, of all tenants
 */
@Schema(description = "What a tenant has stored, in numbers", examples = """
        {"memories":1204,"byType":{"fact":204,"conversation_turn":1000},\
        "ages":{"day":17,"week":40,"month":147,"year":1000,"older":0},"growth":[{"day":"2026-11-21","stored":17}],\
        "sizes":{"contentBytes":120400,"vectorBytes":1849344},"lifecycle":{"pinned":3,"archived":120,"expiring":1},\
        "consolidation":{"merged":40,"standing":22,"keptApart":1,"uncompared":0},\
        "clusters":{"clusters":9,"clustered":410,"alone":634,"waiting":0},\
        "facts":{"inSlots":12,"superseded":5},"embedded":1204,\
        "retrieval":{"lexical":{"meanMs":1.9,"maxMs":8.0},"total":{"meanMs":7.4,"maxMs":31.0}}}""")
public record MemoryStatistics(
        long memories,
        Map<String, Long> byType,
        AgeCounts ages,
        List<Day> growth,
        Sizes sizes,
        LifecycleCounts lifecycle,
        ConsolidationCounts consolidation,
        ClusterCounts clusters,
        FactCounts facts,
        long embedded,
        Map<String, Latency> retrieval) {

    public MemoryStatistics {
        byType = Map.copyOf(byType);
        growth = List.copyOf(growth);
        retrieval = Map.copyOf(retrieval);
    }

    /**
     * Memories by record time; each is counted once.
     *
     * @param day   stored in the last 24 hours
     * @param week  in the last 7 days, but no day ago
     * @param month in the last 30 days, but no week ago
     * @param year  in the last 365 days, but no month ago
     * @param older before that
     */
    @Schema(name = "AgeCounts")
    public record AgeCounts(long day, long week, long month, long year, long older) {}

    /** One day and how many memories it brought. */
    @Schema(name = "StoredOnDay")
    public record Day(LocalDate day, long stored) {}

    /**
     * Of what is stored, without former versions and indexes.
     *
     * @param contentBytes the texts, in bytes of UTF-8
     * @param vectorBytes  their vectors
     */
    @Schema(name = "StoredSizes")
    public record Sizes(long contentBytes, long vectorBytes) {}

    /** Of the lifecycle. */
    @Schema(name = "LifecycleCounts")
    public record LifecycleCounts(long pinned, long archived, long expiring) {}

    /**
     * Of consolidation.
     *
     * @param merged     memories others stand for
     * @param standing   memories that stand for others
     * @param keptApart  memories that were taken apart
     * @param uncompared memories that wait to be compared
     */
    @Schema(name = "ConsolidationCounts")
    public record ConsolidationCounts(long merged, long standing, long keptApart, long uncompared) {}

    /** Of facts that change. */
    @Schema(name = "FactCounts")
    public record FactCounts(long inSlots, long superseded) {}
}
