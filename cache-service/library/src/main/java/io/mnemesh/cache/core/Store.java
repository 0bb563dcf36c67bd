package io.mnemesh.cache.core;

import io.mnemesh.cache.DeadWrites;
import io.mnemesh.cache.WriteStats;
import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.cache.journal.Pending;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is beneath the tiers of a cache, as far as the cache writes there. */
interface Store<V> extends AutoCloseable {

    /**
     * A put or a removal.
     *
     * @param value      null: the key is removed
     * @param serialized null likewise
     */
    record Entry<V>(EntryKey address, @Nullable V value, byte @Nullable [] serialized, List<String> tags) {

        static <V> Entry<V> removal(EntryKey address) {
            return new Entry<>(address, null, null, List.of());
        }
    }

    /** Which tiers keep what was put. */
    enum Keeping {
        /** All of them. */
        ALL,
        /** L1 and L2, which can tell when two puts at once were made; L3 gets the value with the next load. */
        UPPER,
        /** None. */
        NONE
    }

    Keeping keeping();

    /** Whether a write that failed may be there all the same, so that no tier may keep what it has. */
    boolean leavesDoubt();

    /** @param entries of one tenant; the tiers are told when it has completed, and then {@link #told} is called */
    Uni<Void> write(List<Entry<V>> entries);

    /** The tiers know what was written, or it failed. */
    default void told(List<Entry<V>> entries) {}

    /** The loader, behind whatever was acknowledged and cannot be loaded yet. */
    default Loader<V> before(TenantId tenant, Loader<V> loader) {
        return loader;
    }

    /** What of these keys was acknowledged and cannot be loaded yet. */
    default Uni<Map<String, Pending<V>>> pending(TenantId tenant, Collection<String> keys) {
        return Uni.createFrom().item(Map.of());
    }

    WriteStats stats();

    /** @throws IllegalStateException if there is no journal */
    default DeadWrites deadWrites() {
        throw new IllegalStateException("Only a cache that writes back has dead writes.");
    }

    @Override
    default void close() {}
}
