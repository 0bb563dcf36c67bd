package io.mnemesh.cacheservice.health;

import io.mnemesh.cache.core.TieredCacheFactory;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Which shared tiers can be used now. Without one of them the service stays ready and is degraded: reads are answered from the
 * tiers that are left, and what cannot be kept is refused with {@code unavailable}.
 */
@Readiness
@Singleton
class TiersCheck implements AsyncHealthCheck {

    private final TieredCacheFactory caches;

    @Inject
    TiersCheck(TieredCacheFactory caches) {
        this.caches = caches;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return caches.postgresAnswers().map(postgres -> {
            boolean redis = caches.redisOpen();
            return HealthCheckResponse.named("cache tiers")
                    .up()
                    .withData("redis", said(redis))
                    .withData("postgres", said(postgres))
                    .withData("degraded", !redis || !postgres)
                    .build();
        });
    }

    private static String said(boolean reached) {
        return reached ? "connected" : "away";
    }
}
