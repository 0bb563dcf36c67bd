package io.mnemesh.cache.local;

import io.mnemesh.mesh.tenancy.TenantId;
import org.jspecify.annotations.Nullable;

/** Address of an entry within one cache of this process. */
public final class LocalKey {

    private final TenantId tenant;
    private final String key;
    private final int hash;

    public LocalKey(TenantId tenant, String key) {
        this.tenant = tenant;
        this.key = key;
        // String caches its hash; the tenant's is short to compute.
        this.hash = spread(31 * tenant.value().hashCode() + key.hashCode());
    }

    private static int spread(int hash) {
        return (hash ^ (hash >>> 16)) * 0x9E3779B1;
    }

    public TenantId tenant() {
        return tenant;
    }

    public String key() {
        return key;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LocalKey that
                && that.hash == hash
                && that.key.equals(key)
                && that.tenant.value().equals(tenant.value());
    }

    @Override
    public String toString() {
        return tenant + "/" + key;
    }
}
