package io.mnemesh.launcher.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Restarts processes that end unasked, each after a delay that doubles from half a second to 30 s and starts anew once a
 * process has lived for a minute. One thread does all checks, so a process is never started twice.
 */
final class Supervisor implements AutoCloseable {

    private static final Duration FIRST_DELAY = Duration.ofMillis(500);
    private static final Duration LAST_DELAY = Duration.ofSeconds(30);
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final List<Watched> watched;
    private final StackListener listener;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("supervisor").factory());

    Supervisor(List<ManagedProcess> processes, StackListener listener) {
        this.watched = processes.stream().map(Watched::new).toList();
        this.listener = listener;
    }

    void begin() {
        var _ = timer.scheduleWithFixedDelay(this::check, 100, 100, TimeUnit.MILLISECONDS);
    }

    private void check() {
        watched.forEach(this::check);
    }

    private void check(Watched one) {
        Instant now = Instant.now();
        if (one.process.alive()) {
            one.restartAt = null;
            return;
        }
        if (one.restartAt == null) {
            Instant started = one.process.startedAt();
            one.delay = started != null && started.plus(SETTLED).isBefore(now) ? FIRST_DELAY : next(one.delay);
            one.restartAt = now.plus(one.delay);
            listener.crashed(one.process.name(), one.process.exitCode(), one.delay);
        } else if (!one.restartAt.isAfter(now)) {
            try {
                one.process.start();
                listener.starting(one.process.name());
                one.restartAt = null;
            } catch (RuntimeException e) {
                listener.log(one.process.name(), "cannot be restarted: " + e.getMessage());
                one.delay = next(one.delay);
                one.restartAt = now.plus(one.delay);
            }
        }
    }

    private static Duration next(Duration delay) {
        Duration doubled = delay.isZero() ? FIRST_DELAY : delay.multipliedBy(2);
        return doubled.compareTo(LAST_DELAY) > 0 ? LAST_DELAY : doubled;
    }

    /** Restarts nothing any more; returns when a restart under way is done. */
    @Override
    public void close() {
        timer.shutdown();
        try {
            if (!timer.awaitTermination(30, TimeUnit.SECONDS)) {
                timer.shutdownNow();
            }
        } catch (InterruptedException e) {
            timer.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static final class Watched {
        private final ManagedProcess process;
        private Duration delay = Duration.ZERO;
        private @org.jspecify.annotations.Nullable Instant restartAt;

        Watched(ManagedProcess process) {
            this.process = process;
        }
    }
}
