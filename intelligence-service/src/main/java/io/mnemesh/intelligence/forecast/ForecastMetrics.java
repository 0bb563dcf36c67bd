package io.mnemesh.intelligence.forecast;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** The metrics of forecasting. */
@ApplicationScoped
class ForecastMetrics {

    private static final String COMPUTED = "mnemesh_forecast_seconds";
    private static final String CACHED = "mnemesh_forecasts_cached";

    private final MeterRegistry registry;

    ForecastMetrics(MeterRegistry registry, ForecastCache cache) {
        this.registry = registry;
        registry.gauge(CACHED, cache, ForecastCache::size);
        registry.gauge(CACHED + "_capacity", cache, ForecastCache::capacity);
    }

    void computed(Duration took) {
        Timer.builder(COMPUTED).publishPercentileHistogram().register(registry).record(took);
    }
}
