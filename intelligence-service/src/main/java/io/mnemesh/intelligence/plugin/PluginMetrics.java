package io.mnemesh.intelligence.plugin;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;

/** The metrics of plug-ins. */
@ApplicationScoped
class PluginMetrics {

    private static final String CALLS = "mnemesh_plugin_calls_total";
    private static final String LEFT_OUT = "mnemesh_plugin_suspensions_total";
    private static final String BUSY = "mnemesh_plugin_calls_running";

    private final MeterRegistry registry;
    private final AtomicInteger running;

    PluginMetrics(MeterRegistry registry, PluginsConfig config) {
        this.registry = registry;
        this.running = new AtomicInteger();
        registry.gauge(BUSY, running);
        registry.gauge(BUSY + "_capacity", config, PluginsConfig::threads);
    }

    /** @param outcome {@code answered}, {@code failed}, {@code late} or {@code busy} */
    void called(PluginKind kind, String outcome) {
        registry.counter(CALLS, "kind", kind.text(), "outcome", outcome).increment();
    }

    void suspended(PluginKind kind) {
        registry.counter(LEFT_OUT, "kind", kind.text()).increment();
    }

    AtomicInteger running() {
        return running;
    }
}
