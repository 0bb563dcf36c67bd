package io.mnemesh.gateway.catalogue;

import io.mnemesh.cache.CacheFactory;
import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Serializers;
import io.mnemesh.gateway.fetch.KeptAnswer;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The description, made once for all gateways of one version. One that is due is answered while the next is made, and for a time
 * also while one cannot be made because a service is missing; an incomplete one is kept by this gateway alone, and shortly.
 */
final class KeptDescription {

    /** It belongs to no tenant and is the same for everybody; caches know no other place than a tenant's. */
    private static final TenantId NOBODY = new TenantId("mesh");

    private static final int LONGEST_VERSION = 256;
    private static final int LARGEST = 8 << 20;

    private final HierarchicalCache<String> cache;
    private final KeptAnswer<Merged> made;
    private final String version;

    /** @param merge makes a description from what the services say now */
    KeptDescription(CacheFactory caches, CatalogueConfig config, String version, Supplier<Uni<Merged>> merge) {
        this.version = version;
        this.made = new KeptAnswer<>(merge, merged -> merged.complete() ? Duration.ZERO : config.keepIncomplete());
        this.cache = caches.cache(CacheSpec.of("api-description", Serializers.TEXT)
                .withLocal(config.keep(), LARGEST)
                .withRedis(config.keep())
                .withLoadTimeout(config.timeout().multipliedBy(2))
                .withLimits(LONGEST_VERSION, LARGEST)
                .withStaleWhileRevalidate(config.keepStale())
                .withStaleIfError(config.keepStale()));
    }

    /**
     * A description.
     *
     * @param document as JSON text
     * @param complete whether every service is in it
     */
    record Merged(String document, boolean complete) {

        private String whole() {
            if (!complete) {
                throw new IncompleteException(document);
            }
            return document;
        }
    }

    Uni<String> document() {
        return cache.get(NOBODY, version, () -> made.get().map(Merged::whole))
                .onFailure(IncompleteException.class)
                .recoverWithItem(failure -> failure.document);
    }

    /** There is one, but it is none to keep. */
    private static final class IncompleteException extends RuntimeException {

        private final String document;

        IncompleteException(String document) {
            super("A service is missing", null, false, false);
            this.document = document;
        }
    }
}
