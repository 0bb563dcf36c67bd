package io.mnemesh.cache.core;

import io.mnemesh.cache.DeadWrites;
import io.mnemesh.cache.Tagged;
import io.mnemesh.cache.WriteStats;
import io.mnemesh.cache.journal.Journal;
import io.mnemesh.cache.journal.Pending;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A store that is written later: write-back. A value that no tier has is looked for in the journal before it is loaded, so what
 * was acknowledged is found wherever it has got to.
 */
final class JournaledStore<V> implements Store<V> {

    private final Journal<V> journal;

    JournaledStore(Journal<V> journal) {
        this.journal = journal;
    }

    @Override
    public Keeping keeping() {
        return Keeping.UPPER;
    }

    /** Who carries such a write to the store makes the tiers forget it. */
    @Override
    public boolean leavesDoubt() {
        return false;
    }

    @Override
    public Uni<Void> write(List<Entry<V>> entries) {
        return journal.append(
                entries.getFirst().address().tenant(),
                entries.stream()
                        .map(entry -> new Journal.Write(entry.address(), entry.serialized(), entry.tags()))
                        .toList());
    }

    @Override
    public void told(List<Entry<V>> entries) {
        journal.told(
                entries.getFirst().address().tenant(),
                entries.stream().map(entry -> entry.address().key()).toList());
    }

    @Override
    public Loader<V> before(TenantId tenant, Loader<V> loader) {
        return keys -> {
            var caller = Callers.current();
            return journal.pending(tenant, keys).emitOn(caller).chain(pending -> {
                var missing =
                        keys.stream().filter(key -> !pending.containsKey(key)).toList();
                return missing.isEmpty()
                        ? Uni.createFrom().item(tagged(pending))
                        : loader.load(missing).map(loaded -> merged(tagged(pending), loaded));
            });
        };
    }

    private static <V> Map<String, Tagged<V>> tagged(Map<String, Pending<V>> pending) {
        Map<String, Tagged<V>> values = new HashMap<>();
        pending.forEach((key, write) -> values.put(key, Tagged.of(write.value(), write.tags())));
        return values;
    }

    private static <V> Map<String, Tagged<V>> merged(
            Map<String, Tagged<V>> pending, @Nullable Map<String, Tagged<V>> loaded) {
        if (loaded != null) {
            loaded.forEach(pending::putIfAbsent);
        }
        return pending;
    }

    @Override
    public Uni<Map<String, Pending<V>>> pending(TenantId tenant, Collection<String> keys) {
        return journal.pending(tenant, keys);
    }

    @Override
    public WriteStats stats() {
        return journal.stats();
    }

    @Override
    public DeadWrites deadWrites() {
        return journal;
    }

    @Override
    public void close() {
        journal.close();
    }
}
