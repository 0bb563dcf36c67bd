package io.mnemesh.cacheservice.objects;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mnemesh.cache.Tier;
import io.mnemesh.mesh.tenancy.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
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
    Map<String, Counts> of(TenantId tenant) {
        var own = new java.util.TreeMap<String, Counts>();
        counts.asMap().forEach((namespace, count) -> {
            if (namespace.tenant().equals(tenant)) {
                own.put(namespace.name(), count);
            }
        });
        return own;
    }

    /** Counters of one namespace. */
    static final class Counts {

        private final Map<Tier, LongAdder> hits = new EnumMap<>(Tier.class);
        private final LongAdder misses = new LongAdder();
        private final LongAdder puts = new LongAdder();
        private final LongAdder removals = new LongAdder();

        Counts() {
            for (Tier tier : Tier.values()) {
                hits.put(tier, new LongAdder());
            }
        }

        void read(@Nullable Tier tier) {
            var counter = tier == null ? misses : hits.get(tier);
            if (counter != null) {
                counter.increment();
            }
        }

        void written() {
            puts.increment();
        }

        void removed() {
            removals.increment();
        }

        long hits(Tier tier) {
            var counter = hits.get(tier);
            return counter == null ? 0 : counter.sum();
        }

        long misses() {
            return misses.sum();
        }

        long puts() {
            return puts.sum();
        }

        long removals() {
            return removals.sum();
        }
    }
}
