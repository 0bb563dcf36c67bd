package io.mnemesh.gateway.ecosystem;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.Search;
import io.mnemesh.gateway.ecosystem.Ecosystem.Traffic;
import io.mnemesh.gateway.edge.EdgeMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The gateway's own metrics, from where it counts them. Thread-safe. */
@ApplicationScoped
class OwnMetrics {

    private final MeterRegistry registry;
    private @Nullable Counters trafficBefore;

    OwnMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** As the other services tell theirs; forwarded requests count as its own. */
    ServiceMetrics metrics() {
        Counters forwarded = forwarded();
        Counters answered = timers(
                "http.server.requests",
                timer -> "SERVER_ERROR".equals(timer.getId().getTag("outcome")));
        return new ServiceMetrics(
                gauge("process.uptime", null),
                (long) gauge("jvm.memory.used", "heap"),
                gauge("process.cpu.usage", null) * Math.max(1, gauge("system.cpu.count", null)),
                new Counters(
                        forwarded.nanos(),
                        forwarded.all() + answered.all(),
                        forwarded.bad() + answered.bad(),
                        forwarded.seconds() + answered.seconds()));
    }

    /** What passed the gateway; rates are since the call before. */
    synchronized Traffic traffic() {
        Counters now = forwarded();
        Counters then = trafficBefore;
        trafficBefore = now;
        double refused = registry.find(EdgeMetrics.REFUSED).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
        return new Traffic(
                (long) now.all(),
                (long) now.bad(),
                (long) refused,
                (long) gauge(EdgeMetrics.TUNNELS, null),
                now.perSecond(then),
                now.badPerSecond(then),
                now.meanMillis(then));
    }

    private Counters forwarded() {
        return timers(
                EdgeMetrics.REQUESTS,
                timer -> !"answered".equals(timer.getId().getTag("outcome"))
                        && !"abandoned".equals(timer.getId().getTag("outcome")));
    }

    private Counters timers(String name, Predicate<Timer> isBad) {
        double all = 0;
        double bad = 0;
        double seconds = 0;
        for (Timer timer : registry.find(name).timers()) {
            all += timer.count();
            bad += isBad.test(timer) ? timer.count() : 0;
            seconds += timer.totalTime(TimeUnit.SECONDS);
        }
        return new Counters(System.nanoTime(), all, bad, seconds);
    }

    private double gauge(String name, @Nullable String area) {
        Search search = registry.find(name);
        if (area != null) {
            search = search.tag("area", area);
        }
        double sum = 0;
        for (Meter meter : search.meters()) {
            for (var measurement : meter.measure()) {
                sum += Double.isFinite(measurement.getValue()) ? measurement.getValue() : 0;
            }
        }
        return sum;
    }
}
