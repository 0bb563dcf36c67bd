package io.mnemesh.memory.access;

import io.mnemesh.mesh.tenancy.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Accesses of this instance that are not written yet, summed up per memory. Thread-safe, never waits, and holds no more
 * memories than configured; an access while the sums are being taken may be counted in either part.
 */
@ApplicationScoped
public class AccessLog {

    private final ConcurrentMap<Key, Count> counts = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AccessMetrics metrics;
    private final boolean recording;
    private final int most;

    AccessLog(AccessConfig config, AccessMetrics metrics) {
        this.metrics = metrics;
        this.recording = config.recording();
        this.most = config.pending();
        metrics.watch(size::get, most);
    }

    /** Somebody read it. */
    public void read(TenantId tenant, UUID memory) {
        add(new Key(tenant, memory), Count.READ);
    }

    /** A search showed these first. */
    public void hits(TenantId tenant, Collection<UUID> memories) {
        memories.forEach(memory -> add(new Key(tenant, memory), Count.HIT));
    }

    /** Counts what could not be written again. */
    void back(TenantId tenant, Map<UUID, Count> taken) {
        taken.forEach((memory, count) -> add(new Key(tenant, memory), count));
    }

    private void add(Key key, Count count) {
        if (!recording) {
            return;
        }
        if (counts.computeIfPresent(key, (same, before) -> before.plus(count)) != null) {
            return;
        }
        if (size.incrementAndGet() > most) {
            size.decrementAndGet();
            metrics.dropped();
        } else if (counts.putIfAbsent(key, count) != null) {
            size.decrementAndGet();
            add(key, count);
        }
    }

    /** What was counted since the last time, by tenant. */
    Map<TenantId, Map<UUID, Count>> take() {
        Map<TenantId, Map<UUID, Count>> taken = new HashMap<>();
        for (Key key : counts.keySet()) {
            Count count = counts.remove(key);
            if (count != null) {
                size.decrementAndGet();
                taken.computeIfAbsent(key.tenant(), none -> new HashMap<>()).put(key.memory(), count);
            }
        }
        return taken;
    }

    private record Key(TenantId tenant, UUID memory) {}

    /**
     * Accesses of one memory.
     *
     * @param reads how often it was read
     * @param hits  how often it was among the first of a search
     */
    public record Count(long reads, long hits) {

        static final Count READ = new Count(1, 0);
        static final Count HIT = new Count(0, 1);

        Count plus(Count other) {
            return new Count(reads + other.reads, hits + other.hits);
        }

        /** All of them in reads. */
        public double amount() {
            return reads + Use.HIT * hits;
        }
    }
}
