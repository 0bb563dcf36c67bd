package io.mnemesh.cacheservice.objects;

import io.mnemesh.cache.CacheFactory;
import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.CacheStats;
import io.mnemesh.cache.Found;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.RefusedPut;
import io.mnemesh.cacheservice.quotas.Quotas;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
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
    private final Quotas quotas;
    private final int maxBytes;

    @Inject
    Objects(CacheFactory caches, ObjectsConfig config, NamespaceUse use, Quotas quotas) {
        this.config = config.validated();
        this.use = use;
        this.quotas = quotas;
        this.maxBytes = Math.toIntExact(config.maxObjectSize().asLongValue());
        this.cache = caches.cache(CacheSpec.of(CACHE, ObjectSerializer.INSTANCE)
                .withLocal(config.localTtl(), config.localSize().asLongValue())
                .withRedis(config.redisTtl())
                .withPostgres(config.maxTtl())
                .withLimits(ObjectAddress.MAX_BYTES, maxBytes + HEADER_BYTES)
                .asDurable());
        cache.onEviction(
                (tenant, path) -> use.of(tenant, ObjectAddress.namespace(path)).evicted());
    }

    /** The object, or null. Fails with {@code unavailable} if it can be neither found nor said to be missing. */
    public Uni<@Nullable Found<CachedObject>> find(TenantId tenant, ObjectAddress address) {
        return Uni.createFrom().deferred(() -> {
            long startedAt = System.nanoTime();
            return look(tenant, address)
                    .invoke(found -> use.of(tenant, address.namespace()).read(found, System.nanoTime() - startedAt));
        });
    }

    /** As {@link #find}, without counting it as a read. */
    public Uni<@Nullable Found<CachedObject>> look(TenantId tenant, ObjectAddress address) {
        return cache.lookup(tenant, address.path());
    }

    /**
     * Those of these objects of one namespace that exist, with one round trip per tier. Fails with {@code unavailable} if one
     * of them can be neither found nor said to be missing.
     */
    Uni<Map<ObjectAddress, Found<CachedObject>>> findMany(TenantId tenant, List<ObjectAddress> addresses) {
        return lookMany(tenant, addresses)
                .invoke(found -> addresses.forEach(
                        address -> use.of(tenant, address.namespace()).read(found.get(address))));
    }

    /** As {@link #findMany}, without counting them as reads. */
    Uni<Map<ObjectAddress, Found<CachedObject>>> lookMany(TenantId tenant, List<ObjectAddress> addresses) {
        return cache.lookupMany(
                        tenant, addresses.stream().map(ObjectAddress::path).toList())
                .map(byPath -> {
                    Map<ObjectAddress, Found<CachedObject>> byAddress = new HashMap<>();
                    for (ObjectAddress address : addresses) {
                        var found = byPath.get(address.path());
                        if (found != null) {
                            byAddress.put(address, found);
                        }
                    }
                    return byAddress;
                });
    }

    /**
     * Keeps the object. Fails with {@code quota-exceeded} if it does not fit; what was there is then unchanged.
     *
     * @param ttl  null for the usual time
     * @param tags of the namespace
     */
    public Uni<Void> put(
            TenantId tenant,
            ObjectAddress address,
            CachedObject object,
            @Nullable Duration ttl,
            Collection<@Nullable String> tags) {
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
        var known = ObjectTags.of(address.namespace(), tags);
        var put = cache.put(tenant, address.path(), object, stay, known);
        var counts = use.of(tenant, address.namespace());
        return put.onFailure(RefusedPut.class)
                .recoverWithUni(refused -> quotas.makeRoom(tenant)
                        .chain(made -> made ? put : Uni.createFrom().failure(refused)))
                .onFailure(RefusedPut.class)
                .recoverWithUni(refused -> {
                    counts.refused();
                    return problem(tenant, address, refused);
                })
                .invoke(() -> counts.written(object.body().length));
    }

    private Uni<Void> problem(TenantId tenant, ObjectAddress address, Throwable refused) {
        return refused instanceof RefusedPut why
                ? quotas.problem(tenant, address.namespace(), address.path(), why)
                        .chain(problem -> Uni.createFrom().failure(problem))
                : Uni.createFrom().failure(refused);
    }

    /** Ends all objects of the namespace that have one of the tags. Tags that nothing has are no failure. */
    public Uni<Void> invalidateTags(TenantId tenant, String namespace, @Nullable List<@Nullable String> tags) {
        ObjectAddress.checkNamespace(namespace);
        if (tags == null || tags.isEmpty()) {
            throw ProblemException.invalid("tags", "'tags' must hold 1 to " + ObjectTags.MOST + " tags.");
        }
        return Multi.createFrom()
                .iterable(ObjectTags.of(namespace, tags))
                .onItem()
                .transformToUniAndConcatenate(tag -> cache.invalidateTag(tenant, tag))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** What the cache counts in this process, over all tenants. */
    public CacheStats stats() {
        return cache.stats();
    }

    /** Removes the object if there is one. */
    public Uni<Void> remove(TenantId tenant, ObjectAddress address) {
        return cache.remove(tenant, address.path())
                .invoke(() -> use.of(tenant, address.namespace()).removed());
    }
}
