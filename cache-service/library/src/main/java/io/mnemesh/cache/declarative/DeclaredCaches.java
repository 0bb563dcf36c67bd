package io.mnemesh.cache.declarative;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.cache.CacheFactory;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Tagged;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** The declared methods of the service and the caches they use. It is made when the service starts, or ends the start. */
@Singleton
@Startup
final class DeclaredCaches {

    /** What tiers may take beside the load. */
    private static final Duration SLACK = Duration.ofSeconds(30);

    private final CurrentIdentity current;
    private final Map<Method, Declaration> declarations = new HashMap<>();
    private final Map<String, HierarchicalCache<Object>> caches = new HashMap<>();

    @Inject
    DeclaredCaches(
            CachedBeans beans, CacheFactory factory, ObjectMapper mapper, Config config, CurrentIdentity current) {
        this.current = current;
        var settings = new Settings(config);
        var classes = beans.load(Thread.currentThread().getContextClassLoader());
        for (Declaration declaration : Declarations.of(classes)) {
            declarations.put(declaration.method(), declaration);
            var cached = declaration.settings();
            if (cached != null && !caches.containsKey(cached.cache())) {
                var serializer = ValueTypes.serializer(declaration.answer().value(), mapper);
                try {
                    caches.put(cached.cache(), factory.cache(settings.spec(cached, serializer)));
                } catch (RuntimeException e) {
                    throw new IllegalStateException(declaration.name() + ": " + e.getMessage(), e);
                }
            }
        }
    }

    /**
     * One value of one tenant.
     *
     * @param cache that holds it
     */
    record Place(HierarchicalCache<Object> cache, TenantId tenant, String key) {

        Uni<@Nullable Object> get(Supplier<Uni<Tagged<Object>>> loader) {
            return cache.getTagged(tenant, key, loader);
        }
    }

    Declaration declaration(Method method) {
        var declaration = declarations.get(method);
        if (declaration == null) {
            throw new IllegalStateException(
                    Declaration.name(method) + " was not found when the service was built; is its class in its index?");
        }
        return declaration;
    }

    /** Where the value of this call is; fails if the call has no tenant. */
    Place place(Declaration declaration, @Nullable Object[] arguments) {
        return new Place(cache(declaration), declaration.tenant(arguments, current), declaration.key(arguments));
    }

    /** What a call invalidates, to be done when it has ended; fails if the call has no tenant. */
    Supplier<Uni<Void>> invalidation(Declaration declaration, @Nullable Object[] arguments) {
        if (!declaration.isOfTags()) {
            var place = place(declaration, arguments);
            return () -> place.cache().remove(place.tenant(), place.key());
        }
        var cache = cache(declaration);
        var tenant = declaration.tenant(arguments, current);
        var tags = declaration.tags(arguments, null);
        return () -> Uni.join()
                .all(tags.stream().map(tag -> cache.invalidateTag(tenant, tag)).toList())
                .andCollectFailures()
                .replaceWithVoid();
    }

    private HierarchicalCache<Object> cache(Declaration declaration) {
        return Objects.requireNonNull(caches.get(declaration.cache()), "Every declared cache is made at start.");
    }

    /** Longest time a call waits for its cache, beyond every time-out of it. */
    Duration longestWait(Declaration declaration) {
        return cache(declaration).spec().loadTimeout().multipliedBy(2).plus(SLACK);
    }

    /** A method that answers with a plain value waits for its cache. */
    static void requireThreadThatMayWait(Declaration declaration) {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException(declaration.name()
                    + " would make an event loop wait for its cache; let it answer with a Uni or call it on a worker.");
        }
    }
}
