package io.mnemesh.cache;

import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The writes of a write-back cache that its store would not take. There is one per key at most: a later write of the key takes
 * its place, so nothing old can be replayed over something newer.
 */
public interface DeadWrites {

    /** Greatest page. */
    int MOST = 1000;

    /**
     * One page, by key.
     *
     * @param limit 1 to {@link #MOST}
     * @param after {@link Page#next()} of the page before; null for the first one
     * @return fails with {@code invalid-value} for another limit
     */
    Uni<Page> list(TenantId tenant, int limit, @Nullable String after);

    /** Tries the write again, as often as a new one. @return false if there is no such dead write */
    Uni<Boolean> replay(TenantId tenant, String key);

    /** Tries all of the tenant's again. @return how many */
    Uni<Long> replayAll(TenantId tenant);

    /** Gives the write up for good: readers see what the store has. @return false if there is no such dead write */
    Uni<Boolean> drop(TenantId tenant, String key);

    /** @param next null if there is no more */
    record Page(List<DeadWrite> items, @Nullable String next) {}
}
