package io.mnemesh.cacheservice.objects;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mnemesh.cache.Found;
import io.mnemesh.cache.Tier;
import io.mnemesh.mesh.tenancy.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what is done in each namespace since this process started; of very many namespaces, in those used lately. */
@ApplicationScoped
public class NamespaceUse {

    private static final int NAMESPACES = 10_000;

    private final Cache<Namespace, Counts> counts =
            Caffeine.newBuilder().maximumSize(NAMESPACES).build();

    private record Namespace(TenantId tenant, String name) {}

    Counts of(TenantId tenant, String namespace) {
        return counts.get(new Namespace(tenant, namespace), key -> new Counts());
    }

    /** Counts of the namespaces of one tenant, by name. */
    public Map<String, Counts> of(TenantId tenant) {
        var own = new TreeMap<String, Counts>();
        counts.asMap().forEach((namespace, count) -> {
            if (namespace.tenant().equals(tenant)) {
                own.put(namespace.name(), count);
            }
        });
        return own;
    }

    /** Counters of one namespace. */
    public static final class Counts {

        private final Map<Tier, Reads> reads = new EnumMap<>(Tier.class);
        private final Reads missed = new Reads();
        private final LongAdder puts = new LongAdder();
        private final LongAdder removals = new LongAdder();
        private final LongAdder evictions = new LongAdder();
        private final LongAdder refusals = new LongAdder();
        private final LongAdder bytesRead = new LongAdder();
        private final LongAdder bytesWritten = new LongAdder();

        Counts() {
            for (Tier tier : Tier.values()) {
                reads.put(tier, new Reads());
            }
        }

        private Reads reads(@Nullable Tier tier) {
            var answered = tier == null ? null : reads.get(tier);
            return answered == null ? missed : answered;
        }

        /** One of many that were read together. */
        void read(@Nullable Found<CachedObject> found) {
            reads(found == null ? null : found.tier()).count.increment();
            if (found != null) {
                bytesRead.add(found.value().body().length);
            }
        }

        /** One that was read alone. */
        void read(@Nullable Found<CachedObject> found, long nanos) {
            read(found);
            reads(found == null ? null : found.tier()).times.add(nanos);
        }

        void written(int bytes) {
            puts.increment();
            bytesWritten.add(bytes);
        }

        void removed() {
            removals.increment();
        }

        void evicted() {
            evictions.increment();
        }

        void refused() {
            refusals.increment();
        }

        /** Reads that the tier answered. */
        public long hits(Tier tier) {
            return reads(tier).count.sum();
        }

        public long misses() {
            return missed.count.sum();
        }

        public long puts() {
            return puts.sum();
        }

        public long removals() {
            return removals.sum();
        }

        /** Objects that L1 gave up for room. */
        public long evictions() {
            return evictions.sum();
        }

        /** Puts that did not fit into a quota. */
        public long refusals() {
            return refusals.sum();
        }

        /** Bodies of objects that were found. */
        public long bytesRead() {
            return bytesRead.sum();
        }

        /** Bodies of objects that were put. */
        public long bytesWritten() {
            return bytesWritten.sum();
        }

        /** Times of single reads that the tier answered. */
        public Latencies times(Tier tier) {
            return reads(tier).times;
        }
    }

    /** Reads with one outcome. */
    private static final class Reads {
        private final LongAdder count = new LongAdder();
        private final Latencies times = new Latencies();
    }
}
