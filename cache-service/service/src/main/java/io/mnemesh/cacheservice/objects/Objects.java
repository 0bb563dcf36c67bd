package io.mnemesh.cacheservice.objects;

import io.mnemesh.cache.CacheFactory;
import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.Found;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps objects in the three tiers; PostgreSQL is their record, so a put that has been answered is durable. */
@ApplicationScoped
@Startup // so that the tiers are connected before the first request
public class Objects {

    /** Name of the cache, in its table and metrics. */
    static final String CACHE = "objects";

    /** Room for content type and validator beside the greatest body. */
    private static final int HEADER_BYTES = 1024;

    private final HierarchicalCache<CachedObject> cache;
    private final ObjectsConfig config;
    private final NamespaceUse use;
    private final int maxBytes;

    @Inject
    Objects(CacheFactory caches, ObjectsConfig config, NamespaceUse use) {
        this.config = config.validated();
        this.use = use;
        this.maxBytes = Math.toIntExact(config.maxObjectSize().asLongValue());
        this.cache = caches.cache(CacheSpec.of(CACHE, ObjectSerializer.INSTANCE)
                .withLocal(config.localTtl(), config.localSize().asLongValue())
                .withRedis(config.redisTtl())
                .withPostgres(config.maxTtl())
                .withLimits(ObjectAddress.MAX_BYTES, maxBytes + HEADER_BYTES)
                .asDurable());
    }

    /** The object, or null. Fails with {@code unavailable} if it can be neither found nor said to be missing. */
    public Uni<@Nullable Found<CachedObject>> find(TenantId tenant, ObjectAddress address) {
        return cache.lookup(tenant, address.path())
                .invoke(found -> use.of(tenant, address.namespace()).read(found == null ? null : found.tier()));
    }

    /**
     * Those of these objects of one namespace that exist, with one round trip per tier. Fails with {@code unavailable} if one
     * of them can be neither found nor said to be missing.
     */
    Uni<Map<ObjectAddress, Found<CachedObject>>> findMany(TenantId tenant, List<ObjectAddress> addresses) {
        return cache.lookupMany(
                        tenant, addresses.stream().map(ObjectAddress::path).toList())
                .map(byPath -> {
                    Map<ObjectAddress, Found<CachedObject>> byAddress = new HashMap<>();
                    for (ObjectAddress address : addresses) {
                        var found = byPath.get(address.path());
                        use.of(tenant, address.namespace()).read(found == null ? null : found.tier());
                        if (found != null) {
                            byAddress.put(address, found);
                        }
                    }
                    return byAddress;
                });
    }

    /** @param ttl null for the usual time */
    public Uni<Void> put(TenantId tenant, ObjectAddress address, CachedObject object, @Nullable Duration ttl) {
        if (object.body().length > maxBytes) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE,
                    "An object is at most " + maxBytes + " bytes.",
                    Map.of("limit", maxBytes),
                    null,
                    null);
        }
        var stay = ttl == null ? config.defaultTtl() : ttl;
        if (!stay.isPositive() || stay.compareTo(config.maxTtl()) > 0) {
            throw ProblemException.invalid(
                    "ttl", "A ttl is 1 to " + config.maxTtl().toSeconds() + " seconds.");
        }
        return cache.put(tenant, address.path(), object, stay)
                .invoke(() -> use.of(tenant, address.namespace()).written());
    }

    /** Removes the object if there is one. */
    public Uni<Void> remove(TenantId tenant, ObjectAddress address) {
        return cache.remove(tenant, address.path())
                .invoke(() -> use.of(tenant, address.namespace()).removed());
    }
}
