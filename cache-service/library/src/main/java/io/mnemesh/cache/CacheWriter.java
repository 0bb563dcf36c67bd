package io.mnemesh.cache;

import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** The store beneath a cache, as far as the cache writes to it; given by the cache's owner. Safe for concurrent use. */
@FunctionalInterface
public interface CacheWriter<V> {

    /**
     * Brings the store to what the writes say. The same write may come again, after a failure or the death of a process, and
     * then has to come to the same. In {@link WriteMode#BACK} no two calls at once are about one key.
     *
     * @param writes of one tenant, each key once
     * @return completes when the store has all of them; fails if it may lack one, and then all of them may come again. A
     *         failure that goes away by itself, as a server's absence does, is tried again without end; another one ends with a
     *         {@link DeadWrite}
     */
    Uni<Void> write(TenantId tenant, List<CacheWrite<V>> writes);
}
