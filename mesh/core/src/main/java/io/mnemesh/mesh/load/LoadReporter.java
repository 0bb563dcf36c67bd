package io.mnemesh.mesh.load;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.mnemesh.mesh.redis.Loop;
import io.mnemesh.mesh.redis.MeshInstance;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;

/** Tells at intervals what this process carries. Without Redis nothing is told until it is back. Confined to its loop. */
@Singleton
final class LoadReporter {

    private static final MeshLog LOG = MeshLog.of(LoadReporter.class);
    private static final Duration EVERY = Duration.ofSeconds(15);
    private static final String REQUESTS = "http.server.requests";

    private final LoadReports reports;
    private final MeshInstance instance;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Loop loop;
    private Sample before = new Sample(0, Duration.ZERO, 0, 0);
    private volatile boolean stopped;

    private record Sample(long nanos, Duration processor, long requests, long errors) {}

    @Inject
    LoadReporter(LoadReports reports, MeshInstance instance, MeterRegistry meters, Clock clock, Vertx vertx) {
        this.reports = reports;
        this.instance = instance;
        this.meters = meters;
        this.clock = clock;
        this.loop = new Loop(vertx);
    }

    void start(@Observes StartupEvent event) {
        loop.run(() -> {
            before = sample();
            later();
        });
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        loop.take(reports.leave(instance.id()), ignored -> {}, ignored -> {});
    }

    private void later() {
        loop.after(EVERY, this::tell);
    }

    private void tell() {
        if (stopped) {
            return;
        }
        Sample now = sample();
        LoadReport report = report(now);
        before = now;
        loop.take(reports.tell(report), ignored -> later(), failure -> {
            LOG.debug("The load cannot be told").cause(failure).log();
            later();
        });
    }

    private LoadReport report(Sample now) {
        double seconds = Math.max(1, now.nanos() - before.nanos()) / 1e9;
        var runtime = Runtime.getRuntime();
        return new LoadReport(
                instance.service(),
                instance.id(),
                clock.instant(),
                now.processor().minus(before.processor()).toNanos() / 1e9 / seconds,
                (double) (runtime.totalMemory() - runtime.freeMemory()) / runtime.maxMemory(),
                (now.requests() - before.requests()) / seconds,
                (now.errors() - before.errors()) / seconds);
    }

    private Sample sample() {
        Collection<Timer> timers = meters.find(REQUESTS).timers();
        return new Sample(
                System.nanoTime(),
                ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO),
                timers.stream().mapToLong(Timer::count).sum(),
                timers.stream()
                        .filter(timer -> Objects.requireNonNullElse(
                                        timer.getId().getTag("status"), "")
                                .startsWith("5"))
                        .mapToLong(Timer::count)
                        .sum());
    }
}
