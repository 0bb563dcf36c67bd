package io.mnemesh.cache.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.cache.CacheWrite;
import io.mnemesh.cache.CacheWriter;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A store that remembers what it got and in which order, does what a test wants before and after, and notices when one key is
 * in two calls at once.
 */
final class Target implements CacheWriter<String> {

    final Map<String, String> values = new ConcurrentHashMap<>();
    final Map<String, List<CacheWrite<String>>> history = new ConcurrentHashMap<>();
    final AtomicInteger calls = new AtomicInteger();
    final ConcurrentLinkedQueue<String> twiceAtOnce = new ConcurrentLinkedQueue<>();
    volatile Function<List<CacheWrite<String>>, Uni<Void>> before =
            writes -> Uni.createFrom().voidItem();
    volatile Supplier<Uni<Void>> after = () -> Uni.createFrom().voidItem();
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    @Override
    public Uni<Void> write(TenantId tenant, List<CacheWrite<String>> writes) {
        calls.incrementAndGet();
        for (CacheWrite<String> write : writes) {
            if (!underWay.add(id(tenant, write.key()))) {
                twiceAtOnce.add(write.key());
            }
        }
        return before.apply(writes)
                .invoke(() -> writes.forEach(write -> take(tenant, write)))
                .chain(() -> after.get())
                .onTermination()
                .invoke(() -> writes.forEach(write -> underWay.remove(id(tenant, write.key()))));
    }

    private void take(TenantId tenant, CacheWrite<String> write) {
        String id = id(tenant, write.key());
        history.computeIfAbsent(id, none -> new ArrayList<>()).add(write);
        if (write.isRemoval()) {
            values.remove(id);
        } else {
            values.put(id, write.value());
        }
    }

    String value(TenantId tenant, String key) {
        return values.get(id(tenant, key));
    }

    List<CacheWrite<String>> history(TenantId tenant, String key) {
        return history.getOrDefault(id(tenant, key), List.of());
    }

    Supplier<Uni<String>> loader(TenantId tenant, String key) {
        return () -> Uni.createFrom().item(() -> value(tenant, key));
    }

    /** How many writes it took. */
    int writes() {
        return history.values().stream().mapToInt(List::size).sum();
    }

    /** Every key came one call at a time, and never an older write after a newer one. */
    void assertInOrder() {
        assertThat(twiceAtOnce).isEmpty();
        assertThat(history.values())
                .allSatisfy(writes -> assertThat(
                                writes.stream().map(CacheWrite::version).toList())
                        .isSorted());
    }

    private static String id(TenantId tenant, String key) {
        return tenant + "/" + key;
    }
}
