package io.mnemesh.cache.core;

import io.mnemesh.cache.WriteBack;
import io.mnemesh.cache.Writes;
import io.mnemesh.cache.journal.Journal;
import io.mnemesh.cache.local.LocalKey;
import io.mnemesh.cache.postgres.WriteJournal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the stores of the caches of a service. */
record Stores(Tiers tiers, @Nullable WriteJournal tables, WriteBack defaults) {

    /** @throws IllegalStateException if the cache writes back and there is nothing to keep a journal in */
    <V> Store<V> of(CacheParts<V> parts) {
        Writes<V> writes = parts.spec().writes();
        if (writes == null) {
            return new NoStore<>();
        }
        var timeout = parts.spec().loadTimeout();
        return switch (writes.mode()) {
            case THROUGH -> new DirectStore<>(writes.store(), Store.Keeping.UPPER, timeout);
            case AROUND -> new DirectStore<>(writes.store(), Store.Keeping.NONE, timeout);
            case BACK -> journaled(parts, writes);
        };
    }

    private <V> Store<V> journaled(CacheParts<V> parts, Writes<V> writes) {
        String cache = parts.spec().name();
        if (tables == null) {
            throw new IllegalStateException("The cache '" + cache + "' writes back, which needs PostgreSQL.");
        }
        tiers.metrics().bind(tables);
        var upper = new Change<>(parts, new NoStore<>());
        WriteBack own = writes.back();
        return new JournaledStore<>(new Journal<>(
                tiers.vertx(),
                new Journal.Parts<>(
                        cache,
                        tables,
                        own == null ? defaults : own,
                        writes.store(),
                        new SealedWrites<>(parts.codec(), tiers.clock()),
                        (tenant, keys) -> {
                            List<LocalKey> ids = keys.stream()
                                    .map(key -> new LocalKey(tenant, key))
                                    .toList();
                            return upper.remove(
                                    ids, ids.stream().map(parts::address).toList());
                        })));
    }
}
