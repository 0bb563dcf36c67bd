package io.mnemesh.cacheservice.metrics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How the cache does, as the answering process has counted since its start.
 *
 * @param tiers      reads of the caller's tenant, per tier
 * @param namespaces of the caller's tenant, by name
 * @param process    over all tenants, for operators only
 */
@Schema(name = "CacheMetrics", description = "How the cache does", examples = """
                {"tiers":[{"tier":"local","reached":10,"hits":9,"hitRate":0.9,"p50Micros":20,"p95Micros":40,\
                "p99Micros":40}],"namespaces":[{"namespace":"docs","objects":3,"bytes":712,"hitRate":0.9,"misses":1,\
                "puts":3,"removals":0,"evictions":0,"refusals":0,"bytesRead":1200,"bytesWritten":700,"tiers":[]}]}""")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CacheReport(
        List<TierReport> tiers,
        List<NamespaceReport> namespaces,
        @Nullable ProcessReport process) {

    /**
     * Reads of one tier.
     *
     * @param reached   reads that no faster tier answered
     * @param hitRate   part of them that this one answered; zero if there are none
     * @param p50Micros time of single reads that it answered, from the first byte asked for to the object, in microseconds
     */
    @Schema(name = "CacheTierMetrics")
    public record TierReport(
            String tier, long reached, long hits, double hitRate, long p50Micros, long p95Micros, long p99Micros) {}

    /**
     * One namespace.
     *
     * @param objects      stored now
     * @param bytes        stored now
     * @param hitRate      part of the reads that some tier answered; zero if there are none
     * @param evictions    objects that this process gave up for room
     * @param refusals     puts beyond a quota
     * @param bytesRead    bodies of objects that were found
     * @param bytesWritten bodies of objects that were put
     */
    @Schema(name = "CacheNamespaceMetrics")
    public record NamespaceReport(
            String namespace,
            long objects,
            long bytes,
            double hitRate,
            long misses,
            long puts,
            long removals,
            long evictions,
            long refusals,
            long bytesRead,
            long bytesWritten,
            List<TierReport> tiers) {}

    /**
     * What the library counts.
     *
     * @param loads       calls of loaders
     * @param staleServed answers after their end
     * @param refused     values that were not kept because they were invalidated meanwhile
     */
    @Schema(name = "CacheProcessMetrics")
    public record ProcessReport(
            long loads, long loadFailures, long staleServed, long refused, List<ProcessTierReport> tiers) {}

    /**
     * What the library counts of one tier.
     *
     * @param damaged   entries that could not be read; each was a miss
     * @param failures  calls that failed or took too long
     * @param evictions entries given up for room, local tier only
     * @param entries   held now, local tier only
     * @param bytes     held now in the local tier, written in the others
     */
    @Schema(name = "CacheProcessTierMetrics")
    public record ProcessTierReport(
            String tier,
            long hits,
            long misses,
            double hitRate,
            long damaged,
            long failures,
            long evictions,
            long entries,
            long bytes) {}
}
