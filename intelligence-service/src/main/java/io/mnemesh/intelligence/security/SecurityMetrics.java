package io.mnemesh.intelligence.security;

import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.intelligence.security.profile.AlertKind;
import jakarta.enterprise.context.ApplicationScoped;

/** The metrics of security alerts. */
@ApplicationScoped
class SecurityMetrics {

    private static final String ALERTS = "mnemesh_security_alerts_total";
    private static final String REPEATED = "mnemesh_security_alerts_repeated_total";

    private final MeterRegistry registry;

    SecurityMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void raised(AlertKind kind) {
        registry.counter(ALERTS, "kind", kind.text()).increment();
    }

    /** What was seen again and told before. */
    void repeated(AlertKind kind) {
        registry.counter(REPEATED, "kind", kind.text()).increment();
    }
}
