package io.mnemesh.intelligence.errors;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** The metrics of error learning and analysis. */
@ApplicationScoped
class ErrorMetrics {

    private static final String LEARNED = "mnemesh_errors_learned_total";
    private static final String EMBEDDED = "mnemesh_errors_embedded_total";
    private static final String ANALYSIS = "mnemesh_error_analysis_seconds";

    private final MeterRegistry registry;

    ErrorMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void learned(boolean newGroup) {
        registry.counter(LEARNED, "group", newGroup ? "new" : "known").increment();
    }

    void embedded(int errors) {
        registry.counter(EMBEDDED).increment(errors);
    }

    /** @param mode {@code semantic} or {@code lexical} */
    void analysed(String mode, Duration took) {
        Timer.builder(ANALYSIS)
                .tag("mode", mode)
                .publishPercentileHistogram()
                .register(registry)
                .record(took);
    }
}
