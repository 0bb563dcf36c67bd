package io.mnemesh.gateway.edge;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.mnemesh.gateway.edge.Upstreams.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Metrics of forwarding. Labels are the services and the outcomes, both closed lists. */
@ApplicationScoped
public class EdgeMetrics {

    /** Forwarded requests by upstream and outcome. */
    public static final String REQUESTS = "mnemesh_gateway_requests_seconds";
    /** Open WebSockets and streamed answers. */
    public static final String TUNNELS = "mnemesh_gateway_tunnels_open";
    /** Requests with a good token that were not forwarded, by reason. */
    public static final String REFUSED = "mnemesh_gateway_refused_total";

    private final Map<Service, Map<Outcome, Timer>> requests = new EnumMap<>(Service.class);
    private final Map<Refusal, Counter> refused = new EnumMap<>(Refusal.class);
    private final AtomicInteger tunnels = new AtomicInteger();

    /** Why a request with a good token was not forwarded. */
    enum Refusal {
        SCOPE,
        SHARE,
        QUOTA
    }

    @Inject
    EdgeMetrics(MeterRegistry registry) {
        for (Service service : Service.values()) {
            var timers = new EnumMap<Outcome, Timer>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                timers.put(
                        outcome,
                        Timer.builder(REQUESTS)
                                .description("Forwarded requests, from their arrival to the end of the answer")
                                .tag("upstream", service.key())
                                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                                .register(registry));
            }
            requests.put(service, timers);
        }
        for (Refusal refusal : Refusal.values()) {
            refused.put(
                    refusal,
                    Counter.builder(REFUSED)
                            .description("Requests with a good token that were not forwarded")
                            .tag("reason", refusal.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        registry.gauge(TUNNELS, tunnels);
    }

    void ended(Service service, Outcome outcome, long nanos) {
        Map<Outcome, Timer> timers = requests.get(service);
        Timer timer = timers == null ? null : timers.get(outcome);
        if (timer != null) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    void refused(Refusal refusal) {
        Counter counter = refused.get(refusal);
        if (counter != null) {
            counter.increment();
        }
    }

    void tunnelOpened() {
        tunnels.incrementAndGet();
    }

    void tunnelClosed() {
        tunnels.decrementAndGet();
    }
}
