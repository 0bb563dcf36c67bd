package io.mnemesh.intelligence.forecast;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** The metrics of forecasting. */
@ApplicationScoped
class ForecastMetrics {

    private static final String COMPUTED = "mnemesh_forecast_seconds";

    private final MeterRegistry registry;

    ForecastMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void computed(Duration took) {
        Timer.builder(COMPUTED).publishPercentileHistogram().register(registry).record(took);
    }
}
