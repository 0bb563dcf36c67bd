package io.mnemesh.cache.local;

import io.mnemesh.mesh.tenancy.TenantId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an address is looked up with instead of a new {@link LocalKey}, which it equals: each platform thread has one, used over
 * and over, so that a hit allocates nothing. It is compared and forgotten, never kept in a map. Virtual threads, of which there
 * may be many that look up once, get a new one.
 */
final class Probe {

    private static final ThreadLocal<Probe> OWN = ThreadLocal.withInitial(Probe::new);

    private @Nullable TenantId tenant;
    private @Nullable String key;
    private int hash;

    private Probe() {}

    /** Valid on this thread until the next call. @return an object that maps with a {@link LocalKey} can be asked for */
    static Object of(TenantId tenant, String key) {
        var probe = Thread.currentThread().isVirtual() ? new Probe() : OWN.get();
        probe.tenant = tenant;
        probe.key = key;
        probe.hash = LocalKey.hash(tenant, key);
        return probe;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || (other instanceof LocalKey stored
                        && stored.is(hash, Objects.requireNonNull(tenant), Objects.requireNonNull(key)));
    }
}
