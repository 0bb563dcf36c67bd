package io.mnemesh.cacheservice.quotas;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Names of the quotas' metrics. Labels are scope and dimension: four pairs. */
@ApplicationScoped
public class QuotaMetrics {

    static final String REFUSALS = "mnemesh_cache_quota_refusals";

    private final MeterRegistry registry;

    @Inject
    QuotaMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A put did not fit. */
    void refused(Excess excess) {
        Counter.builder(REFUSALS)
                .tags("scope", excess.scope(), "dimension", excess.dimension())
                .register(registry)
                .increment();
    }
}
