package io.mnemesh.mesh.work;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** The metrics of work: their names and the meters themselves. Labels come from bounded sets only. */
@Singleton
public final class WorkMetrics {

    /** Requests asked from here, until reply or failure, by service, lane and outcome. Timer. */
    public static final String REQUESTS = "mnemesh.work.requests";

    /** Requests asked from here that are open. */
    public static final String IN_FLIGHT = "mnemesh.work.requests.in.flight";

    /** How many requests may be open. */
    public static final String IN_FLIGHT_LIMIT = "mnemesh.work.requests.limit";

    /** Items done here, by service, lane and outcome. Timer of the handler. */
    public static final String HANDLED = "mnemesh.work.handled";

    /** Items that run here, by service and lane. */
    public static final String RUNNING = "mnemesh.work.running.items";

    /** Items read and waiting for a place here, by service and lane. */
    public static final String WAITING = "mnemesh.work.waiting.items";

    /** Items there may run at once here, by service. */
    public static final String PLACES = "mnemesh.work.places";

    /** Items dropped unexecuted, by service, lane and reason: expired, unreadable. */
    public static final String DROPPED = "mnemesh.work.dropped";

    /** Items taken over from workers that are gone, by service and lane. */
    public static final String RECLAIMED = "mnemesh.work.reclaimed";

    private static final String SERVICE = "service";
    private static final String LANE = "lane";
    private static final String OUTCOME = "outcome";

    private final MeterRegistry registry;

    @Inject
    public WorkMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    Timer requests(String service, Lane lane, String outcome) {
        return timer(REQUESTS, service, lane, outcome);
    }

    Timer handled(String service, Lane lane, String outcome) {
        return timer(HANDLED, service, lane, outcome);
    }

    Counter dropped(String service, Lane lane, String reason) {
        return Counter.builder(DROPPED)
                .tag(SERVICE, service)
                .tag(LANE, lane.key())
                .tag("reason", reason)
                .register(registry);
    }

    Counter reclaimed(String service, Lane lane) {
        return Counter.builder(RECLAIMED)
                .tag(SERVICE, service)
                .tag(LANE, lane.key())
                .register(registry);
    }

    void gauge(String name, Supplier<Number> value) {
        Gauge.builder(name, value).register(registry);
    }

    void gauge(String name, String service, Supplier<Number> value) {
        Gauge.builder(name, value).tag(SERVICE, service).register(registry);
    }

    void gauge(String name, String service, Lane lane, Supplier<Number> value) {
        Gauge.builder(name, value).tag(SERVICE, service).tag(LANE, lane.key()).register(registry);
    }

    private Timer timer(String name, String service, Lane lane, String outcome) {
        return Timer.builder(name)
                .tag(SERVICE, service)
                .tag(LANE, lane.key())
                .tag(OUTCOME, outcome)
                .register(registry);
    }
}
