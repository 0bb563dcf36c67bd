package io.mnemesh.memory.memories;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The metrics of this service. */
@ApplicationScoped
public class MemoryMetrics {

    /** Memories stored by this instance. */
    public static final String STORED = "mnemesh_memory_stored";

    /** Vectors stored by this instance. */
    public static final String EMBEDDED = "mnemesh_memory_embedded";

    /** Time of a search, by {@code leg}: {@code lexical}, {@code semantic}, {@code embedding}, {@code total}. */
    public static final String SEARCH = "mnemesh_memory_search";

    /** Searches that could not use the meaning of the question. */
    public static final String LEXICAL_ONLY = "mnemesh_memory_search_lexical_only";

    /** Memories retired by retention and expiry, by {@code action}: {@code archive}, {@code delete}, {@code expire}. */
    public static final String RETIRED = "mnemesh_memory_retired";

    /** Events the index has not taken in. */
    public static final String INDEX_BACKLOG = "mnemesh_memory_index_backlog_events";

    /** Memories in the index. */
    public static final String INDEX_DOCUMENTS = "mnemesh_memory_index_documents";

    private final MeterRegistry registry;
    private final Counter stored;
    private final Counter embedded;
    private final Counter lexicalOnly;

    MemoryMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.stored = registry.counter(STORED);
        this.embedded = registry.counter(EMBEDDED);
        this.lexicalOnly = registry.counter(LEXICAL_ONLY);
    }

    public void stored() {
        stored.increment();
    }

    public void embedded(int memories) {
        embedded.increment(memories);
    }

    public void retired(String action) {
        registry.counter(RETIRED, "action", action).increment();
    }

    /** Searches of this instance by leg, for all tenants. */
    public Map<String, Latency> latencies() {
        var legs = new TreeMap<String, Latency>();
        registry.find(SEARCH)
                .timers()
                .forEach(timer -> legs.put(
                        String.valueOf(timer.getId().getTag("leg")),
                        new Latency(timer.mean(TimeUnit.MILLISECONDS), timer.max(TimeUnit.MILLISECONDS))));
        return legs;
    }

    /**
     * How long one leg of searches takes.
     *
     * @param meanMs mean time since the start
     * @param maxMs  greatest time of late
     */
    public record Latency(double meanMs, double maxMs) {}

    public void lexicalOnly() {
        lexicalOnly.increment();
    }

    /** Records the time of one leg of a search. */
    public void searched(String leg, Duration time) {
        Timer.builder(SEARCH)
                .tag("leg", leg)
                .publishPercentileHistogram()
                .register(registry)
                .record(time);
    }

    /** Shows what the index has and lacks. */
    public void watchIndex(Supplier<Number> backlog, Supplier<Number> documents) {
        Gauge.builder(INDEX_BACKLOG, backlog).strongReference(true).register(registry);
        Gauge.builder(INDEX_DOCUMENTS, documents).strongReference(true).register(registry);
    }
}
