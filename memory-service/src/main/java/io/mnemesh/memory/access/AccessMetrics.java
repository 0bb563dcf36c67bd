package io.mnemesh.memory.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/** The metrics of accesses. */
@ApplicationScoped
class AccessMetrics {

    /** Memories with accesses that are not written yet. */
    static final String PENDING = "mnemesh_memory_access_pending";

    /** How many there may be. */
    static final String CAPACITY = "mnemesh_memory_access_capacity";

    /** Accesses that were not counted since too many memories were pending. */
    static final String DROPPED = "mnemesh_memory_access_dropped";

    /** Memories whose accesses were written. */
    static final String WRITTEN = "mnemesh_memory_access_written";

    /** What was put into caches before anybody asked, by {@code kind}: {@code memories}, {@code conversations}. */
    static final String WARMED = "mnemesh_memory_cache_warmed";

    private final MeterRegistry registry;
    private final Counter dropped;
    private final Counter written;

    AccessMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.dropped = registry.counter(DROPPED);
        this.written = registry.counter(WRITTEN);
    }

    void watch(Supplier<Number> pending, int capacity) {
        Gauge.builder(PENDING, pending).strongReference(true).register(registry);
        Gauge.builder(CAPACITY, () -> capacity).strongReference(true).register(registry);
    }

    void dropped() {
        dropped.increment();
    }

    void written(int memories) {
        written.increment(memories);
    }

    void warmed(String kind, int count) {
        registry.counter(WARMED, "kind", kind).increment(count);
    }
}
