package io.mnemesh.cache.core;

import io.mnemesh.cache.WriteStats;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** The cache writes nowhere: its owner changes the record, or the tiers are the record. */
final class NoStore<V> implements Store<V> {

    @Override
    public Keeping keeping() {
        return Keeping.ALL;
    }

    @Override
    public boolean leavesDoubt() {
        return false;
    }

    @Override
    public Uni<Void> write(List<Entry<V>> entries) {
        return Uni.createFrom().voidItem();
    }

    @Override
    public WriteStats stats() {
        return WriteStats.NONE;
    }
}
