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
        this.hash = hash(tenant, key);
    }

    /** Hash of an address; both strings cache theirs. */
    static int hash(TenantId tenant, String key) {
        int hash = 31 * tenant.value().hashCode() + key.hashCode();
        return (hash ^ (hash >>> 16)) * 0x9E3779B1;
    }

    /** Whether this is the address of the key of the tenant. */
    boolean is(int otherHash, TenantId otherTenant, String otherKey) {
        return hash == otherHash && key.equals(otherKey) && tenant.value().equals(otherTenant.value());
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
        return other instanceof LocalKey that && that.is(hash, tenant, key);
    }

    @Override
    public String toString() {
        return tenant + "/" + key;
    }
}
